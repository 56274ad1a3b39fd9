"""The indicators of a branch in a year or a quarter (scoring.md §6): “lượt” are counted as such."""

from collections.abc import Callable, Iterable, Mapping

from app.kernel.points import shown
from app.scoring.rules.facts import BranchFacts, MonthScore, PledgeFigures, Sitting, Span
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures import counted, months_named, number, said, share, unknown
from app.scoring.rules.measures_meeting import (
    NOTHING_DUE,
    materials_ahead,
    resolution_drafted,
    sent_in_time,
)
from app.scoring.rules.year import MonthsRule, months_together

FAIR = "fair"
ONLY_A_YEAR = "Chỉ tính cho cả năm"
_NOT_MET = "Chưa có buổi sinh hoạt nào"


def branch_measures(facts: BranchFacts, span: Span) -> Mapping[str, Measured]:
    sittings = facts.sittings
    return {
        "year.meetings": _meetings(facts, span),
        "year.topical": _topical(facts, span),
        "year.attendance": _attendance(sittings),
        "year.unexcused": _unexcused(sittings),
        "year.speakers": _speakers(sittings),
        "year.materials_ahead": _of_sittings(
            sittings, materials_ahead, "buổi gửi thông báo và tài liệu đúng hạn"
        ),
        "year.sent_in_time": _of_sittings(
            sittings,
            lambda sitting: sent_in_time(sitting, on=span.on),
            "buổi đã đến hạn có biên bản gửi đúng hạn",
        ),
        "year.resolutions": _of_sittings(
            sittings, resolution_drafted, "buổi có nghị quyết hoặc kết luận"
        ),
        "year.average": _average(facts, span),
        "year.months_top": _months_top(facts.scores),
        "year.months_below_fair": _months_below_fair(facts.scores),
        "year.tasks_on_time": share(
            facts.tasks.done,
            facts.tasks.due,
            "nhiệm vụ đến hạn hoàn thành đúng hạn",
            nothing=NOTHING_DUE,
        ),
        "year.pledges": _pledges(facts.pledges, span, _submitted),
        "year.pledges_in_time": _pledges(facts.pledges, span, _in_time),
        "year.petitions_in_time": share(
            facts.petitions.part,
            facts.petitions.due,
            "kiến nghị đến hạn được trả lời đúng hạn",
            nothing="Không có kiến nghị nào đến hạn trả lời",
        ),
        "year.observed": share(
            facts.observed.part,
            facts.observed.due,
            "buổi sinh hoạt có cấp ủy viên cấp trên dự",
            nothing=_NOT_MET,
        ),
    }


def _meetings(facts: BranchFacts, span: Span) -> Measured:
    due = facts.months_due(span)
    missing = months_named(due - facts.months_held)
    return share(
        len(facts.months_held),
        len(due),
        "tháng phải sinh hoạt đã sinh hoạt thường kỳ",
        f"không họp {missing}" if missing else "",
        nothing="Chưa có tháng nào phải sinh hoạt",
    )


def _topical(facts: BranchFacts, span: Span) -> Measured:
    topical = facts.topical
    if topical is None or not topical.minimum:
        return unknown(f"Không quy định số buổi chuyên đề tối thiểu cho {span.label}")
    due = topical.minimum - topical.to_come
    extra = max(0, topical.held - due)
    return share(
        min(topical.held, due),
        due,
        "buổi chuyên đề tối thiểu đã tổ chức",
        counted((extra, "buổi ngoài số đó"), (topical.to_come, "buổi chưa đến hạn")),
        nothing=f"Chưa buổi chuyên đề nào đến hạn trong {span.label}",
    )


def _attendance(sittings: Iterable[Sitting]) -> Measured:
    found = list(sittings)
    called = [one for one in found if one.is_called]
    without = len(found) - len(called)
    return share(
        sum(one.present or 0 for one in called),
        sum(one.must_attend or 0 for one in called),
        f"lượt phải dự có mặt tại {len(called)} buổi",
        f"{without} buổi chưa điểm danh" if without else "",
        nothing="Chưa có buổi nào được điểm danh mà có người phải dự",
    )


def _unexcused(sittings: Iterable[Sitting]) -> Measured:
    called = [one for one in sittings if one.is_called]
    if not called:
        return unknown("Chưa có buổi nào được điểm danh")
    absent = sum(one.unexcused or 0 for one in called)
    due = sum(one.must_attend or 0 for one in called)
    return number(absent, f"{absent}/{due} lượt phải dự vắng không lý do tại {len(called)} buổi")


def _speakers(sittings: Iterable[Sitting]) -> Measured:
    called = [one for one in sittings if one.is_called]
    return share(
        sum(one.speakers for one in called),
        sum(one.in_room for one in called),
        f"lượt có mặt đã phát biểu tại {len(called)} buổi",
        nothing="Chưa có buổi nào được điểm danh",
    )


def _of_sittings(
    sittings: Iterable[Sitting], measure: Callable[[Sitting], Measured], of: str
) -> Measured:
    """Of which sittings the answer is yes; those of which it is not known yet are left out."""
    found = [measure(one).value for one in sittings]
    known = [value for value in found if value is not None]
    open_ = len(found) - len(known)
    return share(
        sum(value == 1 for value in known),
        len(known),
        of,
        f"{open_} buổi chưa đến hạn" if open_ else "",
        nothing=f"{open_} buổi chưa đến hạn" if open_ else _NOT_MET,
    )


def _average(facts: BranchFacts, span: Span) -> Measured:
    scored = {one.month: one.total for one in facts.scores if one.total is not None}
    due = facts.months_due(span)
    not_held = due - facts.months_held
    unscored = facts.months_held - scored.keys()
    missing = (
        f"không họp {months_named(not_held)}" if not_held else "",
        f"chưa có điểm chính thức {months_named(unscored)}" if unscored else "",
    )
    if not scored:
        return unknown(said("Chưa có buổi sinh hoạt thường kỳ nào có điểm chính thức", *missing))
    months = months_together(facts.scores[-1].rubric, scored, due=due, rule=MonthsRule.AVERAGE)
    assert months.average is not None
    total = shown(sum(scored.values()))
    return number(
        months.average,
        said(
            f"{total} điểm trên {months.used} tháng có điểm, trong {months.total} tháng phải sinh "
            f"hoạt; bình quân {shown(months.average)} điểm",
            *missing,
        ),
    )


def _months_top(scores: Iterable[MonthScore]) -> Measured:
    graded = [one for one in scores if one.grade is not None]
    top = [one for one in graded if one.grade == one.rubric.grades[0].code]
    label = graded[-1].rubric.grades[0].label if graded else ""
    return share(len(top), len(graded), f"tháng xếp loại {label}", nothing=_NOT_GRADED)


_NOT_GRADED = "Chưa có tháng nào có quyết định xếp loại"


def _months_below_fair(scores: Iterable[MonthScore]) -> Measured:
    graded = [one for one in scores if one.grade is not None]
    if not graded:
        return unknown(_NOT_GRADED)
    if any(FAIR not in _codes(one) for one in graded):
        return unknown("Bảng chấm điểm đã dùng không có mức Khá")
    below = [one.month for one in graded if _is_below_fair(one)]
    named = f": {months_named(below)}" if below else ""
    return number(len(below), f"{len(below)}/{len(graded)} tháng xếp dưới mức Khá{named}")


def _codes(score: MonthScore) -> frozenset[str]:
    return frozenset(grade.code for grade in score.rubric.grades)


def _is_below_fair(score: MonthScore) -> bool:
    return score.grade is not None and score.rubric.rank(score.grade) > score.rubric.rank(FAIR)


def _submitted(figures: PledgeFigures) -> tuple[int, str]:
    return figures.submitted, "đảng viên phải nộp đã nộp bản cam kết"


def _in_time(figures: PledgeFigures) -> tuple[int, str]:
    return figures.in_time, "đảng viên phải nộp đã nộp bản cam kết đúng hạn"


def _pledges(
    figures: PledgeFigures | None, span: Span, of: Callable[[PledgeFigures], tuple[int, str]]
) -> Measured:
    if not span.is_year:
        return unknown(ONLY_A_YEAR)
    if figures is None:
        return unknown(f"Không có đợt cam kết {span.label} cho chi bộ")
    part, words = of(figures)
    return share(part, figures.due, words, nothing="Không có đảng viên nào phải nộp bản cam kết")
