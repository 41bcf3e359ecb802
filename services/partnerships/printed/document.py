"""Puts the agreement together, from its head to its fingerprint."""

from dataclasses import asdict
from datetime import datetime
from importlib.resources import files

from chassis import printing
from chassis.languages import Language
from services.partnerships.printed.blocks import Document, Named
from services.partnerships.printed.facts import Printable
from services.partnerships.printed.phrases import Phrases, phrases
from services.partnerships.printed.sections import sections
from services.partnerships.printed.signatures import fingerprint, signatures

_TEMPLATE = (files("services.partnerships.printed") / "template.typ").read_bytes()


def printed(known: Printable, language: Language) -> bytes:
    """The version as PDF; the same history, the same bytes. Belongs in a thread."""
    return printing.printed(_TEMPLATE, asdict(document(known, language)), known.at)


def document(known: Printable, language: Language) -> Document:
    """The version as a document in *language*; what people wrote stays as it is."""
    words = phrases(language)
    number, title = known.version.number, known.title
    reference = known.reference
    key = "title" if known.version.change is None else "title.change"
    return Document(
        language=language,
        title=words.tell(key, title=title),
        author=words.tell("municipality"),
        description=words.tell(
            "description", version=number, title=title, reference=reference
        ),
        header=words.tell("header", reference=reference, title=title),
        footer=words.tell(
            "footer", reference=reference, version=number, sha256=known.version.sha256
        ),
        page=words.tell("page"),
        of=words.tell("page.of"),
        kicker=words.tell("municipality"),
        subtitle=words.of(known.kind.name),
        notice=words.tell(
            f"stage.{known.signing.stage}",
            starts_on=words.day(known.version.wording.terms.starts_on),
        ),
        facts=tuple(_facts(known, words)),
        sections=(
            *sections(known, words),
            signatures(known, words),
            fingerprint(known, words),
        ),
    )


def _facts(known: Printable, words: Phrases) -> list[Named]:
    terms, change = known.version.wording.terms, known.version.change
    starts_on, ends_on = words.day(terms.starts_on), words.day(terms.ends_on)
    told: list[tuple[str, str]] = [
        ("reference", known.reference),
        (
            "kind",
            words.tell(
                "fact.kind_of",
                kind=words.of(known.kind.name),
                version=known.kind.version,
            ),
        ),
        ("version", str(known.version.number)),
        ("term", words.tell("fact.term_of", starts_on=starts_on, ends_on=ends_on)),
        ("goals", ", ".join(known.version.wording.proposal.goals)),
    ]
    if change is not None:
        told.append(("change", words.tell(f"change.{change.type}")))
        told.append(("reason", change.reason))
    if known.signing.sign_by is not None and known.signing.stage == "out":
        told.append(("sign_by", words.day(known.signing.sign_by)))
    told.append(("known", _known(known.row, known.at, words)))
    return [Named(words.tell(f"fact.{name}"), fact) for name, fact in told]


def _known(row: int, at: datetime, words: Phrases) -> str:
    return words.tell("fact.known_of", row=row, at=words.moment(at))
