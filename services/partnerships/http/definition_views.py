"""How a definition is shown to those who write it: its text and its mistakes."""

from datetime import date

from fastapi import Request
from pydantic import Field

from chassis.languages import Language, preferred
from chassis.problems import Problems
from chassis.shapes import Late, adapter
from services.partnerships.canonical import canonical_json
from services.partnerships.domain.kinds import Kind, Publication
from services.partnerships.domain.linting import Finding, lint
from services.partnerships.domain.publication import Definition
from services.partnerships.policy import POLICY


class FindingView(Late):
    """A mistake, and where it stands."""

    code: str = Field(description="Stable.")
    place: str = Field(description="A JSON pointer into the definition.")
    detail: str = Field(description="For people, in their language.")
    facts: dict[str, str | int | list[str]]


class CheckView(Late):
    """Every mistake at once; none: the definition can be published."""

    mistakes: list[FindingView]


class DefinitionView(CheckView):
    """One version of a kind as it is written."""

    definition: Kind
    revision: int = Field(description="How often it was changed; also its ETag.")


class VersionView(Late):
    """One version of a kind in a list."""

    key: str
    version: int
    publication: Publication
    valid_from: date
    valid_to: date | None
    revision: int


def shown(definition: Definition, request: Request) -> DefinitionView:
    """A definition with its mistakes, told in the caller's language."""
    kind = definition.kind
    mistakes = checked(kind, request).mistakes
    return DefinitionView(
        definition=kind, revision=definition.revision, mistakes=mistakes
    )


def checked(kind: Kind, request: Request) -> CheckView:
    """The mistakes of a definition, told in the caller's language."""
    language = preferred(request.headers.get("accept-language"))
    answers: Problems = request.app.state.problems
    found = lint(kind, POLICY)
    return CheckView(mistakes=[_finding(one, answers, language) for one in found])


def summary(definition: Definition) -> VersionView:
    """One line of the list of versions."""
    kind = definition.kind
    return VersionView(
        key=kind.key,
        version=kind.version,
        publication=kind.publication,
        valid_from=kind.valid_from,
        valid_to=kind.valid_to,
        revision=definition.revision,
    )


def exported(kind: Kind) -> bytes:
    """A definition as canonical JSON; whether it is published is said nowhere in it."""
    plain = adapter(Kind).dump_python(kind, mode="json", exclude={"publication"})
    return canonical_json(plain)


def _finding(one: Finding, answers: Problems, language: Language) -> FindingView:
    return FindingView(
        code=one.code,
        place=one.place,
        detail=answers.told(one.refusal(), language),
        facts=dict(one.facts),
    )
