"""The server's HTTP side: the Web API, response URLs, the OAuth page and Socket Mode."""

import asyncio
import json
import math
from collections.abc import Mapping
from typing import Any

from aiohttp import BasicAuth, web

from tests.slack_server import agents, chat, installing, manifests, people, reading, respond, streaming, views
from tests.slack_server.faults import Fault, Faults, Way
from tests.slack_server.method import METHODS, Args, Method, Refused, Request, check_given, check_scope
from tests.slack_server.sockets import Sockets
from tests.slack_server.values import Bot, Call, Json
from tests.slack_server.world import World

FAMILIES = (agents, chat, installing, manifests, people, reading, streaming, views)
"""Imported for the methods that they declare."""
RETRY_AFTER = "retry_after"
"""Beside the answer until it becomes a header."""
NOBODY = Bot("", "", "", "", "", "", ())


class Api:
    def __init__(self, world: World, faults: Faults, sockets: Sockets, tokens: Mapping[str, str]) -> None:
        """`tokens`: those that belong to the app, not to a workspace, and the kind of each."""
        self._world = world
        self._faults = faults
        self._sockets = sockets
        self._tokens = tokens
        self.base = ""

    def application(self) -> web.Application:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/oauth/v2/authorize", self._authorise)
        app.router.add_get("/socket/{ticket}", self._sockets.connect)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            given, token = await _given(request)
        except Refused as refused:
            return _response(200, refused.answer)
        fault = self._fault(name, given)
        if fault and fault.way is Way.CUT_BEFORE:
            self._record(name, given, token, 0, {"ok": False, "error": "cut"})
            return _cut(request)
        if fault and fault.way is Way.SLOW:
            await asyncio.sleep(fault.seconds)
        status, answer = self._answer(name, given, token, fault)
        self._record(name, given, token, status, answer)
        if fault and fault.way is Way.CUT_AFTER:
            return _cut(request)
        return _response(status, answer, **self._scopes(token))

    def _scopes(self, token: str) -> dict[str, str]:
        """Slack tells with each answer what the token is allowed."""
        bot = self._world.bots.get(token)
        return {"x-oauth-scopes": ",".join(bot.scopes)} if bot else {}

    def _fault(self, name: str, given: Json) -> Fault | None:
        with self._world.changed:
            return self._faults.next(name, given)

    def _answer(self, name: str, given: Json, token: str, fault: Fault | None) -> tuple[int, Json]:
        if fault and fault.way is Way.STATUS:
            return fault.status, {}
        if fault and fault.way is Way.RATE_LIMIT:
            return 429, {"ok": False, "error": "ratelimited", RETRY_AFTER: fault.seconds}
        wait = self._faults.wait(name, f"{token} {given.get('channel', '')}", self._world.clock.now())
        if wait:
            return 429, {"ok": False, "error": "ratelimited", RETRY_AFTER: wait}
        if fault and fault.way in {Way.ERROR, Way.BARE}:
            bare = fault.way is Way.BARE
            return 200, {"ok": True} if bare else {"ok": False, "error": fault.error, **fault.more}
        try:
            with self._world.changed:
                return 200, self._run(name, given, token)
        except Refused as refused:
            return 200, refused.answer

    def _run(self, name: str, given: Json, token: str) -> Json:
        wanted = METHODS.get(name)
        if wanted is None:
            raise Refused("unknown_method", req_method=name)
        bot = self._caller(wanted, token)
        asked = Request(self._world, Args(given), bot, self.base)
        check_scope(wanted, asked)
        check_given(wanted, asked.args)
        return wanted.run(asked)

    def _caller(self, wanted: Method, token: str) -> Bot:
        if wanted.kind == "none":
            return NOBODY
        if not token:
            raise Refused("not_authed")
        bot = self._world.bots.get(token)
        kind = "bot" if bot else self._tokens.get(token)
        if kind and kind != wanted.kind:
            raise Refused("not_allowed_token_type")
        if kind and not bot:
            return NOBODY
        if bot is None:
            raise Refused("invalid_auth")
        if bot.gone:
            raise Refused(bot.gone)
        return bot

    def _record(self, name: str, given: Json, token: str, status: int, answer: Json) -> None:
        call = Call(name, given, token, self._world.clock.now(), status, answer)
        with self._world.changed:
            self._world.calls.append(call)
            self._world.changed.notify_all()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """Slack takes a post here without a token."""
        given, _ = await _given(request)
        name = request.match_info["id"]
        fault = self._fault("response_url", given)
        if fault and fault.way is Way.CUT_BEFORE:
            return _cut(request)
        if fault and fault.way is Way.SLOW:
            await asyncio.sleep(fault.seconds)
        status, answer = self._responded(name, given, fault)
        self._record("response_url", given | {"id": name}, "", status, answer)
        if fault and fault.way is Way.CUT_AFTER:
            return _cut(request)
        return web.Response(text="ok") if answer.get("ok") else _response(status, answer)

    def _responded(self, name: str, given: Json, fault: Fault | None) -> tuple[int, Json]:
        if fault and fault.way in {Way.STATUS, Way.RATE_LIMIT, Way.ERROR}:
            return self._answer("response_url", given, "", fault)
        try:
            with self._world.changed:
                respond.use(self._world, name, given)
        except Refused as refused:
            gone = refused.answer["error"] in {"invalid_url", "expired_url", "used_url"}
            return (404 if gone else 400), refused.answer
        return 200, {"ok": True}

    async def _authorise(self, request: web.Request) -> web.StreamResponse:
        with self._world.changed:
            raise web.HTTPFound(installing.authorised(self._world, dict(request.query)))


async def _given(request: web.Request) -> tuple[Json, str]:
    """The arguments of a call and its token, from wherever the caller put them."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(await request.text())
    else:
        given |= dict(await request.post())
    header = request.headers.get("authorization", "")
    if header.startswith("Basic "):
        client = BasicAuth.decode(header)
        return given | {"client_id": client.login, "client_secret": client.password}, ""
    token = str(given.pop("token", ""))
    return given, header.removeprefix("Bearer ") or token


def _object(text: str) -> Json:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return found


def _response(status: int, answer: Json, **headers: str) -> web.Response:
    if not answer:
        return web.Response(status=status, text="server_error")
    answer = dict(answer)
    if status == 429:
        headers["Retry-After"] = f"{math.ceil(answer.pop(RETRY_AFTER, 1))}"
    return web.json_response(answer, status=status, headers=headers)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()
