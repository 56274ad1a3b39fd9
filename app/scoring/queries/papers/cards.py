"""What the paper of one card is drawn from, gathered as plain data."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from app.documents.model import Signatory
from app.documents.typography import clock, long_date, percent
from app.extensions import db
from app.kernel.clock import local
from app.kernel.points import shown
from app.meetings.document import lower_first, titled
from app.meetings.models import Meeting, Vote
from app.meetings.queries.papers import letterhead_of
from app.people.models import Member
from app.people.queries import positions_at
from app.pledges.models import Pledge
from app.pledges.queries.pledges import pledge_of
from app.pledges.queries.results import get_judged, pledge_sum, result_lines
from app.pledges.rules import JUDGE_LABELS, OUTCOME_LABELS, Judge, Outcome
from app.regulations.queries import book_for
from app.regulations.rules import Book
from app.scoring.document.card import CardPaper, PaperColumn, PaperLine, PledgeResults
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.cards import Sheet, facts_of, sheet_of
from app.scoring.queries.decisions import decisions_on
from app.scoring.queries.papers.signing import signatory_of
from app.scoring.queries.places import members_below
from app.scoring.rules.cards import CardState
from app.scoring.rules.lines import has_points, said_of
from app.scoring.rules.meetings import VOTE_SUBJECT
from app.scoring.rules.rubric import COLUMN_LABELS, Column, Criterion, GateKind, Rubric
from app.scoring.rules.scoring import UNANSWERED, Score, ScoredLine
from app.scoring.rules.subjects import period_label


def judged_pledge_of(card: Scorecard) -> Pledge | None:
    """The pledge whose results belong into a member's card."""
    found = pledge_of(card.member_id, card.year) if card.member_id else None
    return get_judged(found.id) if found else None


def card_paper(
    card: Scorecard,
    columns: Sequence[Column],
    *,
    on: date,
    pledge: Pledge | None = None,
    with_commitments: bool = False,
) -> CardPaper:
    """
    :param on: the day on which facts are seen, of a card that is not handed in.
    :param columns: those the reader may see.
    :param with_commitments: whether the reader may know what was pledged, not only the figures.
    """
    sheet = sheet_of(card, columns, facts_of(card, on=on))
    dated = _dated(card)
    book = book_for(card.unit_path, dated)
    branch = signatory_of(card.organisation, book, on=dated)
    return CardPaper(
        letterhead=letterhead_of(card.organisation, book),
        rubric=sheet.rubric.title,
        is_members=card.member is not None,
        about=_about(card),
        facts=tuple(_facts(card, dated)),
        most=sheet.rubric.max_points,
        columns=tuple(
            _column(sheet.rubric, column, found) for column, found in sheet.scores.items()
        ),
        lines=tuple(_line(sheet, criterion) for criterion in sheet.rubric.walk()),
        pledge=_pledge(pledge, with_commitments) if pledge else PledgeResults(),
        results=tuple(_results(card)),
        left=branch if card.member else _above(card, book, dated),
        right=_self_signs(card.member) if card.member else branch,
        dated=dated,
        is_draft=card.submitted_at is None,
    )


def _dated(card: Scorecard) -> date:
    """The day it was handed in; before that, the day of what it scores."""
    if card.submitted_at is not None:
        return local(card.submitted_at).date()
    if card.meeting is not None:
        return card.meeting.held_on
    return card.campaign.self_by if card.campaign else date(card.year, 12, 31)


def _about(card: Scorecard) -> str:
    if card.meeting is not None:
        return lower_first(card.meeting.title)
    return period_label(card.year, card.quarter)


def _facts(card: Scorecard, dated: date) -> Iterator[tuple[str, str]]:
    if card.member is not None:
        yield "Họ và tên", card.member.name
        if card.member.birth_year:
            yield "Sinh năm", str(card.member.birth_year)
        held = positions_at(card.organisation_id, on=dated).get(card.member.id, ())
        yield "Chức vụ Đảng", titled(held) or "Đảng viên"
        if card.member.professional_title:
            yield "Chức vụ chuyên môn", card.member.professional_title
    yield "Chi bộ", card.organisation.name
    if card.meeting is not None:
        yield from _meeting_facts(card.meeting)
    elif card.member is None:
        members = members_below(card.unit_path, on=dated)
        yield "Số đảng viên", str(members.get(card.organisation_id, 0))
    valid = card.rubric.valid_from
    since = f", áp dụng từ ngày {valid:%d/%m/%Y}" if valid else ""
    yield "Chấm theo", f"{card.rubric.title} (bản số {card.rubric.number}{since})"


def _meeting_facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    began = clock(meeting.began_time or meeting.start_time)
    ended = f" đến {clock(meeting.ended_time)}" if meeting.ended_time else ""
    yield "Thời gian", f"{began}{ended}, {long_date(meeting.held_on)}"
    if meeting.present is not None:
        yield "Có mặt", f"{meeting.present}/{meeting.must_attend} đảng viên phải dự"


def _column(rubric: Rubric, column: Column, found: Score) -> PaperColumn:
    return PaperColumn(
        label=COLUMN_LABELS[column],
        total=found.total,
        by_points=found.by_points.label if found.by_points else "",
        grade=found.grade.label if found.grade else "",
        barred=tuple(
            f"xếp loại cao nhất là {rubric.grades[rubric.rank(one.gate.limit)].label}, vì "
            f"{_WHY_BARRED[one.gate.kind]} {', '.join(one.codes)}"
            for one in found.barred
        ),
    )


_WHY_BARRED = {
    GateKind.FULL_MARKS: "chưa đạt tối đa ở tiêu chí",
    GateKind.NO_CASE: "rơi vào trường hợp",
}


def _line(sheet: Sheet, criterion: Criterion) -> PaperLine:
    found = [(column, score.lines[criterion.code]) for column, score in sheet.scores.items()]
    return PaperLine(
        code=criterion.code,
        label=criterion.label,
        is_section=criterion.is_section,
        most=criterion.max_points or None,
        points=tuple(line.points if has_points(line) else None for _, line in found),
        note="\n".join(_notes(sheet, criterion, found)),
    )


def _notes(
    sheet: Sheet, criterion: Criterion, found: list[tuple[Column, ScoredLine]]
) -> Iterator[str]:
    """What the facts say, and what each column said where it says something of its own."""
    proposed = sheet.facts.proposals.get(criterion.code)
    if proposed is not None:
        yield f"Số liệu: {proposed.measured.reason}"
    before = {"", *_TOLD_BY_POINTS}
    for column, line in found:
        answer = sheet.answers[column].get(criterion.code, UNANSWERED)
        said = said_of(criterion, answer, applies=line.applies)
        note = sheet.notes[column].get(criterion.code, "")
        words = [part for part in (lower_first(said), note) if part not in before]
        if words:
            yield f"{COLUMN_LABELS[column]}: {'; '.join(words)}"
        before |= set(words)


# A yes or a no needs no words beside its points.
_TOLD_BY_POINTS = frozenset({"có", "không"})


def _pledge(pledge: Pledge, with_commitments: bool) -> PledgeResults:
    sums = tuple(
        f"{JUDGE_LABELS[judge]}: {found.words}"
        for judge in Judge
        if (found := pledge_sum(pledge, judge)).is_judged
    )
    if not sums:
        return PledgeResults((f"Bản cam kết năm {pledge.year} chưa được đánh giá.",))
    lines = result_lines(pledge) if with_commitments else []
    return PledgeResults(
        sums,
        tuple(
            (
                line.item.content,
                _outcome(line.by_member.outcome if line.by_member else None),
                _outcome(line.by_branch.outcome if line.by_branch else None),
            )
            for line in lines
        ),
    )


def _outcome(outcome: Outcome | None) -> str:
    return OUTCOME_LABELS[outcome] if outcome else "Chưa đánh giá"


def _results(card: Scorecard) -> Iterator[str]:
    """What the branch voted, the official grade, and those it took the place of."""
    if card.submitted_at is None:
        return
    if card.meeting is not None:
        yield from map(_voted, _votes_on(card.meeting))
    for decision in decisions_on(card.key):
        yield decided_words(decision)
    if card.appeal is not None:
        yield f"Đề nghị xem lại: {card.appeal.reason}"
        if card.appeal.answer:
            yield f"Trả lời: {card.appeal.answer}"


def _votes_on(meeting: Meeting) -> Sequence[Vote]:
    """The branch's votes on its own score."""
    return db.session.scalars(
        select(Vote)
        .where(
            Vote.meeting_id == meeting.id, Vote.subject.startswith(VOTE_SUBJECT, autoescape=True)
        )
        .order_by(Vote.position)
    ).all()


def _voted(vote: Vote) -> str:
    said = f"{vote.in_favour}/{vote.vote_base} ({percent(vote.in_favour, vote.vote_base)})"
    return (
        f"Chi bộ biểu quyết: {vote.subject}: tán thành {said}, "
        f"không tán thành {vote.against}, ý kiến khác {vote.other}."
    )


def decided_words(decision: GradeDecision) -> str:
    number = f" số {decision.number_symbol}" if decision.number_symbol else ""
    points = f"{shown(decision.total)} điểm, " if decision.total is not None else ""
    words = (
        f"Quyết định{number} {long_date(decision.decided_on)}: {points}xếp loại {decision.label}"
    )
    reason = f"; lý do: {decision.reason.rstrip(' .')}" if decision.reason else ""
    if decision.cancelled_at is None:
        return f"{words}{reason}."
    why = (decision.cancelled_reason or "").rstrip(" .")
    return f"{words}{reason} (đã hủy ngày {local(decision.cancelled_at):%d/%m/%Y}: {why})."


def _self_signs(member: Member) -> Signatory:
    return Signatory(("NGƯỜI TỰ ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)"), member.name)


def _above(card: Scorecard, book: Book, dated: date) -> Signatory | None:
    """Once it is decided the committee signs beside the branch."""
    above = card.organisation.parent
    is_decided = card.state is CardState.DECIDED
    return signatory_of(above, book, on=dated) if is_decided and above else None
