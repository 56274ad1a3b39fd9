"""What waits in the campaigns of the year: own scores, reviews, decisions."""

from datetime import date

from app.access.permissions import Actor
from app.scoring.queries.year_cards import YearTask, YearWork, waiting_for
from app.scoring.rules.subjects import period_label
from app.today.rules import Todo, Waiting

_KINDS = {
    YearWork.OWN: Waiting.WRITE_OWN_YEAR,
    YearWork.BRANCH: Waiting.WRITE_BRANCH_YEAR,
    YearWork.REVIEW: Waiting.REVIEW_YEAR,
    YearWork.DECIDE: Waiting.DECIDE_YEAR,
}


def year_scores_waiting(actor: Actor, *, on: date) -> list[Todo]:
    """One query while no campaign runs."""
    return [_todo(task) for task in waiting_for(actor, on=on)]


def _todo(task: YearTask) -> Todo:
    return Todo(
        _KINDS[task.work],
        _text(task),
        task.branch or task.campaign.organisation.name,
        task.due_on,
        task.branch_id or task.campaign.id,
        within_id=task.campaign.id if task.branch_id else None,
    )


def _text(task: YearTask) -> str:
    period = period_label(task.campaign.year, task.campaign.quarter)
    begins = "Bổ sung, nộp lại" if task.is_returned else "Tự chấm và nộp"
    return {
        YearWork.OWN: f"{begins} phiếu đánh giá của đồng chí, {period}",
        YearWork.BRANCH: f"{begins} phiếu đánh giá chi bộ, {period}",
        YearWork.REVIEW: f"Thẩm định {task.number} phiếu đánh giá, {period}",
        YearWork.DECIDE: f"Quyết định {task.number} phiếu đánh giá, {period}",
    }[task.work]
