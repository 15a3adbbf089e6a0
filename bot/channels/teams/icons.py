"""The app's two icons, drawn: two brackets around a 1, as citations stand in answers."""

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]
Pixels = NDArray[np.float64]
SAMPLES: Final = 4
"""Points looked at per pixel, across and down, so that edges come out smooth."""
GRID: Final = 32.0
"""The drawing's own width and height."""
TEAL, WHITE, GOLD, CLEAR = (11, 85, 99, 255), (255, 255, 255, 255), (255, 217, 122, 255), (255, 255, 255, 0)


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: Points, y: Points) -> Mask:
        return (self.left <= x) & (x < self.right) & (self.top <= y) & (y < self.bottom)


_BRACKET: Final = (Box(6.7, 5.7, 12, 8.3), Box(6.7, 5.7, 9.3, 26.3), Box(6.7, 23.7, 12, 26.3))
_STEM: Final = Box(14.7, 10.4, 17.3, 21.6)
_HALF_WIDTH: Final = 1.3


def colour() -> bytes:
    """192 pixels square, in colour; a PNG."""
    return _drawn(192, TEAL, WHITE, GOLD)


def outline() -> bytes:
    """32 pixels square, white on nothing; a PNG."""
    return _drawn(32, CLEAR, WHITE, WHITE)


def _drawn(size: int, ground: tuple[int, ...], bracket: tuple[int, ...], one: tuple[int, ...]) -> bytes:
    steps = (np.arange(size * SAMPLES) + 0.5) * (GRID / size / SAMPLES)
    x, y = np.meshgrid(steps, steps)
    points = np.full((*x.shape, 4), ground, dtype=np.float64)
    points[_one(x, y)] = one
    points[_brackets(x, y)] = bracket
    return _png(points.reshape(size, SAMPLES, size, SAMPLES, 4).mean(axis=(1, 3)))


def _brackets(x: Points, y: Points) -> Mask:
    held: Mask = np.logical_or.reduce([box.holds(side, y) for box in _BRACKET for side in (x, GRID - x)])
    return held


def _one(x: Points, y: Points) -> Mask:
    """A stem, and a stroke from (13, 13.4) up to it."""
    across, down = 3.0, -2.4
    along = ((x - 13) * across + (y - 13.4) * down) / (across**2 + down**2)
    beside = np.abs((x - 13) * down - (y - 13.4) * across) / float(np.hypot(across, down))
    flag: Mask = (along >= 0) & (along <= 1) & (beside <= _HALF_WIDTH)
    return _STEM.holds(x, y) | flag


def _png(pixels: Pixels) -> bytes:
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in np.rint(pixels).astype(np.uint8))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
