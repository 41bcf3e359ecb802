"""What stands in the way of moving a partnership to another version of its kind."""

from chassis.languages import Sentence

MOVING: dict[str, Sentence] = {
    "not_running": Sentence(
        "Partnerskabet er afsluttet og bliver på sin version. Vælg et, der løber.",
        "The partnership is over and stays at its version. Choose one that runs.",
    ),
    "field_filled_already": Sentence(
        "Feltet {field} er allerede udfyldt. Udelad det.",
        "The field {field} is filled in already. Leave it out.",
    ),
    "version_not_newer": Sentence(
        "{reference} følger version {version} af typen {kind} og kan ikke flyttes dertil. "
        "Se planen.",
        "{reference} follows version {version} of the kind {kind} and cannot be moved "
        "there. See the plan.",
    ),
    "move_not_possible": Sentence(
        "{reference} kan ikke flyttes: {reasons}. Se planen, og vælg uden det.",
        "{reference} cannot be moved: {reasons}. See the plan, and choose without it.",
    ),
    "nobody_to_move": Sentence(
        "Partnerskabet {partnership_id} findes ikke. Vælg et fra planen.",
        "There is no partnership {partnership_id}. Choose one from the plan.",
    ),
    "not_in_move": Sentence(
        "Partnerskabet {partnership_id} blev ikke flyttet dengang, eller er flyttet "
        "tilbage. Vælg blandt dem, der er flyttet.",
        "The partnership {partnership_id} was not moved then, or has been moved back. "
        "Choose from those that are moved.",
    ),
}
