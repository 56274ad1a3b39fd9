"""In whose name the papers of a place stand, and who signs them."""

from datetime import date

from app.documents.model import Signatory
from app.meetings.document import Letterhead
from app.meetings.queries.papers import letterhead_of
from app.meetings.rules.signing import committee_authority, signing_title
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people.queries import office_holders
from app.regulations.queries import book_for
from app.regulations.rules import Book


def framed(place: Organisation, *, on: date) -> tuple[Letterhead, Signatory]:
    """What stands above and below a paper of a place."""
    book = book_for(place.path, on)
    return letterhead_of(place, book), signatory_of(place, book, on=on)


def signatory_of(place: Organisation, book: Book, *, on: date) -> Signatory:
    """The secretary of the day, or else a deputy, for the committee or for the branch."""
    is_committee = place.level is Level.COMMITTEE
    authority = (
        committee_authority(place.name) if is_committee else book.text("document.authority_line")
    )
    for period in office_holders(place.id, on=on):
        title = signing_title((period.position,))
        if title is not None:
            return Signatory((authority, title), period.member.name)
    return Signatory((authority, "BÍ THƯ"))
