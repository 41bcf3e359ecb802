"""What stands in the way of a typed field of a proposal."""

from chassis.languages import Sentence

FIELDS: dict[str, Sentence] = {
    "flag_unknown": Sentence(
        "Rollen {role} kan ikke mærkes {flag}. Vælg blandt {flags}.",
        "The role {role} cannot carry the flag {flag}. Choose from {flags}.",
    ),
    "flag_too_few": Sentence(
        "Mindst {least} parter skal mærkes {flag}; der er {number}. Mærk flere.",
        "At least {least} parties must carry the flag {flag}; there are {number}. Mark "
        "more.",
    ),
    "field_out_of_range": Sentence(
        "Tallet {value} i feltet {field} er ikke muligt. Det skal være {range}.",
        "The figure {value} in the field {field} is not possible. It must be {range}.",
    ),
    "unit_differs": Sentence(
        "Feltet {field} måles i {unit}. Omregn tallet til det.",
        "The field {field} is measured in {unit}. Convert the figure to that.",
    ),
    "option_unknown": Sentence(
        "Feltet {field} har intet valg {option}. Vælg blandt {options}.",
        "The field {field} has no option {option}. Choose from {options}.",
    ),
    "entry_twice": Sentence(
        "{entry} står to gange i feltet {field}. Lad den stå én gang.",
        "{entry} stands twice in the field {field}. Keep one.",
    ),
    "method_unknown": Sentence(
        "Metoden {method} kendes ikke for {of}. Vælg blandt {methods}.",
        "The method {method} is not known for {of}. Choose from {methods}.",
    ),
    "method_missing": Sentence(
        "Et tal for {indicator} skal sige, hvordan det er fundet. Vælg blandt {methods}.",
        "A figure for {indicator} must say how it was found. Choose from {methods}.",
    ),
    "pathway_not_in_order": Sentence(
        "Årene i feltet {field} skal stå i rækkefølge, hvert år én gang.",
        "The years in the field {field} must stand in order, each year once.",
    ),
    "pathway_before_baseline": Sentence(
        "Feltet {field} skal begynde efter udgangspunktets år, {year}. Fjern tidligere år.",
        "The field {field} must begin after the year of the baseline, {year}. Remove "
        "earlier years.",
    ),
    "pathway_not_downwards": Sentence(
        "Det sidste år i feltet {field} skal ligge under udgangspunktet, {baseline} "
        "tCO2e. Sænk det.",
        "The field {field} must end below the baseline, {baseline} tCO2e. Lower the last "
        "year.",
    ),
    "person_not_of_role": Sentence(
        "Kontaktpersonerne i feltet {field} skal handle for parter i rollerne {roles}. "
        "Vælg en part.",
        "The contacts in the field {field} must act for parties in the roles {roles}. "
        "Choose a party.",
    ),
}
