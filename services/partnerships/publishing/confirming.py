"""What partners are asked to confirm: expectations, and declarations."""

from contracts import Addressee, ConfirmationAskedV1, Message
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.events import DeclarationAsked, ExpectationsAligned
from services.partnerships.publishing.subject import Subject


def message(
    event: ExpectationsAligned | DeclarationAsked, subject: Subject
) -> Message | None:
    """Return who is asked for what; nothing of a text that was written before."""
    match event:
        case DeclarationAsked():
            return ConfirmationAskedV1(
                **subject.identity,
                title=subject.title,
                what="declaration",
                item=event.declaration,
                answer_by=event.answer_by,
                asked=subject.addressees(event.persons),
            )
        case ExpectationsAligned(confirm_by=None):
            return None
        case ExpectationsAligned():
            return ConfirmationAskedV1(
                **subject.identity,
                title=subject.title,
                what="expectations",
                item=fingerprint(event.expectations),
                answer_by=event.confirm_by,
                asked=tuple(
                    Addressee(
                        organisation_id=one.organisation_id,
                        contact_id=one.contact_id,
                        role=one.role,
                    )
                    for one in event.asked
                ),
            )
