"""What stands in the way of a review, and of what follows it."""

from chassis.languages import Sentence

REVIEW: dict[str, Sentence] = {
    "review_open": Sentence(
        "En opfølgning er i gang, med udtalelser til {statements_due_on}. Afslut den "
        "først.",
        "A review is open, with statements until {statements_due_on}. Conclude it "
        "first.",
    ),
    "review_not_open": Sentence(
        "Ingen opfølgning er i gang. Åbn en først.",
        "No review is open. Open one first.",
    ),
    "no_review_planned": Sentence(
        "Ingen opfølgning er planlagt. En medarbejder kan åbne en.",
        "No review is planned. A member of staff can open one.",
    ),
    "review_not_final": Sentence(
        "Partnerskabet mangler sin sidste opfølgning. Afslut en med konklusionen: slut.",
        "The partnership lacks its final review. Conclude one with: end.",
    ),
    "final_review_held": Sentence(
        "Den sidste opfølgning er holdt. En leder skal fuldføre partnerskabet.",
        "The final review has been held. A manager must complete the partnership.",
    ),
    "statements_outstanding": Sentence(
        "{outstanding} mangler at give udtalelse. Vent på dem eller til efter {due_on}.",
        "{outstanding} have not given their statement. Wait for them, or until after "
        "{due_on}.",
    ),
    "statement_given_already": Sentence(
        "Organisationen {organisation_id} har givet udtalelse. Der skal ikke gøres mere.",
        "The organisation {organisation_id} has given its statement. Nothing more is "
        "needed.",
    ),
    "statement_incomplete": Sentence(
        "Udtalelsen skal gælde hver forpligtelse netop én gang: {obligations}.",
        "The statement must cover each obligation exactly once: {obligations}.",
    ),
    "not_a_party": Sentence(
        "Organisationen {organisation_id} er ikke part. Vælg en part.",
        "The organisation {organisation_id} is not a party. Choose a party.",
    ),
    "rating_out_of_range": Sentence(
        "Bedømmelsen {rating} er ikke mulig. Giv kommunen fra 1 til 5.",
        "The rating {rating} is not possible. Give the municipality 1 to 5.",
    ),
    "own_rating": Sentence(
        "Kommunen bedømmer ikke sig selv. Udelad bedømmelsen.",
        "The municipality does not rate itself. Leave the rating out.",
    ),
    "action_point_of_stranger": Sentence(
        "Organisationen {organisation_id} kan ikke få et handlepunkt. Vælg en part.",
        "The organisation {organisation_id} cannot own an action point. Choose a party.",
    ),
    "action_point_twice": Sentence(
        "Handlepunktet {action_point_id} findes allerede. Giv hvert sit eget id.",
        "The action point {action_point_id} exists already. Give each its own id.",
    ),
    "action_point_in_the_past": Sentence(
        "Handlepunktets frist {due_on} er forbi. Vælg i dag eller senere.",
        "The action point's due day {due_on} has passed. Choose today or later.",
    ),
    "action_point_unknown": Sentence(
        "Partnerskabet har intet handlepunkt {action_point_id}. Vælg et, det har.",
        "The partnership has no action point {action_point_id}. Choose one that it has.",
    ),
    "action_point_closed": Sentence(
        "Handlepunktet er allerede lukket. En anden kan bekræfte det.",
        "The action point is closed already. Somebody else can verify it.",
    ),
    "action_point_not_closed": Sentence(
        "Handlepunktet er ikke lukket. Luk det først.",
        "The action point is not closed. Close it first.",
    ),
    "action_point_verified": Sentence(
        "Handlepunktet er allerede bekræftet. Der skal ikke gøres mere.",
        "The action point is verified already. Nothing more is needed.",
    ),
    "own_action_point": Sentence(
        "Du har selv lukket handlepunktet. En anden skal bekræfte det.",
        "You closed the action point yourself. Somebody else must verify it.",
    ),
}
