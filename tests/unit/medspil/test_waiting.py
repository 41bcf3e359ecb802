"""Patience has an end, and says then what never came."""

import pytest

from medspil.waiting import AwayError, LostPatienceError, NotYetError, patiently


async def test_what_comes_late_is_waited_for() -> None:
    """Away first, not yet there next, then an answer."""
    troubles = [AwayError("restarting"), NotYetError("no letter")]

    async def ask() -> str:
        if troubles:
            raise troubles.pop(0)
        return "here"

    assert await patiently("a letter", ask) == "here"


async def test_what_never_comes_is_named() -> None:
    """The message says what was waited for, and the last reason."""

    async def ask() -> str:
        raise NotYetError("0 of 3")

    with pytest.raises(LostPatienceError, match="three letters: 0 of 3"):
        await patiently("three letters", ask, patience=0.1)


async def test_a_fault_is_not_waited_out() -> None:
    """Only what can pass is tried again."""

    async def ask() -> str:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        await patiently("an answer", ask)
