"""The embedding model, which reads a text once however often it is asked to."""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embeddings import Encoded, LocalModel
from retrieval.late import PROJECTION, Reading


class Remembering:
    """Keeps what the model made of each text, in memory or in a file for the next run."""

    def __init__(self, model: LocalModel, file: Path | None = None) -> None:
        self.model = model
        self._file = str(file or ":memory:")
        self._rows = sqlite3.connect(self._file)
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS read (text BLOB PRIMARY KEY, vector BLOB, states BLOB)"
        )
        self._kind = f"{model.identity} {hashlib.sha256(PROJECTION.tobytes()).hexdigest()}"

    def encode(
        self, texts: Sequence[Reading], report: Callable[[int], None] = lambda _: None
    ) -> list[Encoded]:
        new = [text for text in dict.fromkeys(texts) if self._known(text) is None]
        made = zip(new, self.model.encode(new, report), strict=True)
        with self._rows:
            self._rows.executemany(
                "INSERT OR REPLACE INTO read VALUES (?, ?, ?)",
                [(self._key(text), one.vector.astype("<f4").tobytes(), one.states) for text, one in made],
            )
        found = [self._known(text) for text in texts]
        return [one for one in found if one is not None]

    def close(self) -> None:
        self._rows.close()

    def _known(self, text: Reading) -> Encoded | None:
        query = "SELECT vector, states FROM read WHERE text = ?"
        with closing(self._rows.execute(query, (self._key(text),))) as rows:
            row = rows.fetchone()
        return None if row is None else Encoded(np.frombuffer(row[0], dtype="<f4"), row[1])

    def _key(self, text: Reading) -> bytes:
        return hashlib.sha256(repr((self._kind, text.header, text.sentences)).encode()).digest()


class RememberedEmbeddings(Embeddings):
    """The same behind LangChain's interface, for the systems that ours is compared with."""

    def __init__(self, model: Remembering) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        read = self._model.encode([Reading("", (text,)) for text in texts])
        return [encoded.vector.tolist() for encoded in read]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._model.model.query(text).vector.tolist()
        return vector
