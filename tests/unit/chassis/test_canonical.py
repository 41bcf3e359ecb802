"""The quick way to canonical JSON writes what RFC 8785 writes."""

import math

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from chassis.history import Json, canonical

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(VALUES)
@example({"\ue000": 1, "\U0001f600": 2})  # UTF-16 sorts them the other way round
@example([1.0, -0.0, 1e-5, 1e-7, 1e16, 1e21, 12.26])
@example({"a": {"b": 2.0}, "c": 3})
@example([-3.0])
@example({"c": -1e-7})
@example(-0.0)
@example('\x00\x1f\x7f\u2028\b\t\n\f\r"\\/')
def test_it_is_that_of_the_standard(value: Json) -> None:
    """Else nobody could verify a history without this program."""
    assert canonical(value) == rfc8785.dumps(value).decode()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    """JSON has no word for it."""
    with pytest.raises(rfc8785.FloatDomainError):
        canonical({"n": [number]})


def test_an_integer_that_no_double_holds_is_refused() -> None:
    """It would come out as another number somewhere else."""
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical({"n": 2**53 + 1})
