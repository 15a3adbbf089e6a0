"""Fit the projection that keeps token states small: the 64 main directions of MiniLM's token states.

    python bench/fit_projection.py TEXT_FILE…

Any few hundred kilobytes of English prose will do; the one in the repository was made from the paragraphs
of SQuAD 2.0 dev (a public copy: github.com/chrischute/squad), of which it keeps no text.
"""

import json
import sys
from pathlib import Path

import numpy as np

WIDTH = 64


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a SQuAD file, or of plain text separated by blank lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".json":
        return [part for part in text.split("\n\n") if part.strip()]
    return [p["context"] for article in json.loads(text)["data"] for p in article["paragraphs"]]


def main() -> None:
    from retrieval.embeddings import LocalModel
    from retrieval.late import MINILM

    model = LocalModel()
    covariance = np.zeros((384, 384))
    for path in map(Path, sys.argv[1:]):
        for paragraph in paragraphs(path):
            states = model.states(paragraph)
            covariance += states.T @ states
    _, directions = np.linalg.eigh(covariance)
    np.save(MINILM / "projection.npy", directions[:, ::-1][:, :WIDTH].astype(np.float16))


if __name__ == "__main__":
    main()
