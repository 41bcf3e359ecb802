"""What people are told when a gathering cannot be changed the way they asked."""

from chassis.languages import Sentence

SENTENCES: dict[str, Sentence] = {
    "gathering_unknown": Sentence(
        "Arrangementet findes ikke.", "There is no such gathering.", 404
    ),
    "proposed_already": Sentence(
        "Arrangementet er allerede foreslået.", "The gathering is proposed already."
    ),
    "partnership_missing": Sentence(
        "Et opfølgningsmøde skal høre til et partnerskab.",
        "A review meeting must belong to a partnership.",
    ),
    "ends_before_start": Sentence(
        "Arrangementet skal slutte efter, at det er begyndt.",
        "The gathering must end after it has begun.",
    ),
    "starts_in_the_past": Sentence(
        "Arrangementet skal begynde på et senere tidspunkt end nu.",
        "The gathering must begin later than now.",
    ),
    "not_scheduled": Sentence(
        "Fastsæt først tid og sted.", "Set the time and place first."
    ),
    "people_told_already": Sentence(
        "Nogen er allerede inviteret. Flyt arrangementet i stedet.",
        "People are invited already. Reschedule the gathering instead.",
    ),
    "nobody_told": Sentence(
        "Ingen er inviteret endnu. Fastsæt tid og sted i stedet.",
        "Nobody is invited yet. Schedule the gathering instead.",
    ),
    "nobody_to_invite": Sentence(
        "Vælg mindst én at invitere.", "Choose at least one contact to invite."
    ),
    "invited_twice": Sentence(
        "Samme kontaktperson står der to gange.", "The same contact is listed twice."
    ),
    "invited_already": Sentence(
        "Er allerede inviteret: {contacts}.", "Invited already: {contacts}."
    ),
    "too_many_invited": Sentence(
        "Højst {most} kan inviteres til ét arrangement.",
        "At most {most} can be invited to one gathering.",
    ),
    "answer_by_passed": Sentence(
        "Svarfristen skal ligge senere end nu.",
        "The last time for answers must be later than now.",
    ),
    "answer_by_after_start": Sentence(
        "Svarfristen skal ligge, før arrangementet begynder.",
        "The last time for answers must not be after the gathering begins.",
    ),
    "not_invited": Sentence(
        "Er ikke inviteret: {contacts}.", "Not invited: {contacts}."
    ),
    "too_late_to_answer": Sentence(
        "Svarfristen er udløbet. Kontakt kommunen, hvis dit svar er ændret.",
        "The time for answers is over. Contact the municipality if your answer changed.",
    ),
    "gathering_cancelled": Sentence(
        "Arrangementet er aflyst.", "The gathering has been cancelled."
    ),
    "gathering_held": Sentence(
        "Arrangementet er allerede holdt.", "The gathering has already been held."
    ),
    "not_begun": Sentence(
        "Fremmøde kan først registreres, når arrangementet er begyndt.",
        "Attendance can be recorded once the gathering has begun.",
    ),
    "negative_heads": Sentence(
        "Antallet af yderligere deltagere kan ikke være under nul.",
        "The number of further participants cannot be below zero.",
    ),
    "partnership_unknown": Sentence(
        "Partnerskabet kendes ikke her (endnu). Prøv igen om lidt.",
        "The partnership is not known here (yet). Try again shortly.",
    ),
    "partnership_ended": Sentence(
        "Partnerskabet er ophørt.", "The partnership has ended."
    ),
}
