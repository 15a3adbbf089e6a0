"""Public data sets, read from copies of their repositories in one folder: work trees, or bare ones."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GIT = ("", ".git", "repo", "repo/.git")
"""Where a copy's git directory may be, under the copy's folder."""


class MissingCopyError(Exception):
    """Says in one line what to fetch and where to put it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One file of a public repository."""

    repository: str
    """Owner and name, as GitHub spells them."""
    path: str

    def read(self, folder: Path) -> bytes:
        """Raises MissingCopyError."""
        for place in self._places(folder):
            if (place / self.path).is_file():
                return (place / self.path).read_bytes()
            for git in self._git(place):
                shown = _git(git, "show", f"HEAD:{self.path}")
                if shown is not None:
                    return shown
        raise MissingCopyError(self.advice(folder))

    def files(self, folder: Path, ending: str) -> Iterator[bytes]:
        """Every file under this path that ends so, by name. Raises MissingCopyError."""
        for place in self._places(folder):
            tree = sorted((place / self.path).rglob(f"*{ending}"))
            yield from (file.read_bytes() for file in tree)
            names = [] if tree else [(git, name) for git in self._git(place) for name in self._names(git)]
            for git, name in names:
                if name.endswith(ending):
                    yield _git(git, "show", f"HEAD:{name}") or b""
            if tree or names:
                return
        raise MissingCopyError(self.advice(folder))

    def advice(self, folder: Path) -> str:
        where = folder / self.repository.replace("/", "+")
        return f"{self.path} is missing: git clone https://github.com/{self.repository} '{where}'"

    def _places(self, folder: Path) -> list[Path]:
        names = (self.repository.replace("/", "+"), self.repository.rpartition("/")[2])
        return [folder / name for name in names if (folder / name).is_dir()]

    def _git(self, place: Path) -> list[Path]:
        return [place / part for part in GIT if (place / part / "HEAD").is_file()][:1]

    def _names(self, git: Path) -> list[str]:
        return (_git(git, "ls-tree", "-r", "--name-only", "HEAD", self.path) or b"").decode().splitlines()


def _git(directory: Path, *arguments: str) -> bytes | None:
    """What git says, None where it fails."""
    command = ["git", "--git-dir", str(directory), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own arguments
    return done.stdout if done.returncode == 0 else None
