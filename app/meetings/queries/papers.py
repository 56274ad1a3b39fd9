"""What the papers of a meeting are drawn from, gathered as plain data."""

from datetime import date

from app.meetings.document import Letterhead
from app.organisations.models import Organisation
from app.regulations.queries import book_for
from app.regulations.rules import Book


def letterhead_of(branch: Organisation, book: Book) -> Letterhead:
    """The head of a paper of `branch`, after the regulations in `book`."""
    return Letterhead(
        over=branch.parent.body_name if branch.parent else "",
        issuer=branch.header_name,
        name=branch.name,
        symbol=branch.symbol,
        place=branch.place,
        style=book.choice("document.style"),
        is_capital=book.choice("document.subject_case") == "capital",
    )


def letterhead_on(branch: Organisation, day: date) -> Letterhead:
    return letterhead_of(branch, book_for(branch.path, day))
