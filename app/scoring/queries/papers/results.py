"""The result list of a campaign, gathered as plain data for paper and Excel."""

from datetime import date

from app.meetings.document import lower_first
from app.scoring.document.results import LeftOut, ResultLine, ResultPaper
from app.scoring.models import GradingCampaign
from app.scoring.queries.campaigns import title_of
from app.scoring.queries.papers.signing import framed
from app.scoring.queries.results import ResultRow, Results, results_of
from app.scoring.rules.indicators import Subject
from app.scoring.rules.results import NO_MARK, Mark
from app.scoring.rules.rubric import COLUMN_LABELS, Column

UNDECIDED = "Chưa quyết định"


def result_paper(
    campaign: GradingCampaign, *, on: date, with_cards: bool, reviews: bool
) -> ResultPaper:
    """
    :param with_cards: whether the reader may know what led to the decisions.
    :param reviews: whether the reader may know what reviewers said of what is not decided.
    """
    found = results_of(campaign, on=on)
    place = campaign.organisation
    letterhead, signatory = framed(place, on=on)
    columns = _columns(found) if with_cards else ()
    return ResultPaper(
        letterhead=letterhead,
        signatory=signatory,
        about=lower_first(title_of(campaign)),
        on=on,
        is_members=campaign.subject is Subject.MEMBER_YEAR,
        columns=tuple(COLUMN_LABELS[column] for column in columns),
        lines=tuple(_line(row, found, columns, reviews) for row in found.rows),
        left_out=tuple(LeftOut(one.name, one.branch, one.due.reason) for one in found.left_out),
        counted=found.counted,
        caps=tuple(found.caps),
        cap_reason=campaign.cap_reason or "",
    )


def _columns(found: Results) -> tuple[Column, ...]:
    return (Column.SELF, Column.REVIEW) if found.has_review else (Column.SELF,)


def _line(row: ResultRow, found: Results, columns: tuple[Column, ...], reviews: bool) -> ResultLine:
    decision = row.decision
    barred = row.barred if columns else ()
    reason = decision.reason if decision else ""
    return ResultLine(
        rank=row.rank,
        name=row.name,
        branch=row.branch,
        group=row.group,
        said=tuple(_said(row, found, column, reviews) for column in columns),
        total=decision.total if decision else None,
        result=decision.label if decision else UNDECIDED,
        remark="; ".join(filter(None, (*(f"Bị khống chế: {words}" for words in barred), reason))),
    )


def _said(row: ResultRow, found: Results, column: Column, reviews: bool) -> Mark:
    if row.card is None or not row.card.is_told(column, reviews=reviews):
        return NO_MARK
    grade = found.grade_labels.get(row.card.grades[column] or "", "")
    return Mark(row.card.totals[column], grade)
