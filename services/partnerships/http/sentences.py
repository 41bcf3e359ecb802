"""What the routes of partnerships tell people beside the refusals of the domain."""

from chassis.languages import Sentence
from services.partnerships.domain.deadlines import TimerName

SENTENCES: dict[str, Sentence] = {
    "redaction_of_nothing": Sentence(
        "Der er intet i aktindsigten på {place}. Vælg en del fra manifestet.",
        "There is nothing in the disclosure at {place}. Choose a part of the manifest.",
        422,
    ),
    "disclosure_not_kept": Sentence(
        "Aktindsigten {disclosure_id} kan ikke dannes igen: noget i den er slettet. "
        "Lav en ny.",
        "The disclosure {disclosure_id} cannot be made again: something in it was "
        "destroyed. Make a new one.",
        410,
    ),
    "case_destroyed": Sentence(
        "Sagen {reference} er kasseret, da tiden var gået. Det, der er tilbage, står i"
        " kassationen {destruction_id}.",
        "The case {reference} was destroyed when its time was up. What is left of it"
        " stands in the destruction {destruction_id}.",
        410,
    ),
    "case_not_closed": Sentence(
        "Sagen er ikke afsluttet. Kun afsluttede sager kasseres.",
        "The case is not closed. Only closed cases are destroyed.",
    ),
    "case_kept_for_ever": Sentence(
        "Sagen skal bevares. En administrator kan sætte en anden bevaringsregel for"
        " partnerskabstypen eller udfaldet.",
        "The case is kept for ever. An admin can set another retention rule for its"
        " kind or outcome.",
    ),
    "case_on_hold": Sentence(
        "Sagen er under sletteforbud. En leder må ophæve det først.",
        "The case is on legal hold. A manager has to lift it first.",
    ),
    "case_not_on_hold": Sentence(
        "Sagen er ikke under sletteforbud. Hent sagens bevaring, og se forbuddene.",
        "The case is not on legal hold. Fetch its retention and see the holds.",
    ),
    "case_not_due": Sentence(
        "Sagen skal opbevares til den {due_on}. Foreslå kassation fra den dag.",
        "The case is kept until {due_on}. Propose its destruction from that day on.",
    ),
    "destruction_proposed": Sentence(
        "Kassation er allerede foreslået ({destruction_id}). Bekræft den, eller træk"
        " den tilbage.",
        "Destruction was proposed already ({destruction_id}). Confirm or withdraw it.",
    ),
    "destruction_is_own": Sentence(
        "Den, der foreslog kassationen, kan ikke bekræfte den. Bed en anden leder.",
        "Whoever proposed the destruction cannot confirm it. Ask another manager.",
    ),
    "destruction_settled": Sentence(
        "Kassationen er afgjort: {settled}. Foreslå en ny, hvis sagen stadig findes.",
        "The destruction is settled: {settled}. Propose a new one if the case is still"
        " there.",
    ),
    "nothing_to_search_for": Sentence(
        "Der er kun småord som »og« at søge efter. Skriv et ord, der siger noget.",
        "There are only small words such as »og« to search for. Write one that tells "
        "something.",
        422,
    ),
    "agreement_version_unknown": Sentence(
        "Aftalen har ingen version {version}. Vælg en af disse: {versions}.",
        "The agreement has no version {version}. Choose one of: {versions}.",
        404,
    ),
    "filter_name_taken": Sentence(
        "Du har allerede et filter, der hedder {name}. Vælg et andet navn.",
        "You have a filter called {name} already. Choose another name.",
        409,
    ),
    "too_many_filters": Sentence(
        "Du kan gemme {most} filtre. Slet et, du ikke bruger.",
        "You can keep {most} filters. Remove one that you do not use.",
        409,
    ),
    "kind_unknown": Sentence(
        "Partnerskabstypen {kind} findes ikke eller kan ikke bruges i dag. "
        "Vælg en fra /v1/kinds.",
        "There is no kind of partnership {kind}, or it cannot be used today. "
        "Choose one from /v1/kinds.",
        422,
    ),
    "organisation_unknown": Sentence(
        "Disse organisationer er ikke registreret: {organisations}. Registrér dem først.",
        "These organisations are not registered: {organisations}. Register them first.",
        422,
    ),
    "organisation_known": Sentence(
        "Organisationen er allerede registreret. Brug {organisation_id}.",
        "The organisation is already registered. Use {organisation_id}.",
        409,
    ),
    "organisation_differs": Sentence(
        "CVR- og P-nummeret er registreret med andre oplysninger. Ret rækken, så den "
        "siger det samme, eller slet den.",
        "The CVR and P-number are registered with other particulars. Correct the row to "
        "say the same, or delete it.",
        409,
    ),
    "party_unreadable": Sentence(
        "Skriv hver part på sin egen linje: CVR-nummer (og /P-nummer), rolle, kontaktens "
        "id og eventuelle flag.",
        "Write each party on its own line: CVR number (and /P-number), role, the id of "
        "the contact, and flags if any.",
        422,
    ),
    "fields_unreadable": Sentence(
        "Felterne er ikke gyldig JSON. Skriv dem, som en eksport viser dem.",
        "The fields are not valid JSON. Write them as an export shows them.",
        422,
    ),
    "column_unknown": Sentence(
        "Disse kolonner kendes ikke: {columns}. Brug navne fra denne liste: {known}.",
        "These columns are not known: {columns}. Use names from this list: {known}.",
        422,
    ),
    "column_missing": Sentence(
        "Disse kolonner mangler i første række: {columns}. Tilføj dem.",
        "These columns are missing in the first row: {columns}. Add them.",
        422,
    ),
    "column_repeated": Sentence(
        "Disse kolonner står mere end én gang: {columns}. Behold én af hver.",
        "These columns stand more than once: {columns}. Keep one of each.",
        422,
    ),
    "file_type_not_taken": Sentence(
        "Filens indhold er ikke af en type, der kan bruges. Send en af disse: {taken}.",
        "The content of the file is of no type that is taken. Send one of: {taken}.",
        415,
    ),
    "file_unknown": Sentence(
        "Partnerskabet har ingen fil {file_id}. Læg filen op først.",
        "The partnership has no file {file_id}. Upload the file first.",
        422,
    ),
    "share_of_stranger": Sentence(
        "Der findes intet partnerskab {partnership_id}. Angiv et, der findes.",
        "There is no partnership {partnership_id}. Name one that there is.",
        422,
    ),
    "file_destroyed": Sentence(
        "Indholdet af filen {file_id} er destrueret; kun dets hash er tilbage ({sha256}).",
        "The content of the file {file_id} was destroyed; only its hash remains "
        "({sha256}).",
        410,
    ),
    "agreement_changed": Sentence(
        "Aftalen venter ikke længere på underskrift i den form, linket gælder. "
        "Er der noget nyt at underskrive, kommer der en ny e-mail.",
        "The agreement no longer awaits a signature in the form the link was sent for. "
        "If there is something new to sign, a new e-mail will come.",
        409,
    ),
    "ballot_changed": Sentence(
        "Den afstemning, linket gælder, er slut. Brug linket til den nye afstemning.",
        "The ballot that the link was sent for is over. Use the link to the new one.",
        409,
    ),
    "expectations_changed": Sentence(
        "Forventningerne er skrevet om, siden linket blev sendt. Brug linket til den "
        "nye tekst.",
        "The expectations were written anew since the link was sent. Use the link to "
        "the new text.",
        409,
    ),
    "declaration_not_asked": Sentence(
        "Partnerskabet beder ikke længere om denne erklæring. Du skal ikke gøre mere.",
        "The partnership no longer asks for this declaration. There is nothing for you "
        "to do.",
        409,
    ),
    "review_over": Sentence(
        "Opfølgningen er afsluttet, så der kan ikke længere gives udtalelse.",
        "The review is over, so a statement can no longer be given.",
        409,
    ),
}

UPCOMING: dict[TimerName, Sentence] = {
    "close_ballot": Sentence(
        "Stemmerne tælles op den {on}.", "The votes are counted on {on}."
    ),
    "remind_ballot": Sentence(
        "De, der ikke har stemt, får en påmindelse den {on}.",
        "Those who have not voted are reminded on {on}.",
    ),
    "remind_signature": Sentence(
        "De, der ikke har underskrevet, får en påmindelse den {on}.",
        "Those who have not signed are reminded on {on}.",
    ),
    "remind_expectations": Sentence(
        "De, der ikke har bekræftet forventningerne, får en påmindelse den {on}.",
        "Those who have not confirmed the expectations are reminded on {on}.",
    ),
    "remind_declarations": Sentence(
        "De, der mangler at afgive en erklæring, får en påmindelse den {on}.",
        "Those who have yet to give a declaration are reminded on {on}.",
    ),
    "lapse_signature": Sentence(
        "Uden alle underskrifter bortfalder runden den {on}.",
        "Without every signature the round lapses on {on}.",
    ),
    "take_effect": Sentence(
        "Aftalen træder i kraft den {on}.", "The agreement takes effect on {on}."
    ),
    "open_review": Sentence(
        "Næste opfølgning åbner den {on}.", "The next review opens on {on}."
    ),
    "remind_statement": Sentence(
        "De, der ikke har udtalt sig, får en påmindelse den {on}.",
        "Those who have not given a statement are reminded on {on}.",
    ),
    "remind_term_end": Sentence(
        "Parterne mindes den {on} om, at aftalen udløber.",
        "The parties are reminded on {on} that the term ends.",
    ),
    "expire": Sentence(
        "Uden en afsluttende opfølgning udløber partnerskabet den {on}.",
        "Without a final review the partnership expires on {on}.",
    ),
}
