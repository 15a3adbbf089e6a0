"""The container image, built and run without Docker: buildah, and a base image made of Debian's packages.

The base is Debian with its own Python 3.11: `python:3.11-slim-bookworm` would need Docker's registry.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROGRAMS = ("buildah", "debootstrap")
MIRROR = "http://deb.debian.org/debian"
BASE = "localhost/base"
IMAGE = "localhost/briefing-bot"
NEEDED = "python3,python3-venv,python3-pip,ca-certificates"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class CannotRunError(Exception):
    """Why no image can be built on this machine."""


class Buildah:
    """Builds images and runs them, with all it keeps in one folder."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in PROGRAMS if shutil.which(name) is None]
        if missing:
            raise CannotRunError(f"not installed: {' '.join(missing)} (apt-get install {' '.join(missing)})")
        if os.geteuid() != 0:
            raise CannotRunError("debootstrap needs root")
        self.folder = folder
        self._options = [
            f"--root={folder / 'storage'}",
            f"--runroot={folder / 'run'}",
            "--storage-driver=vfs",  # works on every file system, also inside a container
        ]

    def __call__(self, *words: str, seconds: int = 600) -> str:
        """What the command printed. CalledProcessError, with what it said, when it fails."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise subprocess.CalledProcessError(
                done.returncode, done.args, done.stdout, (done.stdout + done.stderr)[-3000:]
            )
        return done.stdout

    def command(self, *words: str) -> list[str]:
        return ["buildah", *self._options, *words]

    def running(self, container: str, words: Sequence[str], **environment: str) -> list[str]:
        """The command line that runs `words` in a container. Its volume stays from one run to the next."""
        settings = [f"--env={name}={value}" for name, value in environment.items()]
        return self.command("run", "--isolation=chroot", *settings, container, "--", *words)

    def base(self) -> None:
        """Makes the base image: what `python:3.11-slim-bookworm` gives the Dockerfile."""
        rootfs = self.folder / "rootfs"
        try:
            subprocess.run(
                ["debootstrap", "--variant=minbase", f"--include={NEEDED}", "bookworm", str(rootfs), MIRROR],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=600,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            said = (error.stdout or b"").decode(errors="replace").strip().splitlines()[-1:]
            raise CannotRunError(f"debootstrap could not make a Debian from {MIRROR}: {said}") from error
        (rootfs / "usr/lib/python3.11/EXTERNALLY-MANAGED").unlink()
        (rootfs / "usr/bin/python").symlink_to("python3")
        if CERTIFICATES.exists():  # a machine behind a company's proxy has a certificate of its own
            shutil.copyfile(CERTIFICATES, rootfs / CERTIFICATES.relative_to("/"))
        recipe = self.folder / "Dockerfile"
        recipe.write_text(
            f"FROM scratch\nADD rootfs /\nENV SSL_CERT_FILE={CERTIFICATES} PIP_CERT={CERTIFICATES}\n",
            encoding="utf-8",
        )
        self("bud", "--isolation=chroot", f"--tag={BASE}", f"--file={recipe}", str(self.folder))
        shutil.rmtree(rootfs)

    def build(self, context: Path) -> None:
        """Builds the project's image from a folder with its files."""
        words = ["--isolation=chroot", "--pull-never", "--format=docker", "--network=host"]
        self("bud", *words, f"--build-arg=BASE={BASE}", f"--tag={IMAGE}", str(context))

    def configuration(self) -> dict[str, Any]:
        """What the image says of itself: User, Env, Entrypoint, Cmd, Volumes, Healthcheck and others."""
        found: dict[str, Any] = json.loads(self("inspect", "--type=image", IMAGE))["Docker"]["config"]
        return found
