"""A town with very many partnerships, in every stage, written as commands are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import batched
from random import Random
from uuid import UUID

from chassis.committing import Change
from chassis.postgres import Database
from services.partnerships import queries
from services.partnerships.domain.agreement import (
    Clause,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    CriterionAssessed,
    Event,
    PartnershipProposed,
    ProposalApproved,
    ProposalSubmitted,
    VoteCast,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party, Tally, Voter
from services.partnerships.domain.values import Area, Share, Shares, Text, Texts
from services.partnerships.handling import Occasion, come_to, nothing_yet
from services.partnerships.store import LEDGER

ORGANISATIONS = 5_000
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ROLES = ("municipality", "business", "business", "property_owner")
AT_ONCE = 500  # commands in one statement
_FIRST = UUID("01900000-0000-7000-8000-000000000000")
_HASH = "0" * 64
_STARTS = [
    "grøn",
    "skole",
    "by",
    "bolig",
    "trafik",
    "energi",
    "klima",
    "lærling",
    "handel",
    "natur",
    "vand",
    "kultur",
    "idræt",
    "ung",
    "ældre",
    "børne",
    "station",
    "torve",
    "gade",
    "haven",
    "skov",
    "strand",
    "lys",
    "varme",
    "affald",
    "cykel",
    "bus",
]
_ENDS = [
    "forum",
    "netværk",
    "plads",
    "fællesskab",
    "indsats",
    "projekt",
    "kvarter",
    "værksted",
    "hus",
    "park",
    "forløb",
    "aftale",
    "gruppe",
    "rum",
    "center",
    "laug",
    "samarbejde",
    "pagt",
    "strategi",
    "uge",
    "dage",
]
WORDS = [start + end for start in _STARTS for end in _ENDS]


@dataclass(frozen=True, slots=True)
class Tale:
    """What one partnership is about, drawn for its number."""

    number: int
    random: Random

    @property
    def id(self) -> UUID:
        """Its id; a later one is a newer partnership."""
        return UUID(int=_FIRST.int + self.number)

    def words(self, count: int) -> str:
        """Some words, of which the first ones of the list are drawn most often."""
        drawn = (min(self.random.expovariate(0.01), 499) for _ in range(count))
        return " ".join(WORDS[int(one)] for one in drawn)

    def parties(self) -> tuple[Party, ...]:
        """The municipality and three others."""
        drawn = self.random.sample(range(2, ORGANISATIONS + 1), k=len(ROLES) - 1)
        return tuple(
            Party(organisation(one), role, organisation(one + 1_000_000))
            for one, role in zip((1, *drawn), ROLES, strict=True)
        )

    def area(self) -> Area:
        """A block of a few hundred metres."""
        east = round(12.10 + self.random.random() * 0.4, 5)
        north = round(55.55 + self.random.random() * 0.3, 5)
        corners = ((0.0, 0.0), (0.004, 0.0), (0.004, 0.002), (0.0, 0.002), (0.0, 0.0))
        return Area((tuple((east + x, north + y) for x, y in corners),))

    def day(self, earliest: int, latest: int) -> date:
        """A day so many days from today."""
        return TODAY + timedelta(self.random.randint(earliest, latest))


def organisation(number: int) -> UUID:
    """The id of an organisation, or of the contact who acts for it."""
    return UUID(int=9 << 76 | number)


async def found(database: Database, partnerships: int) -> None:
    """Register the organisations, and write so many partnerships."""
    async with database.transaction() as connection:
        await connection.execute(_REGISTER, ORGANISATIONS, WORDS)
        kind = await queries.kind_on(connection, "bid", TODAY)
    if kind is None:
        raise LookupError("The kind `bid` is not there.")
    for numbers in batched(range(1, partnerships + 1), AT_ONCE, strict=False):
        changes = [_change(number, kind) for number in numbers]
        async with database.writing() as connection:
            verdicts = await LEDGER.write(connection, changes)
        if set(verdicts) != {"done"}:
            raise RuntimeError("Not every partnership was written.")


def _change(number: int, kind: Kind) -> Change[Event]:
    tale = Tale(number, Random(number))
    events = list(_events(tale, kind))
    reach = tale.random.choices((1, 2, 7, 11, 13, 14, 16, 20), _WEIGHTS)[0]
    asking = Occasion("staff:bench", frozenset({"case_officer"}), NOW)
    return come_to(nothing_yet(tale.id), events[:reach], kind, asking).change


_WEIGHTS = (25, 10, 10, 5, 10, 10, 5, 25)  # how many stop at which event


def _events(tale: Tale, kind: Kind) -> Iterator[Event]:
    parties = tale.parties()
    members = parties[1:]
    shares = zip(members, (5000, 3000, 2000), strict=True)
    key = Shares(tuple(Share(one.organisation_id, share) for one, share in shares))
    yield PartnershipProposed(
        reference=f"HTK-BID-{2020 + tale.number % 7}-{tale.number:06d}",
        kind="bid",
        kind_version=kind.version,
        title=f"Partnerskab om {tale.words(3)}",
        parties=parties,
        goals=tuple(tale.random.sample(("G1.1", "G1.2", "G2.2"), k=2)),
        fields={
            "area": tale.area(),
            "baseline_services": Texts((tale.words(2), tale.words(2))),
            "contribution_key": key,
            "purpose": Text(f"Partnerne vil {tale.words(12)}."),
        },
    )
    yield ProposalSubmitted(f"staff:officer{tale.number % 20}")
    for criterion in kind.criteria:
        yield CriterionAssessed(criterion.key, 4, "velbegrundet", "staff:colleague")
    yield from _vote(tale, members)
    yield ProposalApproved()
    yield from _agree(tale, parties)


def _vote(tale: Tale, members: Sequence[Party]) -> Iterator[Event]:
    closes_on = tale.day(0, 40)
    voters = tuple(
        Voter(one.organisation_id, one.contact_id, share)
        for one, share in zip(members, (5000, 3000, 2000), strict=True)
    )
    yield BallotOpened(1, TODAY, closes_on, voters)
    for voter in voters:
        yield VoteCast(1, voter.organisation_id, voter.share, None)
    yield BallotClosed(1, passed=True, roll_heads=3, tally=Tally(3, 0, 10_000, 0))


def _agree(tale: Tale, parties: tuple[Party, ...]) -> Iterator[Event]:
    starts_on, sign_by = tale.day(30, 300), tale.day(-10, 40)
    ends_on = starts_on + timedelta(3 * 365)
    terms = _terms(tale, parties, starts_on, ends_on)
    yield AgreementDrafted(1, terms)
    yield AgreementSentForSignature(1, _HASH, TODAY, sign_by, parties)
    for place, one in enumerate(parties, start=1):
        outstanding = len(parties) - place
        yield AgreementSigned(1, _HASH, one.organisation_id, None, outstanding)
    yield AgreementConcluded(1, _HASH, starts_on, ends_on, terms.measures)
    yield AgreementTookEffect(1, starts_on, ends_on, amendment=False)


def _terms(
    tale: Tale, parties: tuple[Party, ...], starts_on: date, ends_on: date
) -> Terms:
    keys = [
        "purpose",
        "baseline_services",
        "contributions",
        "governance",
        "termination",
    ]
    obligations = tuple(
        Obligation(
            UUID(int=tale.id.int + (one << 90)),
            party.organisation_id,
            None,
            tale.words(4),
            tale.day(-60, 400),
        )
        for one, party in enumerate(parties, start=1)
    )
    targets = (YearlyTarget(2027, Decimal(1000)),)
    return Terms(
        starts_on=starts_on,
        ends_on=ends_on,
        clauses=tuple(
            Clause(key, f"Om {key}: {tale.words(6)}.")
            for key in (*keys, "data_protection")
        ),
        obligations=obligations,
        measures=(Measure("G1.1", "business_area_upgraded", Decimal(0), targets),),
        contributions=(),
    )


_REGISTER = """
insert into organisation (id, name, cvr, focus, registered_by, registered_at)
select ('00000000-0000-9000-0000-' || lpad(to_hex(number), 12, '0'))::uuid,
       initcap(($2::text[])[1 + number % 500]) || ' nr. ' || number || ' ApS',
       lpad(number::text, 8, '0'), '{}', 'staff:bench', now()
from generate_series(1, $1::int) as number
"""
