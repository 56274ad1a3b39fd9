"""What waits of the year's topical meetings: at the branch, and at the committee above it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import PlannedTopic
from app.programmes.queries.topics import line_of, topics_of
from app.programmes.rules import COUNTED, PlanStatus
from app.programmes.rules.quarters import ROMAN, Standing, last_day, last_of_month, quarter_of
from app.regulations.queries import book_for
from app.regulations.rules import Book
from app.today.rules import Todo, Waiting


def topics_of_branch_waiting(branch: Organisation, book: Book, *, on: date) -> list[Todo]:
    """Topics overdue or returned, and in a quarter's last month those the next one lacks."""
    topics = topics_of(branch, on.year, with_drafts=True)
    return [
        *(_overdue(topics, branch, on)),
        *(_returned(topics, branch)),
        *(_unregistered(topics, branch, book, on)),
    ]


def _overdue(topics: Sequence[PlannedTopic], branch: Organisation, on: date) -> Iterator[Todo]:
    for topic in topics:
        if line_of(topic, with_drafts=True, on=on).standing is Standing.OVERDUE:
            yield Todo(
                Waiting.HOLD_TOPIC,
                f"Tổ chức chuyên đề “{topic.topic}”",
                f"Đã đăng ký cho tháng {topic.month}/{topic.year}",
                last_of_month(topic.year, topic.month),
                branch.id,
            )


def _returned(topics: Sequence[PlannedTopic], branch: Organisation) -> Iterator[Todo]:
    for topic in topics:
        if topic.status is PlanStatus.RETURNED:
            yield Todo(
                Waiting.REGISTER_TOPICS,
                f"Bổ sung, đăng ký lại chuyên đề “{topic.topic}”",
                f"Cấp ủy trả lại: {topic.returned_reason}",
                last_of_month(topic.year, topic.month),
                branch.id,
            )


def _unregistered(
    topics: Sequence[PlannedTopic], branch: Organisation, book: Book, on: date
) -> Iterator[Todo]:
    if on.month % 3:
        return
    year, quarter = (on.year + 1, 1) if on.month == 12 else (on.year, on.month // 3 + 1)
    if year != on.year:
        topics = topics_of(branch, year, with_drafts=True)
        book = book_for(branch.path, date(year, 1, 1))
    registered = sum(
        topic.status in COUNTED and quarter_of(topic.month) == quarter for topic in topics
    )
    minimum = book.number("topical.per_quarter")
    if registered < minimum:
        yield Todo(
            Waiting.REGISTER_TOPICS,
            f"Đăng ký chuyên đề quý {ROMAN[quarter - 1]} năm {year}",
            f"Đã đăng ký {registered}/{minimum}",
            last_day(on.year, quarter_of(on.month)),
            branch.id,
            year=year,
        )


def topics_to_decide(paths: Collection[str]) -> list[Todo]:
    """By committee and year, what its branches have registered; due when the first is planned."""
    if not paths:
        return []
    branch, above = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(
            above.id,
            above.name,
            PlannedTopic.year,
            func.min(PlannedTopic.month),
            func.count(),
            func.count(branch.id.distinct()),
        )
        .select_from(PlannedTopic)
        .join(branch, branch.id == PlannedTopic.organisation_id)
        .join(above, above.id == branch.parent_id)
        .where(
            or_(*(above.path.startswith(path, autoescape=True) for path in paths)),
            PlannedTopic.status == PlanStatus.REGISTERED,
        )
        .group_by(above.id, above.name, PlannedTopic.year)
    )
    return [
        Todo(
            Waiting.DECIDE_TOPICS,
            f"Duyệt {topics} chuyên đề năm {year} của {branches} chi bộ",
            name,
            last_of_month(year, month),
            id_,
            year=year,
        )
        for id_, name, year, month, topics, branches in rows
    ]
