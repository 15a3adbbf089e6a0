"""Microsoft's signing keys, as far as the bot sees them: a local key set, and tokens signed with it."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.channels.teams.tokens import ISSUER, Keys

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
SERVICE_URL = "https://smba.trafficmanager.net/uk/"


def pair() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class KeySet:
    """Signs tokens, and serves its public keys as Microsoft does."""

    private: RSAPrivateKey = field(default_factory=pair)
    endorsements: tuple[str, ...] = ("msteams",)
    fetched: int = 0
    down: bool = False

    def token(self, *, key: Any = None, algorithm: str = "RS256", kid: str = "one", **claims: object) -> str:
        now = int(time.time())
        payload: dict[str, object] = {
            "iss": ISSUER,
            "aud": CLIENT_ID,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "serviceurl": SERVICE_URL,
            **claims,
        }
        kept = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(kept, key or self.private, algorithm=algorithm, headers={"kid": kid})

    def keys(self) -> Keys:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._serve))
        return Keys(http, "https://keys.test/keys")

    def _serve(self, _: httpx.Request) -> httpx.Response:
        self.fetched += 1
        if self.down:
            return httpx.Response(500)
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        endorsed = {"endorsements": list(self.endorsements)} if self.endorsements else {}
        return httpx.Response(200, json={"keys": [{**public, "kid": "one", **endorsed}]})
