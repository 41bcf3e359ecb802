"""The first page: what happened in the year, in a few sentences and figures."""

from services.reporting.annual.blocks import Cover, Tile
from services.reporting.annual.wording import Wording
from services.reporting.domain.amounts import Withheld
from services.reporting.domain.courses import PREPARING
from services.reporting.domain.evaluation import Evaluation


def cover(evaluation: Evaluation, words: Wording) -> Cover:
    """The cover of an evaluation; it says so when there is nothing to tell."""
    return Cover(
        kicker=words.tell("municipality"),
        subtitle=words.of(evaluation.catalogue.name),
        known=words.tell("cover.known", moment=words.moment(evaluation.as_of)),
        summary=tuple(_summary(evaluation, words)),
        tiles=() if evaluation.is_empty else _tiles(evaluation, words),
    )


def in_force(evaluation: Evaluation) -> int:
    """How many partnerships were in force on any day of the year."""
    return sum(standing.in_force for standing in evaluation.partnerships)


def _targets(evaluation: Evaluation) -> tuple[int, int]:
    aimed = [
        found.attainment.verdict
        for goal in evaluation.goals
        for found in goal.indicators
        if found.target is not None
    ]
    return len(aimed), aimed.count("reached")


def _summary(evaluation: Evaluation, words: Wording) -> list[str]:
    year = str(evaluation.year)
    told: list[str] = []
    if evaluation.counted_on.isoformat() < f"{year}-12-31":
        told.append(
            words.tell("cover.unfinished", day=words.day(evaluation.counted_on))
        )
    if evaluation.is_empty:
        return [*told, words.tell("cover.empty", year=year)]
    preparing = sum(
        standing.status in PREPARING and not standing.in_force
        for standing in evaluation.partnerships
    )
    aimed, reached = _targets(evaluation)
    served = len(evaluation.goals) - len(evaluation.gaps.unserved_goals)
    told += [
        words.count("cover.in_force", in_force(evaluation), year=year),
        words.count("cover.preparing", preparing),
        words.count("cover.targets", aimed, reached=words.number(reached)),
        words.count("cover.goals", served, all=words.number(len(evaluation.goals))),
    ]
    overall = evaluation.ratings.overall
    if overall.mean is not None and not isinstance(overall.mean, Withheld):
        told.append(words.tell("cover.rating", mean=words.number(overall.mean, 1)))
    return told


def _tiles(evaluation: Evaluation, words: Wording) -> tuple[Tile, ...]:
    aimed, reached = _targets(evaluation)
    goals = len(evaluation.goals)
    served = goals - len(evaluation.gaps.unserved_goals)
    running = in_force(evaluation)
    taking_part = evaluation.members.number
    return (
        Tile(words.number(running), words.count("tile.in_force", running)),
        Tile(words.number(taking_part), words.count("tile.members", taking_part)),
        Tile(_of(served, goals, words), words.tell("tile.goals")),
        Tile(_of(reached, aimed, words), words.tell("tile.targets")),
    )


def _of(part: int, whole: int, words: Wording) -> str:
    return words.tell("tile.of", part=words.number(part), whole=words.number(whole))
