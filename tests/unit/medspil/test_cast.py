"""The invented companies can be told from real ones, and the numbers add up."""

from stdnum.dk import cvr

from medspil.demo.cast import districts, organisations
from medspil.demo.script import FIRST_DAY, SCENES

MUNICIPALITY = "19501817"


def test_every_cvr_number_has_its_check_digit() -> None:
    """Medspil would refuse it otherwise."""
    assert all(cvr.is_valid(member.cvr) for member in organisations())


def test_nobody_but_the_municipality_is_real() -> None:
    """No CVR number is as high as these, and no mail reaches .example."""
    invented = [one for one in organisations() if one.cvr != MUNICIPALITY]

    assert len(organisations()) == 17
    assert len(invented) == 16
    assert all(member.cvr.startswith("99") for member in invented)
    assert all(one.contact.email.endswith(".example") for one in organisations())


def test_the_contribution_keys_are_whole() -> None:
    """Every share is a vote, and all of them make 100 %."""
    shares = [
        sum(member.share or 0 for member in district.voters) for district in districts()
    ]

    assert shares == [10_000, 10_000, 10_000]


def test_whoever_is_named_plays() -> None:
    """A name that is not in the cast would be noticed in the middle of the play."""
    for district in districts():
        parties = {member.key for member in district.parties}
        named = {promise.owner for promise in district.obligations} | district.no_votes
        named |= {one for one in (district.declines,) if one is not None}
        assert named <= parties


def test_one_person_speaks_for_two_organisations() -> None:
    """Such a person must get one letter for each fact all the same."""
    addresses = [member.contact.email for member in organisations()]

    assert len(addresses) == 17
    assert len(set(addresses)) == 16


def test_time_only_goes_forward() -> None:
    """The clock is moved from scene to scene, never back."""
    days = [FIRST_DAY, *(scene.day for scene in SCENES)]

    assert days == sorted(days)
