"""What the chassis itself tells people, in both languages, by code."""

from chassis.languages import Sentence
from chassis.sheet_sentences import SHEETS

GENERIC: dict[str, Sentence] = {
    **SHEETS,
    "internal_error": Sentence(
        "Der skete en fejl hos os. Den er noteret. Prøv igen senere.",
        "Something went wrong on our side. It has been noted. Please try again later.",
        500,
    ),
    "refused": Sentence(
        "Handlingen er ikke mulig nu.", "This is not possible at present.", 409
    ),
    "not_found": Sentence(
        "Det findes ikke. Kontrollér adressen og id'et i den.",
        "There is no such thing here. Check the address and the id in it.",
        404,
    ),
    "method_not_allowed": Sentence(
        "Adressen kan ikke bruges på den måde.",
        "This address cannot be used in that way.",
        405,
    ),
    "invalid_request": Sentence(
        "Noget i henvendelsen skal rettes. Se listen over felter.",
        "Something in the request must be corrected. See the list of fields.",
        422,
    ),
    "body_too_large": Sentence(
        "Henvendelsen er for stor. Grænsen er {limit} byte.",
        "The request is too large. The limit is {limit} bytes.",
        413,
    ),
    "http_error": Sentence(
        "Henvendelsen kan ikke besvares.", "The request cannot be answered.", 400
    ),
    "conflict": Sentence(
        "En anden kom først. Hent den nyeste udgave, og prøv igen.",
        "Somebody else was first. Fetch the latest version and try again.",
        409,
    ),
    "stale_version": Sentence(
        "Den udgave, du arbejder på, er forældet. Hent den nyeste, og prøv igen.",
        "The version you are working on is out of date. Fetch the latest and try again.",
        412,
    ),
    "weak_tag": Sentence(
        'If-Match har et svagt mærke (W/"..."), som intet sikkert siger. '
        'Send ETag uden W/, fx "3".',
        'If-Match has a weak tag (W/"..."), which says nothing for certain. '
        'Send the ETag without W/, e.g. "3".',
        422,
    ),
    "invalid_tag": Sentence(
        'If-Match kan ikke læses. Send ETag, som vi gav den, med anførselstegn: "3".',
        'If-Match cannot be read. Send the ETag as we gave it, in quotes: "3".',
        422,
    ),
    "unavailable": Sentence(
        "Tjenesten er midlertidigt utilgængelig. Prøv igen om lidt.",
        "The service is temporarily unavailable. Try again shortly.",
        503,
    ),
    "commit_unknown": Sentence(
        "Det vides ikke, om det blev udført. Send det samme igen om lidt, "
        "med samme Idempotency-Key.",
        "It is not known whether it was done. Send the same again shortly, "
        "with the same Idempotency-Key.",
        503,
    ),
    "idempotency_key_reused": Sentence(
        "Nøglen i Idempotency-Key er allerede brugt til en anden henvendelse. "
        "Vælg en ny nøgle.",
        "The Idempotency-Key has already been used for a different request. "
        "Choose a new key.",
        422,
    ),
    "unauthenticated": Sentence(
        "Log ind først: adgangsbeviset mangler eller gælder ikke.",
        "Log in first: the access token is missing or not valid.",
        401,
    ),
    "forbidden": Sentence(
        "Det kræver en af disse roller: {roles}. Bed en, der har rollen.",
        "This takes one of these roles: {roles}. Ask somebody who has it.",
        403,
    ),
    "link_forged": Sentence(
        "Linket er ikke ægte eller ikke helt. Brug linket fra vores e-mail.",
        "The link is not genuine or not complete. Use the link from our e-mail.",
        403,
    ),
    "link_expired": Sentence(
        "Linket er udløbet. Bed kommunen om et nyt.",
        "The link has expired. Ask the municipality for a new one.",
        410,
    ),
    "link_used": Sentence(
        "Linket er allerede brugt. Svaret er registreret.",
        "The link has already been used. The answer is recorded.",
        410,
    ),
    "link_revoked": Sentence(
        "Linket er trukket tilbage. Bed kommunen om et nyt.",
        "The link has been withdrawn. Ask the municipality for a new one.",
        410,
    ),
    "unknown_parameter": Sentence(
        "Adressen kender ikke: {unknown}. Den kender: {permitted}.",
        "This address does not know: {unknown}. It knows: {permitted}.",
        422,
    ),
    "no_parameters": Sentence(
        "Adressen tager ingen parametre. Udelad: {unknown}.",
        "This address takes no parameters. Leave out: {unknown}.",
        422,
    ),
    "invalid_cursor": Sentence(
        "Sidehenvisningen (cursor) er ikke en, vi har givet. Begynd forfra uden.",
        "The cursor is not one that we gave. Start again without it.",
        400,
    ),
}

CPR_NUMBER = Sentence(
    "Teksten ligner et CPR-nummer. Skriv aldrig CPR-numre her.",
    "The text looks like a CPR number. Never write CPR numbers here.",
)

FIELDS: dict[str, Sentence] = {
    "missing": Sentence("Feltet skal udfyldes.", "The field is required."),
    "unknown_field": Sentence("Feltet findes ikke.", "There is no such field."),
    "too_short": Sentence("Mindst {limit}.", "At least {limit}."),
    "too_long": Sentence("Højst {limit}.", "At most {limit}."),
    "too_small": Sentence("Skal være {limit} eller mere.", "Must be {limit} or more."),
    "too_large": Sentence(
        "Skal være {limit} eller mindre.", "Must be {limit} or less."
    ),
    "not_above": Sentence("Skal være over {limit}.", "Must be above {limit}."),
    "not_below": Sentence("Skal være under {limit}.", "Must be below {limit}."),
    "not_a_choice": Sentence(
        "Skal være en af: {choices}.", "Must be one of: {choices}."
    ),
    "not_text": Sentence("Skal være tekst.", "Must be text."),
    "not_a_whole_number": Sentence("Skal være et helt tal.", "Must be a whole number."),
    "not_a_quantity": Sentence(
        'Skal være et decimaltal som tekst, fx "12.5" (18 cifre, heraf 6 decimaler).',
        'Must be a decimal number as text, e.g. "12.5" (18 digits, 6 of them decimals).',
    ),
    "not_true_or_false": Sentence(
        "Skal være true eller false.", "Must be true or false."
    ),
    "not_a_day": Sentence(
        "Skal være en dato som ÅÅÅÅ-MM-DD mellem 1900 og 2199.",
        "Must be a date as YYYY-MM-DD between 1900 and 2199.",
    ),
    "not_an_instant": Sentence(
        "Skal være et tidspunkt med tidszone, fx 2025-03-01T12:00:00Z.",
        "Must be an instant with its time zone, e.g. 2025-03-01T12:00:00Z.",
    ),
    "not_an_id": Sentence("Skal være et id (UUID).", "Must be an id (UUID)."),
    "not_a_list": Sentence("Skal være en liste.", "Must be a list."),
    "not_an_object": Sentence("Skal være et JSON-objekt.", "Must be a JSON object."),
    "repeated": Sentence("Samme værdi står to gange.", "The same value stands twice."),
    "malformed": Sentence(
        "Har ikke den form, som API-beskrivelsen angiver for feltet.",
        "Does not have the form that the API description gives for the field.",
    ),
    "control_character": Sentence(
        "Indeholder tegn, der ikke er tekst.", "Contains characters that are not text."
    ),
    "cpr_number": CPR_NUMBER,
    "formula": Sentence(
        "Er en formel. Skriv værdien selv, eller sæt en apostrof foran teksten.",
        "Is a formula. Write the value itself, or put an apostrophe before the text.",
    ),
    "cvr_number": Sentence(
        "Er ikke et gyldigt CVR-nummer. Kontrollér cifrene, fx på virk.dk.",
        "Is not a valid CVR number. Check the digits, e.g. at virk.dk.",
    ),
    "not_an_area": Sentence(
        "Skal være vest,syd,øst,nord i grader, det mindste først.",
        "Must be west,south,east,north in degrees, the smaller one first.",
    ),
    "not_json": Sentence(
        "Indholdet er ikke gyldig JSON.", "The content is not valid JSON."
    ),
    "invalid": Sentence("Er ikke gyldig.", "Is not valid."),
}

FIELD_CODES: dict[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_short",
    "too_long": "too_long",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "greater_than": "not_above",
    "less_than": "not_below",
    "literal_error": "not_a_choice",
    "enum": "not_a_choice",
    "union_tag_invalid": "not_a_choice",
    "union_tag_not_found": "missing",
    "string_type": "not_text",
    "string_unicode": "control_character",
    "int_type": "not_a_whole_number",
    "int_parsing": "not_a_whole_number",
    "int_parsing_size": "not_a_whole_number",
    "int_from_float": "not_a_whole_number",
    "decimal_type": "not_a_quantity",
    "decimal_parsing": "not_a_quantity",
    "decimal_max_digits": "not_a_quantity",
    "decimal_max_places": "not_a_quantity",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "date_type": "not_a_day",
    "date_parsing": "not_a_day",
    "date_from_datetime_parsing": "not_a_day",
    "datetime_type": "not_an_instant",
    "datetime_parsing": "not_an_instant",
    "datetime_from_date_parsing": "not_an_instant",
    "timezone_aware": "not_an_instant",
    "uuid_type": "not_an_id",
    "uuid_parsing": "not_an_id",
    "list_type": "not_a_list",
    "tuple_type": "not_a_list",
    "frozen_set_type": "not_a_list",
    "dict_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "string_pattern_mismatch": "malformed",
    "json_invalid": "not_json",
}
