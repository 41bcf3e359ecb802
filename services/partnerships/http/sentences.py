"""What the routes of partnerships tell people beside the refusals of the domain."""

from chassis.languages import Sentence

SENTENCES: dict[str, Sentence] = {
    "kind_unknown": Sentence(
        "Partnerskabstypen {kind} findes ikke eller kan ikke bruges i dag.",
        "There is no kind of partnership {kind}, or it cannot be used today.",
        422,
    ),
    "organisation_unknown": Sentence(
        "Disse organisationer er ikke registreret: {organisations}.",
        "These organisations are not registered: {organisations}.",
        422,
    ),
    "organisation_known": Sentence(
        "Organisationen er allerede registreret ({organisation_id}).",
        "The organisation is already registered ({organisation_id}).",
        409,
    ),
    "agreement_changed": Sentence(
        "Aftalen venter ikke længere på underskrift i den form, linket gælder.",
        "The agreement no longer awaits a signature in the form the link was sent for.",
        409,
    ),
    "review_over": Sentence(
        "Opfølgningen er afsluttet, så der kan ikke længere gives udtalelse.",
        "The review is over, so a statement can no longer be given.",
        409,
    ),
}
