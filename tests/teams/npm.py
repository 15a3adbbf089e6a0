"""What Microsoft publishes on npm only: its client for trying out, and its schemas."""

import shutil
import subprocess
from pathlib import Path


class CannotRunError(Exception):
    """A package cannot be had here; says why."""


def install(package: str, folder: Path) -> Path:
    """The folder of a package such as "@scope/name@1.2.3". Raises CannotRunError."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise CannotRunError("node and npm are not installed: apt-get install nodejs npm")
    words = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder), package]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=300)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotRunError(f"npm could not install {package}: {reason[0]}")
    return folder / "node_modules" / package.rpartition("@")[0]
