"""What stands in the way of a proposal."""

from chassis.languages import Sentence

PROPOSAL: dict[str, Sentence] = {
    "role_required": Sentence(
        "Handlingen {command} kræver en af rollerne {roles}. Bed en, der har rollen.",
        "The step {command} takes one of the roles {roles}. Ask somebody who has it.",
        403,
    ),
    "wrong_stage": Sentence(
        "Partnerskabet er i stadiet {status}, hvor handlingen {command} ikke er mulig. "
        "Se de næste skridt.",
        "The partnership is at the stage {status}, where the step {command} is not "
        "possible. See its next steps.",
    ),
    "kind_not_usable": Sentence(
        "Version {version} af typen {kind} gælder ikke i dag. Vælg en version, der gør.",
        "Version {version} of the kind {kind} is not valid today. Choose one that is.",
    ),
    "role_unknown": Sentence(
        "Typen har ingen rolle {role}. Vælg en af {roles}.",
        "The kind has no role {role}. Choose one of {roles}.",
    ),
    "role_too_few": Sentence(
        "Der skal være mindst {least} i rollen {role}; der er {number}. Tilføj parter.",
        "The role {role} takes at least {least}; there are {number}. Add parties.",
    ),
    "role_too_many": Sentence(
        "Der må højst være {most} i rollen {role}; der er {number}. Fjern parter.",
        "The role {role} takes at most {most}; there are {number}. Remove parties.",
    ),
    "group_too_few": Sentence(
        "Rollerne i gruppen {group} skal tilsammen have mindst {least} parter; der er "
        "{number}. Tilføj parter.",
        "The roles of the group {group} take at least {least} parties together; there "
        "are {number}. Add parties.",
    ),
    "party_twice": Sentence(
        "Organisationen {organisation_id} er part to gange. Lad den stå én gang.",
        "The organisation {organisation_id} is a party twice. List it once.",
    ),
    "goals_missing": Sentence(
        "Forslaget tjener intet mål i erhvervspolitikken. Vælg mindst ét.",
        "The proposal serves no goal of the business policy. Choose at least one.",
    ),
    "goal_not_of_kind": Sentence(
        "Typen kan ikke tjene målet {goal}. Vælg blandt {goals}.",
        "The kind cannot serve the goal {goal}. Choose from {goals}.",
    ),
    "field_unknown": Sentence(
        "Typen har intet felt {field}. Den har {fields}.",
        "The kind has no field {field}. It has {fields}.",
    ),
    "field_missing": Sentence(
        "Feltet {field} mangler. Udfyld det.",
        "The field {field} is missing. Fill it in.",
    ),
    "field_of_wrong_type": Sentence(
        "Feltet {field} skal være af typen {type}.",
        "The field {field} must be of the type {type}.",
    ),
    "area_not_closed": Sentence(
        "Området i feltet {field} er ikke lukket. Hver ring skal have mindst fire "
        "punkter og slutte, hvor den begynder.",
        "The area in the field {field} is not closed. Each ring needs at least four "
        "positions and must end where it begins.",
    ),
    "shares_not_whole": Sentence(
        "Andelene i {field} giver {total} basispoint. De skal alle være over nul og "
        "give 10000.",
        "The shares in {field} make {total} basis points. Each must be above zero, "
        "and together they must make 10000.",
    ),
    "shares_not_of_members": Sentence(
        "Andelene i {field} skal gælde netop medlemmerne, én andel til hver.",
        "The shares in {field} must be of exactly the members, one share each.",
    ),
    "conflict_declared": Sentence(
        "Du har erklæret dig inhabil i sagen. En anden skal vurdere og afgøre den.",
        "You have declared a conflict of interest. Somebody else must assess and "
        "decide.",
    ),
    "conflict_declared_already": Sentence(
        "Du har allerede erklæret dig inhabil. Der skal ikke gøres mere.",
        "You have already declared a conflict of interest. Nothing more is needed.",
    ),
    "criterion_unknown": Sentence(
        "Typen har intet kriterium {criterion}. Vælg et af {criteria}.",
        "The kind has no criterion {criterion}. Choose one of {criteria}.",
    ),
    "score_out_of_range": Sentence(
        "Vurderingen {score} er ikke mulig. Giv fra 1 til 5.",
        "The score {score} is not possible. Give 1 to 5.",
    ),
    "criteria_not_assessed": Sentence(
        "Disse kriterier er ikke vurderet: {criteria}. Vurder dem først.",
        "These criteria are not assessed: {criteria}. Assess them first.",
    ),
    "four_eyes": Sentence(
        "Du har selv indsendt forslaget. En anden leder skal afgøre det.",
        "You submitted the proposal yourself. Another manager must decide.",
    ),
}
