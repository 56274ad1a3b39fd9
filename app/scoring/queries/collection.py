"""The cards of a campaign, for one file: what is in it, and which files were made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.permissions import Permission
from app.documents.model import Document
from app.jobs.models import Job
from app.jobs.queries import get_job, jobs_of
from app.meetings.document import lower_first
from app.meetings.queries.papers import letterhead_of
from app.organisations.models import Organisation
from app.pledges.rules.collection import fingerprint
from app.regulations.queries import book_for
from app.scoring.document.card import card_document
from app.scoring.document.collection import CardCollection, CardEntry
from app.scoring.models import GradingCampaign
from app.scoring.queries.campaigns import get_grading, title_of
from app.scoring.queries.cards import get_card
from app.scoring.queries.papers import card_paper, judged_pledge_of
from app.scoring.queries.progress import GradedLine, progress_of
from app.scoring.queries.signing import signatory_of
from app.scoring.queries.year_cards import get_branch_in
from app.scoring.rules.cards import CARD_LABELS, seen_columns
from app.scoring.rules.indicators import Subject

JOB = "score_papers"


@dataclass(frozen=True)
class Collected:
    """The cards of a campaign at its committee, or at one branch."""

    campaign: GradingCampaign
    place: Organisation

    @property
    def unit_path(self) -> str:
        return self.place.path


def get_collected(grading_id: UUID) -> Collected | None:
    campaign = get_grading(grading_id)
    return Collected(campaign, campaign.organisation) if campaign else None


def get_collected_branch(grading_id: UUID, branch_id: UUID) -> Collected | None:
    found = get_branch_in(grading_id, branch_id)
    return Collected(found.campaign, found.branch) if found else None


def reading_cards(subject: Subject) -> Permission:
    """What led to a decision is read by fewer than the decision."""
    is_members = subject is Subject.MEMBER_YEAR
    return Permission.MEMBER_SCORE_READ if is_members else Permission.SCORE_READ


def reviewing_cards(subject: Subject) -> Permission:
    is_members = subject is Subject.MEMBER_YEAR
    return Permission.MEMBER_SCORE_REVIEW if is_members else Permission.SCORE_REVIEW


def reading_collected(found: Collected) -> Permission:
    return reading_cards(found.campaign.subject)


def get_made(job_id: UUID) -> Job | None:
    """A file of cards that was asked for."""
    job = get_job(job_id)
    return job if job and job.kind == JOB else None


def reading_made(job: Job) -> Permission:
    return reading_cards(Subject(job.wanted["subject"]))


def collection_of(found: Collected, *, on: date) -> CardCollection:
    """Who is graded, by branch and given name; who has not handed in is named as missing."""
    place = found.place
    book = book_for(place.path, on)
    progress = progress_of(found.campaign, on=on, path=place.path)
    return CardCollection(
        letterhead=letterhead_of(place, book),
        signatory=signatory_of(place, book, on=on),
        about=lower_first(title_of(found.campaign)),
        on=on,
        entries=tuple(_entry(line) for line in progress.lines),
    )


def _entry(line: GradedLine) -> CardEntry:
    branch = line.branch if line.member_id else ""
    if line.card is None or not line.is_handed_in:
        return CardEntry(line.name, branch, "Chưa nộp")
    state = CARD_LABELS[line.card.state]
    return CardEntry(line.name, branch, state, line.card.id, str(line.card.version))


def input_of(data: CardCollection) -> str:
    """What the file is drawn from; the day alone makes no other file."""
    return fingerprint(data.letterhead, data.signatory, data.about, data.entries)


def card_in(card_id: UUID, *, on: date) -> Document:
    """One of the cards collected, with the columns that are handed on whoever reads them."""
    card = get_card(card_id)
    assert card is not None
    columns = seen_columns(
        card.rubric.rubric.columns, card.state, may_review=False, may_decide=False
    )
    return card_document(card_paper(card, columns, on=on, pledge=judged_pledge_of(card)))


@dataclass(frozen=True)
class MadeCards:
    """A file that was asked for; of a collection, whether a card has come or changed since."""

    job: Job
    format: str
    is_outdated: bool
    is_list: bool


def made_cards(found: Collected, data: CardCollection) -> Iterator[MadeCards]:
    """The files of this campaign, newest first."""
    for job in jobs_of(found.place.id, JOB):
        if job.wanted["grading"] == str(found.campaign.id):
            is_list = "list" in job.wanted
            is_outdated = not is_list and job.wanted["input"] != input_of(data)
            yield MadeCards(job, job.wanted["format"], is_outdated, is_list)
