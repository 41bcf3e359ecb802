"""What a person is told when a rule of partnerships says no, and what would help."""

from chassis.languages import Sentence
from services.partnerships.sentences.agreement import AGREEMENT
from services.partnerships.sentences.ballot import BALLOT
from services.partnerships.sentences.fields import FIELDS
from services.partnerships.sentences.gates import GATES
from services.partnerships.sentences.in_force import IN_FORCE
from services.partnerships.sentences.mistakes import MISTAKES
from services.partnerships.sentences.moving import MOVING
from services.partnerships.sentences.proposal import PROPOSAL
from services.partnerships.sentences.publication import PUBLICATION
from services.partnerships.sentences.review import REVIEW

SENTENCES: dict[str, Sentence] = {
    **PROPOSAL,
    **FIELDS,
    **BALLOT,
    **GATES,
    **AGREEMENT,
    **IN_FORCE,
    **REVIEW,
    **MISTAKES,
    **PUBLICATION,
    **MOVING,
}
