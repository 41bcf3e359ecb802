"""Who has signed, when and how, and how the text is recognised for ever."""

from chassis.printing import Column, Paragraph, Table
from services.partnerships.domain.proposal import Party
from services.partnerships.printed.blocks import Section
from services.partnerships.printed.facts import Printable
from services.partnerships.printed.phrases import Phrases
from services.partnerships.signings import Signature


def signatures(known: Printable, words: Phrases) -> Section:
    """The section of signatures: those that stand, and those that are missing."""
    heading = words.tell("signatures")
    signatories = known.signing.signatories
    if not signatories:
        return Section(heading, 1, (Paragraph(words.tell("signatures.none")),))
    columns = (
        Column(words.tell("party"), share=3.2),
        Column(words.tell("signed_at"), share=2.1),
        Column(words.tell("how"), share=7.7, style="identifier"),
    )
    rows = tuple(_row(one, known, words) for one in signatories)
    table = Table(words.tell("signatures.caption"), columns, rows)
    return Section(heading, 1, (Paragraph(words.tell("signatures.explained")), table))


def _row(party: Party, known: Printable, words: Phrases) -> tuple[str, str, str]:
    signature = known.signing.of(party.organisation_id)
    name = f"{known.name(party.organisation_id)}\n{words.role(party.role, known.kind)}"
    if signature is None:
        return name, words.tell("nothing"), words.tell("signed.not")
    return name, words.moment(signature.at), "\n".join(_how(signature, known, words))


def _how(signature: Signature, known: Printable, words: Phrases) -> list[str]:
    row = words.tell("how.row", row=signature.row)
    if known.inside:
        told = _noted(signature, words)
        row = f"{signature.actor} · {row}"
    elif signature.on_behalf is not None:
        told = [words.tell("how.elsewhere")]
    else:
        told = [_given(signature, words)]
    return [*told, row, signature.row_hash]


def _noted(signature: Signature, words: Phrases) -> list[str]:
    """What staff noted of a signature that was given elsewhere."""
    noted = signature.on_behalf
    if noted is None:
        return [_given(signature, words)]
    how = words.tell(f"how.{noted.reason}", evidence=noted.evidence)
    told = [" ".join(how.split())]
    if noted.file is not None:
        told += [words.tell("how.file"), noted.file.sha256]
    return told


def _given(signature: Signature, words: Phrases) -> str:
    by_staff = signature.actor.startswith("staff:")
    return words.tell("how.staff" if by_staff else "how.contact")


def fingerprint(known: Printable, words: Phrases) -> Section:
    """The section that says how anybody can check the text."""
    explained = words.tell(
        "fingerprint.explained",
        reference=known.reference,
        version=known.version.number,
    )
    blocks = [Paragraph(explained)]
    if known.version.change is not None:
        blocks.append(Paragraph(words.tell("fingerprint.change")))
    blocks.append(Paragraph(f"SHA-256: {known.version.sha256}"))
    return Section(words.tell("fingerprint"), 1, tuple(blocks))
