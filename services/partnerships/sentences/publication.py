"""What stands in the way of a definition of a kind."""

from chassis.languages import Sentence

PUBLICATION: dict[str, Sentence] = {
    "kind_version_exists": Sentence(
        "Version {version} af typen {kind} findes allerede med andet indhold. Giv den "
        "importerede et andet nummer.",
        "Version {version} of the kind {kind} exists already and reads differently. Give "
        "the imported one another number.",
    ),
    "kind_not_draft": Sentence(
        "Version {version} af typen {kind} er ikke længere et udkast. Opret et nyt udkast.",
        "Version {version} of the kind {kind} is no longer a draft. Create a new draft.",
    ),
    "kind_not_published": Sentence(
        "Version {version} af typen {kind} er ikke offentliggjort. Vælg en, der er.",
        "Version {version} of the kind {kind} is not published. Choose one that is.",
    ),
    "kind_overlaps": Sentence(
        "Gyldigheden overlapper version {version} af typen {kind}. Sæt en sidste dag på "
        "den, eller begynd senere.",
        "The validity overlaps version {version} of the kind {kind}. Retire that one, or "
        "begin later.",
    ),
    "kind_has_mistakes": Sentence(
        "Definitionen har fejl: {mistakes}. Tjek den, og ret dem.",
        "The definition has mistakes: {mistakes}. Check it, and put them right.",
    ),
    "kind_retires_too_early": Sentence(
        "Den sidste dag kan tidligst være {earliest}. Vælg den eller en senere.",
        "The last day can be {earliest} at the earliest. Choose that or a later one.",
    ),
}
