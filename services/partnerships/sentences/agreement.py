"""What stands in the way of an agreement, or of its signatures."""

from chassis.languages import Sentence

AGREEMENT: dict[str, Sentence] = {
    "not_due": Sentence(
        "Det er for tidligt. Det kan ske fra og med {due_on}.",
        "It is too early. It can happen from {due_on} on.",
    ),
    "agreement_concluded": Sentence(
        "Aftalen er underskrevet af alle og træder i kraft {starts_on}. Vent til da.",
        "Everybody has signed; the agreement takes effect on {starts_on}. Wait for it.",
    ),
    "agreement_not_drafted": Sentence(
        "Der er ingen aftaletekst, der kan sendes. Skriv den først.",
        "There is no text of an agreement to send. Draft it first.",
    ),
    "agreement_not_out": Sentence(
        "Ingen aftale venter på underskrift. Send den til underskrift først.",
        "No agreement awaits signatures. Send it for signature first.",
    ),
    "agreement_not_concluded": Sentence(
        "Aftalen er ikke underskrevet af alle. Det skal den være først.",
        "Not everybody has signed the agreement. That must happen first.",
    ),
    "term_reversed": Sentence(
        "Perioden slutter, før den begynder {starts_on}. Vælg en senere slutdato.",
        "The term ends before it begins on {starts_on}. Choose a later last day.",
    ),
    "term_too_long": Sentence(
        "Perioden er for lang. Den kan senest slutte {latest}.",
        "The term is too long. It can end on {latest} at the latest.",
    ),
    "term_begins_in_the_past": Sentence(
        "Aftalen begynder {starts_on}, som er forbi. Skriv den med en senere dato.",
        "The agreement begins on {starts_on}, which has passed. Draft it with a later "
        "day.",
    ),
    "amendment_too_early": Sentence(
        "Tillægget skal begynde efter den nuværende udgave, tidligst {earliest}.",
        "The amendment must begin after the present version, on {earliest} at the "
        "earliest.",
    ),
    "amendment_after_end": Sentence(
        "Tillægget skal gælde senest fra {latest}, dagen efter den nuværende aftale.",
        "The amendment must apply from {latest} at the latest, the day after the "
        "present agreement.",
    ),
    "change_too_wide": Sentence(
        "Ændringen {change} må ikke røre {field}. Lad det stå som nu ({now}), eller brug "
        "en af disse i stedet: {types}.",
        "The change {change} may not touch {field}. Leave it as it is now ({now}), or "
        "use one of these instead: {types}.",
    ),
    "change_empty": Sentence(
        "Ændringen {change} ændrer intet af det, den er til: {fields}. Skriv, hvad der "
        "skal være anderledes.",
        "The change {change} changes nothing of what it is for: {fields}. Write what "
        "shall be different.",
    ),
    "clause_twice": Sentence(
        "Bestemmelsen {clause} står to gange. Lad den stå én gang.",
        "The clause {clause} is there twice. Keep one.",
    ),
    "clauses_missing": Sentence(
        "Disse bestemmelser mangler: {clauses}. Skriv dem.",
        "These clauses are missing: {clauses}. Write them.",
    ),
    "obligation_twice": Sentence(
        "Forpligtelsen {obligation_id} står to gange. Giv hver sit eget id.",
        "The obligation {obligation_id} is there twice. Give each its own id.",
    ),
    "obligation_of_stranger": Sentence(
        "Organisationen {organisation_id} i en forpligtelse er ikke part. Vælg en part.",
        "The organisation {organisation_id} in an obligation is not a party. Choose a "
        "party.",
    ),
    "obligation_outside_term": Sentence(
        "Forpligtelsen {obligation_id} har frist uden for perioden. Vælg en dag fra "
        "{starts_on} til {ends_on}.",
        "The obligation {obligation_id} is due outside the term. Choose a day from "
        "{starts_on} to {ends_on}.",
    ),
    "measure_missing": Sentence(
        "Aftalen har ingen indikator. Angiv mindst ét mål med indikator, udgangspunkt "
        "og måltal.",
        "The agreement has no indicator. Give at least one goal with indicator, "
        "baseline and target.",
    ),
    "measure_twice": Sentence(
        "Indikatoren {indicator} står to gange. Lad den stå én gang.",
        "The indicator {indicator} is there twice. Keep one.",
    ),
    "measure_without_target": Sentence(
        "Disse indikatorer har intet måltal: {indicators}. Angiv mindst ét til hver.",
        "These indicators have no target: {indicators}. Give each at least one.",
    ),
    "target_outside_term": Sentence(
        "Måltallet for {indicator} i {year} ligger uden for perioden. Vælg et år i den.",
        "The target of {indicator} for {year} is outside the term. Choose a year in it.",
    ),
    "target_twice": Sentence(
        "Indikatoren {indicator} har to måltal for {year}. Behold ét.",
        "The indicator {indicator} has two targets for {year}. Keep one.",
    ),
    "indicator_not_of_kind": Sentence(
        "Typen har ingen indikator {indicator}. Vælg blandt {indicators}.",
        "The kind has no indicator {indicator}. Choose from {indicators}.",
    ),
    "indicator_not_of_goal": Sentence(
        "Indikatoren {indicator} hører til målet {goal}. Angiv det mål.",
        "The indicator {indicator} belongs to the goal {goal}. Name that goal.",
    ),
    "figure_out_of_range": Sentence(
        "Tallet {value} er ikke muligt for {indicator}. Det skal være {range}.",
        "The figure {value} is not possible for {indicator}. It must be {range}.",
    ),
    "contribution_of_stranger": Sentence(
        "Organisationen {organisation_id} bidrager, men er ikke part. Vælg en part.",
        "The organisation {organisation_id} contributes but is not a party. Choose a "
        "party.",
    ),
    "contribution_twice": Sentence(
        "Organisationen {organisation_id} bidrager to gange. Læg beløbene sammen.",
        "The organisation {organisation_id} contributes twice. Add the amounts up.",
    ),
    "contribution_not_positive": Sentence(
        "Bidraget fra {organisation_id} skal være over nul.",
        "The contribution of {organisation_id} must be above zero.",
    ),
    "hash_differs": Sentence(
        "Teksten er ikke den, der er sendt til underskrift. Hent den gældende "
        "({sha256}) og underskriv den.",
        "The text is not the one that was sent for signature. Fetch the valid one "
        "({sha256}) and sign that.",
    ),
    "not_a_signatory": Sentence(
        "Organisationen {organisation_id} skal ikke underskrive. Det skal kun parter i "
        "roller, der underskriver.",
        "The organisation {organisation_id} does not sign. Only parties in signing "
        "roles do.",
    ),
    "signed_already": Sentence(
        "Organisationen {organisation_id} har underskrevet. Der skal ikke gøres mere.",
        "The organisation {organisation_id} has signed. Nothing more is needed.",
    ),
    "staff_sign_themselves": Sentence(
        "Kommunen underskriver ikke på egne vegne. En leder skal underskrive direkte.",
        "Nobody signs on the municipality's behalf. A manager must sign directly.",
    ),
    "signature_not_yet": Sentence(
        "Andre skal underskrive først: {organisations}. Vent, til de har gjort det.",
        "Others must sign first: {organisations}. Wait until they have.",
    ),
    "not_signed": Sentence(
        "Organisationen {organisation_id} har ikke underskrevet, så der er intet at "
        "trække tilbage.",
        "The organisation {organisation_id} has not signed, so there is nothing to take "
        "back.",
    ),
    "nobody_has_signed": Sentence(
        "Ingen har underskrevet, så der er intet at trække tilbage.",
        "Nobody has signed, so there is nothing to take back.",
    ),
    "municipality_needs_manager": Sentence(
        "Kommunens underskrift kan kun en leder registrere eller trække tilbage.",
        "Only a manager can record the municipality's signature or take it back.",
    ),
    "signing_over": Sentence(
        "Fristen for underskrift var {sign_by}. Aftalen skal sendes på ny.",
        "The last day for signatures was {sign_by}. The agreement must be sent anew.",
    ),
}
