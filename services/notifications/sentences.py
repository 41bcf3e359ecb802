"""What notifications tells people who ask it for something, by code."""

from collections.abc import Mapping

from chassis.languages import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "delivery_not_failed": Sentence(
        "Kun en levering, der er opgivet, kan forsøges igen. Denne er: {state}.",
        "Only a delivery that was given up can be tried again. This one is: {state}.",
    ),
    "delivery_not_unreached": Sentence(
        "Kun en levering, der er opgivet, eller som venter på en kontaktperson, ingen"
        " kender, kan afklares. Denne er: {state}.",
        "Only a delivery that was given up, or that waits for a contact whom nobody"
        " knows, can be settled. This one is: {state}.",
    ),
    "delivery_settled": Sentence(
        "Leveringen er afklaret, og det står fast: den sendes ikke, og den afklares"
        " ikke igen.",
        "The delivery is settled, and stays so: it is neither sent nor settled again.",
    ),
    "contact_erased": Sentence(
        "Kontaktpersonens oplysninger er slettet. Registrér personen på ny, hvis der"
        " igen skal skrives til vedkommende.",
        "The contact's data were erased. Register the person anew if they are to be"
        " written to again.",
        410,
    ),
    "contact_in_force": Sentence(
        "Kontaktpersonen står for en part i aftaler, der er i kraft: {references}."
        " Lad en anden træde i stedet (ændringen replace_signatory), eller afslut"
        " partnerskabet, og slet derefter.",
        "The contact stands for a party in agreements that are in force: {references}."
        " Let somebody else take over (the change replace_signatory), or end the"
        " partnership, and erase then.",
    ),
}
