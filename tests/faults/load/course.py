"""What a clerk does next with a partnership, given what was last seen of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.faults.load.cast import CRITERIA, Cast, Clerk

LONGEST = 60  # versions; then the case is left alone
FAR, SOON = 900, 20  # days until an agreement takes effect

type View = Mapping[str, Any]


@dataclass(slots=True)
class Case:
    """A partnership that is played, as its players last saw it."""

    id: UUID
    is_loud: bool  # goes to a ballot and to signature, and so to many letters
    view: View
    version: int = 0
    seen: int = field(default=0)
    paper: str | None = None  # the id of the file that shows what was signed


@dataclass(frozen=True, slots=True)
class Wish:
    """A command that a clerk would like to give."""

    name: str
    clerk: Clerk
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Draws the next command; a text that it writes names the key of its order."""

    cast: Cast
    chance: random.Random

    def opening(self, key: str, *, loud: bool) -> Wish:
        """The proposal that begins a case."""
        body = self.cast.proposal(f"BID {key}", self._contacts(loud=loud))
        return Wish("propose", self._officer(), {"kind": "bid", **body})

    def next(self, case: Case, key: str) -> Wish | None:
        """The next command; none when the case has come to where it stays."""
        steps: Mapping[str, Callable[[Case, str], Wish]] = {
            "draft": self._draft,
            "submitted": self._submitted,
            "approved": self._terms,
            "negotiating": self._negotiating,
            "signing": self._signing,
        }
        step = steps.get(str(case.view["status"]))
        if step is None or case.version >= LONGEST:
            return None
        return step(case, key)

    def _draft(self, case: Case, key: str) -> Wish:
        chance = self.chance.random()
        if chance < 0.45:
            contacts = self._contacts(loud=case.is_loud)
            return Wish(
                "revise", self._officer(), self.cast.proposal(f"BID {key}", contacts)
            )
        if chance < 0.9:
            return Wish("submit", self._officer())
        if chance < 0.97:
            return Wish("declare-conflict", self._manager())
        return Wish("withdraw", self._officer(), {"reason": f"Opgivet {key}"})

    def _submitted(self, case: Case, key: str) -> Wish:
        submission = case.view["submission"]
        if case.is_loud and len(submission["assessments"]) == len(CRITERIA):
            return self._balloting(submission["ballot"], key)
        chance = self.chance.random()
        if chance < 0.8:
            return self._assessment(key)
        if chance < 0.92:
            return Wish("return", self._manager(), {"feedback": f"Mangler {key}"})
        if chance < 0.99:
            return Wish("declare-conflict", self._officer())
        return Wish("reject", self._manager(), {"reason": f"Afslået {key}"})

    def _assessment(self, key: str) -> Wish:
        body = {
            "criterion": self.chance.choice(CRITERIA),
            "score": self.chance.randint(1, 5),
            "reason": f"Vurderet {key}",
        }
        return Wish("assess", self._anybody(), body)

    def _balloting(self, ballot: Mapping[str, Any] | None, key: str) -> Wish:
        if ballot is None or ballot.get("passed") is False:
            return Wish("open-ballot", self._officer())
        if "passed" in ballot:
            return Wish("approve", self._manager())
        voted = set(ballot["voted"])
        roll = [one["organisation_id"] for one in ballot["roll"]]
        outstanding = [one for one in roll if one not in voted]
        if not outstanding:
            return Wish("close-ballot", self._officer())
        return Wish(
            "cast-vote",
            self._officer(),
            {
                "organisation_id": self.chance.choice(outstanding),
                "choice": "yes",
                "evidence": f"Brev {key}",
            },
        )

    def _terms(self, _: Case, key: str) -> Wish:
        days_ahead = SOON if self.chance.random() < 0.2 else FAR
        terms = self.cast.terms(f"Tekst {key}", days_ahead)
        return Wish("draft-agreement", self._anybody(), terms)

    def _negotiating(self, case: Case, key: str) -> Wish:
        if self.chance.random() < 0.4:
            return self._terms(case, key)
        return Wish("send-for-signature", self._anybody())

    def _signing(self, case: Case, key: str) -> Wish:
        pending = case.view["pending_agreement"]
        chance = self.chance.random()
        if chance < 0.1:
            return self._terms(case, key)
        signed = set(pending["signed"])
        outstanding = [
            one
            for one in (party["organisation_id"] for party in pending["signatories"])
            if one not in signed
        ]
        one = self.chance.choice(outstanding)
        body = {"organisation_id": one, "sha256": pending["sha256"]}
        if one == str(self.cast.organisations[0]):
            return Wish("sign", self._manager(), body)
        if chance < 0.15:
            refusal = {"organisation_id": one, "reason": f"Nej {key}"}
            return Wish("decline", self._officer(), refusal)
        paper = {"reason": "signed_on_paper", "evidence": f"Arkiv {key}"}
        proved = {**body, **paper, "file_id": case.paper}
        return Wish("sign-on-behalf", self._anybody(), proved)

    def _contacts(self, *, loud: bool) -> Sequence[UUID]:
        """Four contacts for the four parties; a quiet case troubles one person."""
        if loud:
            return [self.cast.silent, *self.chance.sample(self.cast.contacts, 3)]
        return [self.chance.choice(self.cast.contacts)] * 4

    def _officer(self) -> Clerk:
        return self.chance.choice(self.cast.officers)

    def _manager(self) -> Clerk:
        return self.chance.choice(self.cast.managers)

    def _anybody(self) -> Clerk:
        return self.chance.choice((*self.cast.officers, *self.cast.managers))
