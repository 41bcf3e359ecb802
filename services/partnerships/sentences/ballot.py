"""What stands in the way of a vote, or of its count."""

from chassis.languages import Sentence

BALLOT: dict[str, Sentence] = {
    "ballot_not_of_kind": Sentence(
        "Typen {kind} har ingen afstemning. Forslaget kan afgøres uden.",
        "The kind {kind} has no ballot. The proposal can be decided without one.",
    ),
    "ballot_open": Sentence(
        "Afstemningen er i gang til og med {closes_on}. Vent, til den er talt op.",
        "The ballot is open until {closes_on}. Wait until it has been counted.",
    ),
    "ballot_not_open": Sentence(
        "Ingen afstemning er i gang. Åbn en først.",
        "No ballot is open. Open one first.",
    ),
    "ballot_passed_already": Sentence(
        "Afstemningen er allerede vundet. Gå videre til afgørelsen.",
        "The ballot has already passed. Go on to the decision.",
    ),
    "ballot_not_passed": Sentence(
        "Forslaget er ikke vedtaget ved afstemning. Hold en, der vedtager det.",
        "No ballot has passed the proposal. Hold one that does.",
    ),
    "ballot_over": Sentence(
        "Afstemningen sluttede {closes_on}. Der kan først stemmes ved en ny.",
        "The ballot ended on {closes_on}. Votes can be cast in a new one only.",
    ),
    "ballot_box_differs": Sentence(
        "Stemmeboksen rummer {held} stemmer, men {cast} er afgivet. Driften skal "
        "undersøge det, før der tælles op.",
        "The ballot box holds {held} votes, but {cast} were cast. The operator must "
        "look into it before the count.",
    ),
    "not_on_the_roll": Sentence(
        "Organisationen {organisation_id} er ikke på valglisten. Kun medlemmer med "
        "en andel kan stemme.",
        "The organisation {organisation_id} is not on the roll. Only members with a "
        "share can vote.",
    ),
    "voted_already": Sentence(
        "Organisationen {organisation_id} har stemt. En stemme kan ikke ændres.",
        "The organisation {organisation_id} has voted. A vote cannot be changed; "
        "nothing more is needed.",
    ),
    "evidence_missing": Sentence(
        "Angiv, hvor dokumentationen er, når du handler for en partner.",
        "Say where the evidence is when you act for a partner.",
    ),
    "not_your_organisation": Sentence(
        "Du kan ikke handle for organisationen {organisation_id} her. Det kan dens egen "
        "kontaktperson og for kommunen en medarbejder, der er logget ind.",
        "You cannot act for the organisation {organisation_id} here. Its own contact "
        "can; for the municipality, staff who are logged in.",
    ),
    "nobody_to_remind": Sentence(
        "Ingen mangler at svare, så ingen skal mindes om det.",
        "Nobody's answer is outstanding, so there is nobody to remind.",
    ),
    "reminder_over": Sentence(
        "Der er ingen påmindelser tilbage før fristen {due_on}. Kun en ny frist "
        "giver nye.",
        "No reminders are left before {due_on}. Only a new deadline brings new ones.",
    ),
    "voting_not_over": Sentence(
        "{outstanding} har endnu ikke stemt. Der kan tælles op, når alle har stemt, "
        "eller efter {closes_on}.",
        "{outstanding} have not voted yet. The votes can be counted when all have "
        "voted, or after {closes_on}.",
    ),
}
