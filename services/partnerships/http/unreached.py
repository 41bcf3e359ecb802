"""Who could not be told something about a partnership, and what to do about it."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from pydantic import AwareDatetime, Field

from chassis.languages import Language, Sentence
from chassis.shapes import Late
from services.partnerships.queries import Unreached


class UnreachedView(Late):
    """A contact who could not be told something."""

    delivery_id: UUID
    contact_id: UUID
    fact: str = Field(description="What was to be told, e.g. ballot-opened.")
    reason: str = Field(description="Stable code.")
    detail: str = Field(description="For people, in their language.")
    failed_at: AwareDatetime


def told(one: Unreached, language: Language) -> UnreachedView:
    """Say why a contact was not reached; a reason that is new here is told as such."""
    sentence = _WHY.get(one.reason, _OTHERWISE)
    return UnreachedView(**asdict(one), detail=sentence.told(language, {}))


_OTHERWISE = Sentence(
    "Brevet nåede ikke frem. Se hvorfor under /v1/deliveries.",
    "The letter did not arrive. See why at /v1/deliveries.",
)
_WHY: Mapping[str, Sentence] = {
    "mailbox_refused": Sentence(
        "Postkassen tager ikke imod. Ret kontaktpersonens adresse, og prøv leveringen"
        " igen.",
        "The mailbox does not accept it. Correct the contact's address, and retry the"
        " delivery.",
    ),
    "deferred_too_long": Sentence(
        "Postserveren har udsat brevet i 3 dage. Prøv leveringen igen, eller"
        " ret kontaktpersonens adresse.",
        "The mail server put the letter off for 3 days. Retry the delivery, or"
        " correct the contact's address.",
    ),
    "letter_not_written": Sentence(
        "Brevet kunne ikke skrives. Bed driften om hjælp, og prøv leveringen igen.",
        "The letter could not be written. Ask the operators for help, and retry the"
        " delivery.",
    ),
    "consent_withheld": Sentence(
        "Kontaktpersonen har ikke sagt ja til at få e-mail. Giv beskeden på anden vis,"
        " og afklar leveringen (settle).",
        "The contact has not agreed to be written to by e-mail. Tell them in another"
        " way, and settle the delivery.",
    ),
    "contact_erased": Sentence(
        "Kontaktpersonen er slettet. Sæt en anden kontaktperson på parten, og afklar"
        " leveringen (settle).",
        "The contact was erased. Name another contact for the party, and settle the"
        " delivery.",
    ),
    "contact_unknown": Sentence(
        "Ingen er registreret som denne kontaktperson. Registrér personen under"
        " /v1/contacts, sæt den kontaktperson på parten, og afklar leveringen"
        " (settle).",
        "Nobody is registered as this contact. Register the person at /v1/contacts,"
        " name that contact for the party, and settle the delivery.",
    ),
}
