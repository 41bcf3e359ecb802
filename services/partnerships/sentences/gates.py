"""What stands in the way before signature and before the first day."""

from chassis.languages import Sentence

GATES: dict[str, Sentence] = {
    "alignment_not_of_kind": Sentence(
        "Typen {kind} har ingen forventningsafstemning. Gå videre uden.",
        "The kind {kind} has no alignment of expectations. Go on without.",
    ),
    "agreement_is_out": Sentence(
        "Aftalen er sendt til underskrift eller underskrevet. Skriv først en ny udgave.",
        "The agreement is out for signature, or signed. Draft a new version first.",
    ),
    "expectations_not_written": Sentence(
        "Det er ikke skrevet, hvad hver part giver og får. Afstem forventningerne først.",
        "It is not written what each party gives and gets. Align expectations first.",
    ),
    "expectations_not_of_parties": Sentence(
        "Afstemningen skal gælde netop disse parter, hver én gang: {organisations}.",
        "The alignment must cover exactly these parties, each once: {organisations}.",
    ),
    "expectations_not_confirmed": Sentence(
        "Disse parter har ikke bekræftet, hvad de giver og får: {organisations}. "
        "Registrér deres bekræftelse.",
        "These parties have not confirmed what they give and get: {organisations}. "
        "Record their confirmation.",
    ),
    "expectations_confirmed_already": Sentence(
        "Organisationen {organisation_id} har bekræftet. Der skal ikke gøres mere.",
        "The organisation {organisation_id} has confirmed. Nothing more is needed.",
    ),
    "steering_group_not_of_kind": Sentence(
        "Typen {kind} har ingen fælles styregruppe. Gå videre uden.",
        "The kind {kind} has no joint steering group. Go on without.",
    ),
    "steering_group_missing": Sentence(
        "Den fælles styregruppe er ikke udpeget. Udpeg den først.",
        "The joint steering group is not appointed. Appoint it first.",
    ),
    "seat_twice": Sentence(
        "Kontaktpersonen {contact_id} har to pladser. Giv vedkommende én.",
        "The contact {contact_id} has two seats. Give them one.",
    ),
    "seat_not_of_role": Sentence(
        "Rollen {role} har ingen plads i styregruppen. Vælg blandt parter i {roles}.",
        "The role {role} has no seat in the steering group. Choose from parties in "
        "{roles}.",
    ),
    "seats_too_few": Sentence(
        "Rollen {role} skal have mindst {least} pladser i styregruppen; der er {number}. "
        "Udpeg flere.",
        "The role {role} takes at least {least} seats in the steering group; there are "
        "{number}. Appoint more.",
    ),
    "declaration_not_of_kind": Sentence(
        "Typen {kind} kræver ingen erklæringer. Gå videre uden.",
        "The kind {kind} asks for no declarations. Go on without.",
    ),
    "declaration_unknown": Sentence(
        "Typen har ingen erklæring {declaration}. Vælg blandt {declarations}.",
        "The kind has no declaration {declaration}. Choose from {declarations}.",
    ),
    "declarer_unknown": Sentence(
        "Kontaktpersonen {contact_id} står ikke i feltet {field}. Vælg en, der gør.",
        "The contact {contact_id} is not in the field {field}. Choose one who is.",
    ),
    "not_your_declaration": Sentence(
        "Erklæringen er en andens ({contact_id}). Enhver afgiver sin egen.",
        "The declaration is somebody else's ({contact_id}). Everybody gives their own.",
    ),
    "declared_already": Sentence(
        "Kontaktpersonen {contact_id} har afgivet erklæringen. Der skal ikke gøres mere.",
        "The contact {contact_id} has given the declaration. Nothing more is needed.",
    ),
    "declarations_missing": Sentence(
        "Disse kontaktpersoner mangler at afgive erklæring: {contacts}. Registrér deres "
        "erklæringer.",
        "These contacts have not given their declaration: {contacts}. Record their "
        "declarations.",
    ),
    "concern_raised_already": Sentence(
        "Forbeholdet {concern} er allerede rejst. En leder kan ophæve det.",
        "The concern {concern} is raised already. A manager can clear it.",
    ),
    "concern_not_open": Sentence(
        "Forbeholdet {concern} står ikke i vejen. Der skal ikke gøres mere.",
        "The concern {concern} does not stand in the way. Nothing more is needed.",
    ),
    "no_concern_open": Sentence(
        "Intet forbehold om udbud eller statsstøtte er åbent. Der skal ikke gøres mere.",
        "No concern about procurement or state aid is open. Nothing more is needed.",
    ),
    "concerns_not_cleared": Sentence(
        "Disse forhold er ikke afklaret: {concerns}. En leder skal ophæve dem med en "
        "begrundelse, før nogen underskriver.",
        "These concerns are not cleared: {concerns}. A manager must clear them with a "
        "reason before anybody signs.",
    ),
    "own_concern": Sentence(
        "Du har selv rejst forbeholdet. En anden leder skal ophæve det.",
        "You raised the concern yourself. Another manager must clear it.",
    ),
}
