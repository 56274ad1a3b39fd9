"""Documents from above that wait to be presented to the branch."""

from datetime import date

from app.dissemination.queries import documents_to_present
from app.organisations.models import Organisation
from app.today.rules import Todo, Waiting


def to_present(branch: Organisation, *, on: date) -> list[Todo]:
    return [
        Todo(
            Waiting.PRESENT_DOCUMENT,
            f"Phổ biến {document.kind.lower()} số {document.symbol}",
            document.title,
            document.present_by or on,
            document.id,
        )
        for document in documents_to_present(branch, on=on)
    ]
