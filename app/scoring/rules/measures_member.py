"""The indicators of a member in a year or a quarter."""

from collections.abc import Mapping

from app.scoring.rules.facts import MemberFacts, Span
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures import number, said, share, unknown, yes_if
from app.scoring.rules.measures_branch import ONLY_A_YEAR
from app.scoring.rules.measures_meeting import NOTHING_DUE

_NOT_CALLED = "Không có buổi sinh hoạt nào phải dự"
_NO_PLEDGE = "Không có bản cam kết nào phải nộp"


def member_measures(facts: MemberFacts, span: Span) -> Mapping[str, Measured]:
    return {
        "member.attendance": share(
            facts.attended,
            facts.called,
            "buổi sinh hoạt phải dự có mặt",
            f"{facts.unexcused} buổi vắng không lý do" if facts.unexcused else "",
            nothing=_NOT_CALLED,
        ),
        "member.unexcused": _unexcused(facts),
        "member.statements": number(
            facts.spoken_at,
            f"Phát biểu {facts.statements} lần tại {facts.spoken_at} buổi, dự {facts.attended} "
            "buổi phải dự",
        ),
        "member.tasks_on_time": share(
            facts.tasks.done,
            facts.tasks.due,
            "nhiệm vụ được giao hoàn thành đúng hạn",
            nothing=NOTHING_DUE,
        ),
        "member.pledge_met": _pledge_met(facts) if span.is_year else unknown(ONLY_A_YEAR),
        "member.pledge_in_time": (
            _pledge_in_time(facts, span) if span.is_year else unknown(ONLY_A_YEAR)
        ),
    }


def _unexcused(facts: MemberFacts) -> Measured:
    if not facts.called:
        return unknown(_NOT_CALLED)
    return number(
        facts.unexcused, f"{facts.unexcused}/{facts.called} buổi phải dự vắng không lý do"
    )


def _pledge_met(facts: MemberFacts) -> Measured:
    """The branch's word counts; until it is handed in, the member's own is only told."""
    found = facts.by_branch
    if found is None:
        return unknown("Chưa có bản cam kết được chi bộ xác nhận")
    if not found.is_judged:
        own = facts.by_member
        said_so = f"đảng viên tự đánh giá {own.words}" if own and own.is_judged else ""
        return unknown(said("Chi bộ chưa đánh giá kết quả thực hiện cam kết", said_so))
    return share(
        found.met,
        found.total,
        "nội dung cam kết chi bộ đánh giá Đạt",
        found.words,
        nothing="Bản cam kết không có nội dung nào",
    )


def _pledge_in_time(facts: MemberFacts, span: Span) -> Measured:
    pledge = facts.pledge
    if pledge is None:
        return unknown(_NO_PLEDGE)
    by = f"hạn {pledge.due_on:%d/%m/%Y}"
    if pledge.submitted_on is not None:
        return yes_if(
            pledge.submitted_on <= pledge.due_on, f"Nộp ngày {pledge.submitted_on:%d/%m/%Y}; {by}"
        )
    if span.on <= pledge.due_on:
        return unknown(f"Chưa nộp, còn {by}")
    return yes_if(False, f"Chưa nộp; đã quá {by}")
