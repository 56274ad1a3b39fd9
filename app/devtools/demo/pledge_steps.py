"""What is done with a pledge after it has been submitted, step by step."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.written import Row
from app.kernel.clock import local
from app.pledges import service
from app.pledges.models import Pledge, PledgeItem
from app.pledges.queries.evidence import facts_of
from app.pledges.queries.results import lines_in_force
from app.pledges.rules import EvidenceKind, Judge, Outcome, Stage
from app.pledges.service.results import (
    Judgement,
    ShownBy,
    close_pledge,
    comment_pledge,
    hand_in_check,
    hand_in_review,
    judge_line,
)


def confirm(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    is_above = step.get("above", False)
    service.confirm_pledge(pledge, version=pledge.version, is_above=is_above, by=by, now=now)


def _return(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    comment = step["comment"]
    service.return_pledge(pledge, comment=comment, version=pledge.version, by=by, now=now)


def _revise(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    reason = step["reason"]
    service.revise_pledge(pledge, reason=reason, version=pledge.version, by=by, now=now)


def _publish(pledge: Pledge, _step: Row, by: Actor, now: datetime) -> None:
    service.publish_pledge(pledge, version=pledge.version, by=by, now=now)


def _take_over(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    service.take_over(pledge, step["branch"], version=pledge.version, by=by, now=now)


def _check(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    """At mid-year a line needs words only where it lags behind."""
    for item, line in _lines(pledge):
        lags = line["key"] in step["partly_met"]
        judgement = Judgement(Outcome.PARTLY_MET, line["half"]) if lags else Judgement(Outcome.MET)
        judge_line(pledge, item.line_id, Stage.MIDYEAR, judgement, version=None, by=by, now=now)
    hand_in_check(pledge, version=pledge.version, by=by, now=now)


def _review(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    """At year's end every line has its result, its words and what the records say of it."""
    facts = facts_of(pledge.member_id, pledge.year, on=local(now).date())
    for item, line in _lines(pledge):
        wanted = EvidenceKind(line["evidence"]) if "evidence" in line else None
        judge_line(
            pledge,
            item.line_id,
            Stage.YEAREND,
            _judgement(line, step),
            shown_by=ShownBy([fact for fact in facts if fact.kind is wanted][:1]),
            version=None,
            by=by,
            now=now,
        )
    hand_in_review(pledge, version=pledge.version, by=by, now=now)


def _judgement(line: Row, step: Row) -> Judgement:
    key, failed = line["key"], step.get("not_met", {})
    if key in failed:
        return Judgement(Outcome.NOT_MET, failed[key])
    if key in step["partly_met"]:
        return Judgement(Outcome.PARTLY_MET, line["partly"])
    return Judgement(Outcome.MET, line["met"])


def _comment(pledge: Pledge, step: Row, by: Actor, now: datetime) -> None:
    """The branch agrees with the author but for what it lowers."""
    said = {
        result.line_id: result.outcome
        for result in pledge.results
        if (result.stage, result.judge) == (Stage.YEAREND, Judge.MEMBER)
    }
    lowered = step.get("lowered", {})
    judgements = {
        item.line_id: Judgement(Outcome.PARTLY_MET, lowered[line["key"]])
        if line["key"] in lowered
        else Judgement(said[item.line_id])
        for item, line in _lines(pledge)
    }
    comment_pledge(
        pledge, judgements, comment=step["comment"], version=pledge.version, by=by, now=now
    )


def _close(pledge: Pledge, _step: Row, by: Actor, now: datetime) -> None:
    close_pledge(pledge, version=pledge.version, by=by, now=now)


def _lines(pledge: Pledge) -> Iterator[tuple[PledgeItem, Row]]:
    """The commitments in force with what is written of each."""
    known = {line["content"]: line for line in written.pledge_lines().values()}
    for item in lines_in_force(pledge):
        yield item, known[item.content]


Act = Callable[[Pledge, Row, Actor, datetime], None]

STEPS: Mapping[str, Act] = {
    "returned": _return,
    "confirmed": confirm,
    "published": _publish,
    "taken_over": _take_over,
    "revised": _revise,
    "checked": _check,
    "reviewed": _review,
    "commented": _comment,
    "closed": _close,
}
