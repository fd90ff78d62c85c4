"""Photos that customers send, drawn in code: canvas, seams, hooks and one mountain pass."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from math import sin
from operator import add
from random import Random

from helpwell.demo.chance import chance

WIDTH, HEIGHT = 480, 320
Colour = tuple[int, int, int]
Point = Callable[[int, int], Colour]

CLOTH: dict[str, Colour] = {
    "torn-seam": (62, 74, 88),
    "scraped-bag": (112, 84, 60),
    "green-bag": (46, 140, 66),
    "broken-hook": (70, 70, 74),
}
SKY, SNOW, ROCK, ROAD = (176, 200, 222), (238, 241, 244), (112, 108, 104), (84, 82, 80)


@cache
def photo(name: str) -> bytes:
    """A PNG of 480 × 320 pixels; the same name gives the same picture."""
    random = chance(name)
    grain = [random.randrange(-9, 10) for _ in range(WIDTH * 7)]
    point = _pass() if name == "mountain-pass" else _cloth(name, random)
    rows = (
        b"\0" + bytes(_grained(point, y, grain))  # each row begins with its filter, none
        for y in range(HEIGHT)
    )
    return _png(zlib.compress(b"".join(rows), 6))


def _grained(point: Point, y: int, grain: list[int]) -> list[int]:
    """One row; the colours keep their distance from 0 and 255, so grain cannot overflow."""
    start = y * 37 % (WIDTH * 6)
    channels = [channel for x in range(WIDTH) for channel in point(x, y)]
    thrice = [value for value in grain[start : start + WIDTH] for _ in range(3)]
    return list(map(add, channels, thrice))


def _cloth(name: str, random: Random) -> Point:
    """Woven cloth with two seams, and what is wrong with it across the lower one."""
    base = CLOTH.get(name, (96, 96, 104))
    ragged = [random.randrange(-6, 7) for _ in range(WIDTH)]

    def point(x: int, y: int) -> Colour:
        if name != "green-bag" and 150 < x < 330 and abs(y - 210 - ragged[x]) < _gap(x):
            return (206, 196, 178) if (x + y) % 5 else (28, 24, 22)
        if y in (96, 97, 210, 211) and x % 14 < 9:
            return (222, 214, 196)
        light = 12 if (x // 3 + y // 3) % 2 else 0
        shade = 26 * y // HEIGHT
        return (base[0] + light - shade, base[1] + light - shade, base[2] + light - shade)

    return point


def _gap(x: int) -> int:
    """How wide the tear is at `x`: widest in its middle."""
    return max(0, 16 - abs(x - 240) // 6)


def _pass() -> Point:
    """Sky, snow on a ridge, a slope and the road up to it."""

    def point(x: int, y: int) -> Colour:
        ridge = 110 + 34 * sin(x / 47) + 13 * sin(x / 13 + 1)
        if y < ridge:
            return (SKY[0] - y // 6, SKY[1] - y // 8, SKY[2])
        if y < ridge + 26 + 8 * sin(x / 5):
            return SNOW
        if abs(x - 240 - 60 * sin(y / 38)) < (y - 150) // 4:
            return ROAD
        return (ROCK[0] + (x * y) % 11, ROCK[1] + y // 14, ROCK[2])

    return point


def _png(pixels: bytes) -> bytes:
    """The picture's file around its compressed rows: 8 bits a channel, red, green, blue."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
