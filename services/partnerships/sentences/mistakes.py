"""What is wrong with a definition of a kind, and what would put it right."""

from chassis.languages import Sentence

MISTAKES: dict[str, Sentence] = {
    "name_missing": Sentence(
        "Der mangler et navn. Skriv det på begge sprog.",
        "A name is missing. Write it in both languages.",
    ),
    "key_reserved": Sentence(
        "Nøglen {key} er optaget af systemet. Vælg en anden.",
        "The key {key} is taken by the system. Choose another.",
    ),
    "key_twice": Sentence(
        "Nøglen {key} står to gange. Giv hver sin egen.",
        "The key {key} stands twice. Give each its own.",
    ),
    "role_not_declared": Sentence(
        "Rollen {role} er ikke erklæret. Erklær den, eller vælg blandt {roles}.",
        "The role {role} is not declared. Declare it, or choose from {roles}.",
    ),
    "limits_reversed": Sentence(
        "Mindst {least} er over højst {most}, så intet passer. Ret en af grænserne.",
        "At least {least} is above at most {most}, so nothing fits. Change a limit.",
    ),
    "group_impossible": Sentence(
        "Gruppen kræver {least} parter, men rollerne tillader højst {most}. Ret en af "
        "grænserne.",
        "The group asks for {least} parties, but its roles allow at most {most}. Change "
        "a limit.",
    ),
    "flag_impossible": Sentence(
        "Mærket kræver {least} parter, men rollerne tillader højst {most}. Ret en af "
        "grænserne.",
        "The flag asks for {least} parties, but its roles allow at most {most}. Change a "
        "limit.",
    ),
    "no_municipality": Sentence(
        "Netop én rolle skal handle gennem kommunens ansatte, og netop én part skal have "
        "den. Ret rollerne.",
        "Exactly one role must act through staff, and exactly one party must take it. "
        "Change the roles.",
    ),
    "nobody_signs": Sentence(
        "Ingen partner skal underskrive. Lad mindst én rolle gøre det.",
        "No partner must sign. Let at least one role do so.",
    ),
    "order_of_nobody": Sentence(
        "Rollen {role} underskriver ikke, så den hører ikke til i en rækkefølge. Lad den "
        "underskrive, eller fjern den.",
        "The role {role} does not sign, so it has no place in an order. Let it sign, or "
        "remove it.",
    ),
    "order_in_a_circle": Sentence(
        "Disse roller venter på hinanden i ring, så ingen af dem kan underskrive: {roles}. "
        "Fjern et led.",
        "These roles wait for each other in a circle, so none of them can sign: {roles}. "
        "Remove a link.",
    ),
    "field_lacks": Sentence(
        "Et felt af typen {type} skal angive {lacking}. Tilføj det.",
        "A field of the type {type} must declare {lacking}. Add it.",
    ),
    "field_has_needless": Sentence(
        "Et felt af typen {type} bruger ikke {needless}. Fjern det.",
        "A field of the type {type} has no use for {needless}. Remove it.",
    ),
    "baseline_not_a_field": Sentence(
        "Udgangspunktet skal være et obligatorisk felt af typen emissions. Vælg et.",
        "The baseline must be a required field of the type emissions. Choose one.",
    ),
    "validity_reversed": Sentence(
        "Gyldigheden slutter, før den begynder {valid_from}. Vælg en senere dag.",
        "The validity ends before it begins on {valid_from}. Choose a later day.",
    ),
    "ballot_without_shares": Sentence(
        "Afstemningen skal bygge på et obligatorisk felt af typen shares. Vælg et.",
        "The ballot must rest on a required field of the type shares. Choose one.",
    ),
    "declaration_without_contacts": Sentence(
        "Erklæringen skal gælde et obligatorisk felt af typen contacts. Vælg et.",
        "The declaration must be of a required field of the type contacts. Choose one.",
    ),
    "rhythm_not_one": Sentence(
        "Opfølgningen skal have netop én rytme: every_months, school_year eller dates.",
        "The review must have exactly one rhythm: every_months, school_year or dates.",
    ),
    "rhythm_not_in_order": Sentence(
        "Dagene for opfølgning skal stå i rækkefølge, hver dag én gang.",
        "The days of review must stand in order, each day once.",
    ),
    "reminder_beyond_deadline": Sentence(
        "En påmindelse {offset} arbejdsdage før en frist på {working_days} kommer aldrig. "
        "Vælg færre.",
        "A reminder {offset} working days before a deadline of {working_days} never "
        "comes. Choose fewer.",
    ),
    "reminder_without_ballot": Sentence(
        "Der er påmindelser om en afstemning, som typen ikke har. Fjern dem.",
        "There are reminders of a ballot that the kind does not have. Remove them.",
    ),
    "goal_not_in_policy": Sentence(
        "Erhvervspolitikken har intet mål {goal}. Vælg blandt {goals}.",
        "The business policy has no goal {goal}. Choose from {goals}.",
    ),
    "goal_not_measured": Sentence(
        "Ingen indikator måler målet {goal}. Tilføj en, eller fjern målet.",
        "No indicator measures the goal {goal}. Add one, or remove the goal.",
    ),
    "indicator_not_in_policy": Sentence(
        "Erhvervspolitikken har ingen indikator {indicator}. Vælg en, den har.",
        "The business policy has no indicator {indicator}. Choose one that it has.",
    ),
    "indicator_measures_other_goal": Sentence(
        "Indikatoren {indicator} måler målet {goal}. Angiv det.",
        "The indicator {indicator} measures the goal {goal}. Name that.",
    ),
    "indicator_in_other_unit": Sentence(
        "Indikatoren {indicator} måles i {unit}. Angiv den enhed.",
        "The indicator {indicator} is measured in {unit}. Name that unit.",
    ),
    "indicator_of_goal_not_served": Sentence(
        "Indikatoren {indicator} måler {goal}, som typen ikke tjener. Tilføj målet, eller "
        "fjern indikatoren.",
        "The indicator {indicator} measures {goal}, which the kind does not serve. Add "
        "the goal, or remove the indicator.",
    ),
}
