"""What stands in the way of a figure, or of an agreement in force."""

from chassis.languages import Sentence

IN_FORCE: dict[str, Sentence] = {
    "suspended": Sentence(
        "Aftalen er sat i bero siden {since}. Genoptag den først.",
        "The agreement has been suspended since {since}. Resume it first.",
    ),
    "not_suspended": Sentence(
        "Aftalen er ikke sat i bero. Kun en aftale i bero kan genoptages.",
        "The agreement is not suspended. Only a suspended one can be resumed.",
    ),
    "outcomes_not_possible": Sentence(
        "Partnerskabet har aldrig været i kraft. Resultater kræver en aftale i kraft.",
        "The partnership was never in force. Outcomes take an agreement in force.",
    ),
    "indicator_not_agreed": Sentence(
        "Aftalen måler ikke {indicator}. Vælg blandt {indicators}.",
        "The agreement does not measure {indicator}. Choose from {indicators}.",
    ),
    "period_reversed": Sentence(
        "Perioden slutter, før den begynder {first_day}. Vælg en senere slutdato.",
        "The period ends before it begins on {first_day}. Choose a later last day.",
    ),
    "period_before_start": Sentence(
        "Perioden begynder, før aftalen gjaldt. Vælg en dag fra og med {since}.",
        "The period begins before the agreement applied. Choose a day from {since} on.",
    ),
    "period_not_over": Sentence(
        "Perioden kan senest slutte {latest}. Vælg en tidligere slutdato, eller vent.",
        "The period can end on {latest} at the latest. Choose an earlier last day, or "
        "wait.",
    ),
    "period_reported_already": Sentence(
        "Perioden er dækket af resultatet {outcome_id}. Ret det ved at angive det som "
        "det, der korrigeres.",
        "The period is covered by the outcome {outcome_id}. To correct that one, name "
        "it as restated.",
    ),
    "outcome_exists": Sentence(
        "Resultatet {outcome_id} er allerede indberettet. Giv et nyt resultat nyt id.",
        "The outcome {outcome_id} is reported already. Give a new outcome a new id.",
    ),
    "outcome_unknown": Sentence(
        "Partnerskabet har intet resultat {outcome_id}. Vælg et, det har.",
        "The partnership has no outcome {outcome_id}. Choose one that it has.",
    ),
    "outcome_decided": Sentence(
        "Resultatet er allerede afgjort ({acceptance}). Indberet en korrektion.",
        "The outcome is decided already ({acceptance}). Report a restatement.",
    ),
    "outcome_not_accepted": Sentence(
        "Resultatet {outcome_id} kan ikke korrigeres. Kun et godkendt resultat for "
        "samme indikator kan.",
        "The outcome {outcome_id} cannot be restated. Only an accepted one of the same "
        "indicator can.",
    ),
    "own_outcome": Sentence(
        "Du har selv indberettet resultatet. En anden skal godkende eller afvise det.",
        "You reported the outcome yourself. Somebody else must accept or return it.",
    ),
    "share_twice": Sentence(
        "{reference} står to gange. Angiv hvert partnerskabs andel én gang.",
        "{reference} is named twice. Give the share of each partnership once.",
    ),
    "share_of_others_only": Sentence(
        "Partnerskabet selv mangler blandt andelene. Indberet resultatet i et af dem, "
        "der har del i det.",
        "The partnership itself is not among the shares. Report the outcome in one of "
        "those that have a part of it.",
    ),
    "share_not_positive": Sentence(
        "Andelen til {reference} skal være over 0. Udelad dem, der ingen del har.",
        "The share of {reference} must be above 0. Leave out those without a part.",
    ),
    "shares_not_one": Sentence(
        "Andelene giver {total} tilsammen. De skal give præcis 1.",
        "The shares sum to {total}. They must sum to exactly 1.",
    ),
    "share_not_measured": Sentence(
        "{reference} måler ikke {indicator} i en aftale i kraft. Udelad det.",
        "{reference} does not measure {indicator} in an agreement in force. Leave it "
        "out.",
    ),
    "share_before_start": Sentence(
        "{reference} har været i kraft siden {since}, og perioden begynder før. Del "
        "kun resultater fra og med den dag.",
        "{reference} has applied since {since}, and the period begins before. Share "
        "only outcomes from that day on.",
    ),
    "share_counted_already": Sentence(
        "{reference} har selv indberettet perioden (resultatet {outcome_id}). Få det "
        "afvist dér, eller udelad partnerskabet.",
        "{reference} has reported the period itself (the outcome {outcome_id}). Have "
        "it returned there, or leave the partnership out.",
    ),
    "obligation_unknown": Sentence(
        "Aftalen har ingen forpligtelse {obligation_id}. Vælg en, den har.",
        "The agreement has no obligation {obligation_id}. Choose one that it has.",
    ),
    "obligation_settled": Sentence(
        "Forpligtelsen er allerede afgjort ({settlement}). Kun en misligholdt kan "
        "siden blive opfyldt eller frafaldet. En leder kan genåbne den.",
        "The obligation is settled already ({settlement}). Only a missed one can later "
        "be met or waived. A manager can reopen it.",
    ),
    "obligation_not_due": Sentence(
        "Forpligtelsen har frist {due_on}. Den er først misligholdt derefter.",
        "The obligation is due on {due_on}. It is missed only after that day.",
    ),
    "waiver_needs_manager": Sentence(
        "Kun en leder kan frafalde en forpligtelse. Bed en leder.",
        "Only a manager can waive an obligation. Ask a manager.",
    ),
    "waiver_needs_reason": Sentence(
        "En frafaldet forpligtelse kræver en begrundelse. Skriv, hvorfor den frafaldes.",
        "Waiving an obligation takes a reason. Say why it is waived.",
    ),
    "obligation_open": Sentence(
        "Forpligtelsen {obligation_id} er ikke afgjort. Kun en afgjort kan genåbnes.",
        "The obligation {obligation_id} is not settled. Only a settled one can be "
        "reopened.",
    ),
    "no_obligation_settled": Sentence(
        "Ingen forpligtelse er afgjort endnu. Der er intet at genåbne.",
        "No obligation is settled yet. There is nothing to reopen.",
    ),
}
