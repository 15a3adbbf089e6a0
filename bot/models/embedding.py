"""Vectors from an embedding model on the OpenAI protocol; token states stay with the packaged model."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embeddings import Encoded, LocalModel, Vector
from retrieval.late import Reading

BATCH = 64


class EmbeddingError(Exception):
    """The embedding endpoint gave no vectors."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(
            f"The embedding model {model} gave no vectors ({reason}): start its endpoint or correct "
            "OPENAI_BASE_URL and OPENAI_API_KEY, or unset BRIEFING_EMBEDDING_MODEL to use the packaged model."
        )


class UnitEmbeddings(Embeddings):
    """Another model's vectors made unit length. Raises EmbeddingError."""

    def __init__(self, name: str, model: Embeddings) -> None:
        self.identity = f"openai:{name}"
        self._name = name
        self._model = model

    @cached_property
    def dimensions(self) -> int:
        """Found by asking: only the endpoint knows."""
        return len(self.embed_query("dimensions"))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._unit(vector) for vector in self._asked(lambda: self._model.embed_documents(texts))]

    def embed_query(self, text: str) -> list[float]:
        return self._unit(self._asked(lambda: [self._model.embed_query(text)])[0])

    def _asked(self, ask: Callable[[], list[list[float]]]) -> list[list[float]]:
        from openai import OpenAIError

        try:
            return ask()
        except (OpenAIError, ValueError, TypeError, LookupError) as error:
            # A body that holds no vectors comes out of the client as any of these.
            raise EmbeddingError(self._name, str(error) or type(error).__name__) from error

    def _unit(self, vector: list[float]) -> list[float]:
        length = float(np.linalg.norm(vector))
        if not length:
            raise EmbeddingError(self._name, "a vector of no length")
        return [value / length for value in vector]


class Encoder:
    """Reads documents for a store whose vectors come from elsewhere."""

    def __init__(self, embeddings: UnitEmbeddings, local: LocalModel) -> None:
        self._embeddings = embeddings
        self._local = local

    def encode(
        self, texts: Sequence[Reading], report: Callable[[int], None] = lambda _: None
    ) -> list[Encoded]:
        """As `LocalModel.encode`."""
        encoded: list[Encoded] = []
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            vectors = self._embeddings.embed_documents([text.text for text in batch])
            encoded += [
                Encoded(_vector(vector), local.states)
                for vector, local in zip(vectors, self._local.encode(batch), strict=True)
            ]
            report(len(encoded))
        return encoded


def _vector(values: list[float]) -> Vector:
    return np.array(values, dtype=np.float32)
