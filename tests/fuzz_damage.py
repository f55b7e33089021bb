"""Files with accidents: bytes, lines and values that are lost, doubled, moved or odd."""

from __future__ import annotations

import random
import re

from fuzz_words import ODD

__all__ = ["as_bytes", "damaged"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with one to four accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        lines = data.split(b"\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        spot = chance.randrange(len(data) + 1)
        kind = chance.randrange(12)
        if kind == 0:  # a byte is another
            data = data[:spot] + bytes([chance.randrange(256)]) + data[spot + 1 :]
        elif kind == 1:  # some bytes are gone
            data = data[:spot] + data[spot + chance.choice((1, 1, 2, 10, 100)) :]
        elif kind == 2:  # the file stops
            data = data[:spot]
        elif kind == 3:  # a line stands twice
            data = b"\n".join([*lines[:at], lines[at], *lines[at:]])
        elif kind == 4:  # a line is gone
            data = b"\n".join([*lines[:at], *lines[at + 1 :]])
        elif kind == 5:  # a line stands elsewhere
            data = b"\n".join([*lines[:at], lines[other], *lines[at:]])
        elif kind == 6:  # two halves of lines in one
            cut = chance.randrange(len(lines[at]) + 1)
            data = b"\n".join([*lines[:at], lines[at][:cut] + lines[other][cut:], *lines[at + 1 :]])
        elif kind == 7:  # indented otherwise
            line = chance.choice((b" ", b"  ", b"\t")) + lines[at] if chance.random() < 0.5 else lines[at][1:]
            data = b"\n".join([*lines[:at], line, *lines[at + 1 :]])
        elif kind == 8:  # something odd somewhere
            data = data[:spot] + as_bytes(chance.choice(ODD)) + data[spot:]
        elif kind == 9 and chance.random() < 0.3:  # another encoding, or other line ends
            data = _encoded(data, chance)
        else:  # a value is another
            values = list(re.finditer(rb"(?<=: )[^\n{}\[\],]+|(?<=[\[ ,:])[^\n{}\[\],:]+(?=[\],\n])|\{[^\n]*\}", data))
            if values:
                value = chance.choice(values)
                data = data[: value.start()] + as_bytes(chance.choice(ODD)) + data[value.end() :]
    return data


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _encoded(data: bytes, chance: random.Random) -> bytes:
    kind, text = chance.randrange(6), data.decode("utf-8", "replace")
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind < 3:
        return text.encode(("utf-16", "utf-16-le")[kind - 1])
    if kind == 3:
        return ("é" + text).encode("latin-1", "replace")
    return data.replace(b"\n", (b"\r\n", b"\r")[kind - 4])
