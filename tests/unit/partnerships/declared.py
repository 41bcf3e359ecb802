"""Picks declarations out of the shipped kinds, and asks for what they forbid."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.decider import Refusal
from services.partnerships.domain import commands as ask
from services.partnerships.domain.field_rules import FieldRule
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import FieldValue
from tests.unit.partnerships.given import OFFICER
from tests.unit.partnerships.stories import (
    KINDS,
    PROPOSED_ON,
    SENT_ON,
    VOTED_ON,
    Play,
    Story,
    before_signature,
    story_of,
)

STRANGER = UUID(int=900)
AT_STRANGER = UUID(int=901)
type Case = tuple[str, str]


def declared(part: str, having: str | None = None) -> list[Case]:
    """Return each kind with the key of each such declaration that says something."""
    return [
        (kind.key, one.key)
        for kind in KINDS.values()
        for one in getattr(kind, part)
        if having is None or getattr(one, having) not in {None, 0, ()}
    ]


def fields(*types: str) -> list[Case]:
    """Return each kind with the key of each field of these types."""
    return [
        (kind.key, rule.key)
        for kind in KINDS.values()
        for rule in kind.fields
        if rule.type in types
    ]


def having(part: str) -> list[str]:
    """Return the kinds that declare something at all."""
    return [kind.key for kind in KINDS.values() if getattr(kind, part)]


def told(kind: str) -> Story:
    """Return the right story of a kind."""
    return story_of(KINDS[kind])


def rule_of(kind: str, key: str) -> FieldRule:
    """Return what a kind declares of a field."""
    rule = KINDS[kind].field(key)
    assert rule is not None
    return rule


def filled(kind: str, key: str, value: FieldValue) -> Story:
    """Return the story with another value in one field."""
    story = told(kind)
    return replace(story, fields={**story.fields, key: value})


def under(story: Story, kind: Kind) -> Story:
    """Return the story under a changed kind."""
    return replace(story, kind=kind)


def with_roles(story: Story, role: str, number: int) -> Story:
    """Return the story with so many parties in a role; those added are strangers."""
    inside = story.in_roles((role,))[:number]
    outside = tuple(party for party in story.parties if party.role != role)
    added = tuple(
        Party(UUID(int=STRANGER.int + place), role, AT_STRANGER)
        for place in range(number - len(inside))
    )
    return replace(story, parties=(*outside, *inside, *added))


def refused(play: Play, command: ask.Command, who: str, on: date) -> str | None:
    """Return the code with which a command is refused; nothing if it is not."""
    try:
        play.ask(command, who, on)
    except Refusal as refusal:
        return refusal.code
    return None


def on_proposing(story: Story) -> str | None:
    """Return why a story cannot even be written; nothing if it can."""
    return refused(Play(story), story.propose(), OFFICER, PROPOSED_ON)


def on_submitting(story: Story) -> str | None:
    """Return why a story cannot be submitted; nothing if it can."""
    return refused(Play(story).draft(), ask.Submit(), OFFICER, PROPOSED_ON)


def on_drafting(story: Story) -> str | None:
    """Return why the terms of a story cannot be written; nothing if they can."""
    draft = ask.DraftAgreement(story.terms)
    return refused(Play(story).approve(), draft, OFFICER, VOTED_ON)


def on_sending(story: Story, *left_out: str) -> str | None:
    """Return why a version cannot be sent when commands at the gates are left out."""
    play = Play(story).approve()
    play.ask(ask.DraftAgreement(story.terms), OFFICER, VOTED_ON)
    for command in before_signature(story):
        if command.name not in left_out:
            who = "staff:manager" if command.name == "clear-concern" else OFFICER
            play.ask(command, who, VOTED_ON)
    return refused(play, ask.SendForSignature("b" * 64), OFFICER, SENT_ON)
