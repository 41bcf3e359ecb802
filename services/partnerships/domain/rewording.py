"""How one text became another, word by word, with no more around it than needed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

type Fate = Literal["kept", "removed", "added"]

_AROUND = 5  # words that are kept on each side of what changed
_GAP = " … "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stood in both texts, or in one of them."""

    fate: Fate
    text: str


def reworded(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that turn one text into another; long kept ones are cut."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(a=old, b=new)
    pieces: list[Piece] = []
    for _, a, z, b, y in matcher.get_opcodes():
        if old[a:z] == new[b:y]:
            pieces.append(Piece("kept", _cut(old[a:z], head=a > 0, tail=z < len(old))))
        else:
            pieces += _replaced("".join(old[a:z]), "".join(new[b:y]))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    """A word with the space behind it, so that the pieces make up the text again."""
    return re.findall(r"\S+\s*|\s+", text)


def _replaced(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)


def _cut(words: list[str], *, head: bool, tail: bool) -> str:
    """Leave out what is far from anything that changed."""
    first = words[:_AROUND] if head else []
    last = words[-_AROUND:] if tail else []
    if len(first) + len(last) >= len(words):
        return "".join(words)
    return "".join(first).rstrip() + _GAP + "".join(last)
