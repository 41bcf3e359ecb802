"""What counts as CPR-shaped, and what must not."""

import pytest

from chassis.cpr import blanked, is_cpr_shaped


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "01 01 90 1234",
        "01.01.90-1234",
        "010190.1234",
        "010190/1234",
        "01/01/90-1234",
        "01_01_90_1234",
        "010190\u20131234",
        "010190\u20111234",
        "０１０１９０-１２３４",  # noqa: RUF001 - full-width digits hide nothing
        "0101\u200b90-1234",
        "cpr:010190-1234.",
        "290200-1234",
        "610190-1234",
    ],
)
def test_a_date_and_four_digits_are_cpr_shaped(text: str) -> None:
    """However it is written, a personal number is recognised."""
    assert is_cpr_shaped(text)


@pytest.mark.parametrize(
    "text",
    [
        "19501817",
        "1234567890",
        "321390-1234",
        "300290-1234",
        "001290-1234",
        "920190-1234",
        "010190-12345",
        "9010190-1234",
        "+45 43 59 10 00",
        "2026-11-23 08:26:10",
        "01a20784-1201-0190-1234-9f64dc8a568e",
        "ab010190-1234-7000-8000-000000000000",
        "",
    ],
)
def test_other_figures_are_not(text: str) -> None:
    """CVR numbers, telephone numbers, instants and ids must pass."""
    assert not is_cpr_shaped(text)


def test_blanking_leaves_everything_else_as_it_was() -> None:
    """A log line stays readable, and its ids stay ids."""
    text = "a 010190-1234 b ab010190-1234-7000-8000-000000000000 c 19501817"

    assert blanked(text) == (
        "a [cpr] b ab010190-1234-7000-8000-000000000000 c 19501817"
    )
