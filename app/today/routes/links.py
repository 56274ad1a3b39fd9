"""The page on which each kind of thing that waits is done."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from app.today.rules import Todo, Waiting


def link_to(todo: Todo) -> str:
    return _PAGES[todo.kind](todo)


def _page(endpoint: str, argument: str, **more: Any) -> Callable[[Todo], str]:
    """The page of `endpoint` whose subject is what waits."""
    return lambda todo: url_for(endpoint, **{argument: todo.subject_id, **more})


def _programme_url(todo: Todo) -> str:
    return url_for("programmes.show", branch_id=todo.subject_id, year=_year(todo))


def _own_plans(_todo: Todo) -> str:
    return url_for("personal_plans.mine")


def _year(todo: Todo) -> int:
    return todo.year or todo.due_on.year


def _record_url(todo: Todo) -> str:
    if todo.is_supplement:
        return url_for("minutes.record", record_id=todo.subject_id)
    return url_for("minutes.show", meeting_id=todo.subject_id)


def _pledges_missing(todo: Todo) -> str:
    return url_for("pledges.branch", branch_id=todo.subject_id, year=_year(todo), _anchor="missing")


def _topics_to_decide(todo: Todo) -> str:
    return url_for(
        "programmes.tracker", organisation_id=todo.subject_id, year=_year(todo), _anchor="waiting"
    )


def _scores_to_decide(todo: Todo) -> str:
    month = f"{todo.month:%Y-%m}" if todo.month else None
    return url_for("scoring.queue", organisation_id=todo.subject_id, month=month)


def _year_scores(todo: Todo) -> str:
    """Of a branch in a campaign, or of all of the campaign."""
    if todo.within_id:
        return url_for("scoring.branch_year", grading_id=todo.within_id, branch_id=todo.subject_id)
    return url_for("scoring.campaign", grading_id=todo.subject_id)


_PAGES: dict[Waiting, Callable[[Todo], str]] = {
    Waiting.RECORD_MEETING: _page("meetings.opening", "meeting_id"),
    Waiting.ADOPT_MINUTES: _page("minutes.show", "meeting_id"),
    Waiting.CONFIRM_MINUTES: _record_url,
    Waiting.SEND_MINUTES: _record_url,
    Waiting.RECEIVE_MINUTES: _page("minutes.deliveries", "organisation_id"),
    Waiting.ISSUE_RESOLUTION: _page("resolutions.show", "resolution_id"),
    Waiting.COMMENT_ON_DRAFT: _page("resolutions.commenting", "round_id"),
    Waiting.ANSWER_COMMENTS: _page("resolutions.comments", "resolution_id"),
    Waiting.REVIEW_RESOLUTION: _page("resolutions.show", "resolution_id", _anchor="reviews"),
    Waiting.PLAN_MEETING: _page("meetings.new", "branch_id"),
    Waiting.ANSWER_ABSENCE: _page("meetings.show", "meeting_id", _anchor="absences"),
    Waiting.LEAD_PAPER: _page("topics.show", "meeting_id"),
    Waiting.ATTEND_MEETING: _page("meetings.show", "meeting_id"),
    Waiting.REPORT_VISIT: _page("observers.write", "meeting_id"),
    Waiting.ANSWER_PETITION: _page("petitions.show", "petition_id"),
    Waiting.READ_ANSWER: _page("petitions.show", "petition_id"),
    Waiting.PRESENT_DOCUMENT: _page("library.find", "document_id"),
    Waiting.URGE_ASSIGNMENTS: _page("assignments.board", "branch_id", overdue="y"),
    Waiting.ESCALATED_ASSIGNMENTS: _page("assignments.branches", "organisation_id"),
    Waiting.ASSIGNMENT: _page("assignments.show", "assignment_id"),
    Waiting.URGE_PLEDGES: _pledges_missing,
    Waiting.START_PLEDGE: lambda _: url_for("pledges.mine"),
    Waiting.WRITE_PLEDGE: _page("pledges.write", "pledge_id"),
    Waiting.REVIEW_PLEDGE: _page("pledges.results", "pledge_id"),
    Waiting.COMMENT_PLEDGES: lambda todo: url_for(
        "pledges.branch_results", branch_id=todo.subject_id, year=todo.due_on.year
    ),
    Waiting.CONFIRM_PLEDGES: _page("pledges.waiting", "branch_id"),
    Waiting.CONFIRM_LEADERS_PLEDGES: _page("pledges.waiting_above", "organisation_id"),
    Waiting.TAKE_OVER_PLEDGES: _page("pledges.waiting", "branch_id", _anchor="arrivals"),
    Waiting.BRING_PLEDGE: _page("pledges.take_over", "pledge_id"),
    Waiting.SCORE_MEETING: _page("meetings.show", "meeting_id"),
    Waiting.WRITE_SCORE: _page("scoring.write_card", "scorecard_id", column="self"),
    Waiting.READ_SCORE: _page("scoring.card", "scorecard_id"),
    Waiting.DECIDE_SCORES: _scores_to_decide,
    Waiting.ANSWER_APPEAL: _page("scoring.answer_appeal", "scorecard_id"),
    Waiting.WRITE_OWN_YEAR: lambda _: url_for("scoring.mine", _anchor="own"),
    Waiting.WRITE_BRANCH_YEAR: _year_scores,
    Waiting.REVIEW_YEAR: _year_scores,
    Waiting.DECIDE_YEAR: _year_scores,
    Waiting.HOLD_TOPIC: _programme_url,
    Waiting.REGISTER_TOPICS: _programme_url,
    Waiting.DECIDE_TOPICS: _topics_to_decide,
    Waiting.WRITE_PLAN: _own_plans,
    Waiting.PUBLISH_PLAN: _page("personal_plans.publications", "plan_id"),
    Waiting.CLOSE_PLAN: _page("personal_plans.show", "plan_id"),
}
