"""Who may ask for what: the names of the commands, and the roles of the askers."""

from typing import Literal

type Asker = Literal["case_officer", "manager", "contact", "system"]
type CommandName = Literal[
    "propose",
    "revise",
    "submit",
    "withdraw",
    "declare-conflict",
    "assess",
    "open-ballot",
    "cast-vote",
    "close-ballot",
    "remind-ballot",
    "return",
    "approve",
    "reject",
    "align-expectations",
    "confirm-expectations",
    "remind-expectations",
    "appoint-steering-group",
    "record-declaration",
    "remind-declarations",
    "raise-concern",
    "clear-concern",
    "draft-agreement",
    "change-agreement",
    "send-for-signature",
    "sign",
    "sign-on-behalf",
    "record-signatures",
    "revoke-signature",
    "decline",
    "remind-signature",
    "lapse-signature",
    "take-effect",
    "suspend",
    "resume",
    "terminate",
    "expire",
    "remind-term-end",
    "report-outcome",
    "accept-outcome",
    "return-outcome",
    "settle-obligation",
    "reopen-obligation",
    "open-review",
    "give-statement",
    "remind-statement",
    "conclude-review",
    "close-action-point",
    "verify-action-point",
    "complete",
]

OFFICER: frozenset[Asker] = frozenset({"case_officer"})
MANAGER: frozenset[Asker] = frozenset({"manager"})
STAFF: frozenset[Asker] = frozenset({"case_officer", "manager"})
OFFICER_OR_CONTACT: frozenset[Asker] = frozenset({"case_officer", "contact"})
MANAGER_OR_CONTACT: frozenset[Asker] = frozenset({"manager", "contact"})
STAFF_OR_CONTACT: frozenset[Asker] = frozenset({"case_officer", "manager", "contact"})
OFFICER_OR_SYSTEM: frozenset[Asker] = frozenset({"case_officer", "system"})
STAFF_OR_SYSTEM: frozenset[Asker] = frozenset({"case_officer", "manager", "system"})
SYSTEM: frozenset[Asker] = frozenset({"system"})
