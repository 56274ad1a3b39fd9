"""What can be computed from recorded facts: each figure with the definition that users read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.scoring.rules.rubric import Criterion, CriterionKind
from app.scoring.rules.scoring import Answer, level_of


class Subject(StrEnum):
    """What is scored."""

    MEETING = "meeting"
    BRANCH_YEAR = "branch_year"
    MEMBER_YEAR = "member_year"


class Measure(StrEnum):
    NUMBER = "number"
    SHARE = "share"  # in percent
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Indicator:
    key: str
    subject: Subject
    measure: Measure
    label: str
    definition: str


@dataclass(frozen=True)
class Measured:
    """One indicator of one subject. `value` is None where the facts say nothing (nobody had to
    attend, nothing was due); `reason` then says why. A yes is 1, a no 0, a share in percent.
    """

    value: Fraction | None
    reason: str


# What each measure may propose an answer to.
_ANSWERS: Mapping[Measure, frozenset[CriterionKind]] = {
    Measure.NUMBER: frozenset(
        {
            CriterionKind.LEVELS,
            CriterionKind.LEVEL_ONLY,
            CriterionKind.NUMBER,
            CriterionKind.DEDUCTION,
            CriterionKind.BONUS,
        }
    ),
    Measure.SHARE: frozenset(
        {CriterionKind.LEVELS, CriterionKind.LEVEL_ONLY, CriterionKind.PERCENTAGE}
    ),
    Measure.YES_NO: frozenset({CriterionKind.YES_NO, CriterionKind.PASS_FAIL}),
}


def may_bind(criterion: Criterion, indicator: Indicator) -> bool:
    """Whether a figure of this measure always leads to an answer of this criterion."""
    if criterion.kind not in _ANSWERS[indicator.measure]:
        return False
    return criterion.kind not in {CriterionKind.LEVELS, CriterionKind.LEVEL_ONLY} or (
        criterion.has_intervals
    )


@dataclass(frozen=True)
class Proposal:
    """The answer that recorded facts propose, or none, and in any case why."""

    answer: Answer | None
    reason: str


def propose(criterion: Criterion, indicator: Indicator, measured: Measured) -> Proposal:
    """
    :raises ValueError: if the criterion is bound to an indicator that cannot answer it.
    """
    if not may_bind(criterion, indicator):
        raise ValueError(f"{criterion.code} cannot be answered by {indicator.key}")
    value = measured.value
    if value is None:
        return Proposal(None, measured.reason)
    if indicator.measure is Measure.YES_NO:
        return Proposal(Answer(is_yes=value == 1), measured.reason)
    answer = Answer(value=value)
    level = level_of(criterion, answer)
    return Proposal(answer, f"{measured.reason} → {level.label}" if level else measured.reason)


def _listed(subject: Subject, *rows: tuple[str, Measure, str, str]) -> dict[str, Indicator]:
    return {
        key: Indicator(key, subject, measure, label, definition)
        for key, measure, label, definition in rows
    }


INDICATORS: Mapping[str, Indicator] = {
    **_listed(
        Subject.MEETING,
        (
            "meeting.minutes",
            Measure.NUMBER,
            "Thời lượng (phút)",
            "Từ giờ bắt đầu đến giờ kết thúc ghi trong biên bản.",
        ),
        (
            "meeting.long_enough",
            Measure.YES_NO,
            "Đủ thời lượng",
            "Thời lượng đạt mức tối thiểu của loại hình sinh hoạt theo quy định tại ngày họp.",
        ),
        (
            "meeting.on_day",
            Measure.YES_NO,
            "Đúng ngày sinh hoạt",
            "Ngày họp trùng ngày sinh hoạt định kỳ của tháng, đã tính ngày nghỉ, hoặc có quyết "
            "định họp ngày khác.",
        ),
        (
            "meeting.attendance",
            Measure.SHARE,
            "Tỷ lệ dự sinh hoạt",
            "Số đảng viên có mặt trên số đảng viên phải dự; không tính người được miễn, đang "
            "đình chỉ hoặc sinh hoạt tạm thời nơi khác.",
        ),
        (
            "meeting.unexcused",
            Measure.NUMBER,
            "Vắng không lý do",
            "Số đảng viên phải dự mà vắng không có lý do được chấp nhận.",
        ),
        (
            "meeting.absent_in_a_row",
            Measure.NUMBER,
            "Vắng ba kỳ liền",
            "Số đảng viên phải dự mà vắng cả kỳ này và hai kỳ thường kỳ liền trước.",
        ),
        (
            "meeting.materials_ahead",
            Measure.YES_NO,
            "Tài liệu gửi trước",
            "Thông báo họp và mọi tài liệu được gửi trước số ngày quy định.",
        ),
        (
            "meeting.committee_met",
            Measure.YES_NO,
            "Họp chi ủy trước",
            "Có ngày họp chi ủy trước buổi sinh hoạt; nơi không có chi ủy thì bí thư đã thông "
            "báo trước nội dung.",
        ),
        (
            "meeting.steps_held",
            Measure.SHARE,
            "Các bước đã thực hiện",
            "Số phần bắt buộc của chương trình đã thực hiện hoặc ghi rõ lý do không có nội dung, "
            "trên số phần bắt buộc.",
        ),
        (
            "meeting.speakers",
            Measure.SHARE,
            "Tỷ lệ phát biểu",
            "Số đảng viên có phát biểu trên số đảng viên có mặt.",
        ),
        (
            "meeting.resolution_drafted",
            Measure.YES_NO,
            "Có dự thảo nghị quyết, kết luận",
            "Buổi sinh hoạt có dự thảo nghị quyết hoặc kết luận được ghi.",
        ),
        (
            "meeting.tasks_on_time",
            Measure.SHARE,
            "Nhiệm vụ kỳ trước hoàn thành đúng hạn",
            "Số nhiệm vụ đến hạn trước ngày họp đã hoàn thành đúng hạn, trên số nhiệm vụ đến hạn.",
        ),
        (
            "meeting.sent_in_time",
            Measure.YES_NO,
            "Chốt và gửi biên bản đúng hạn",
            "Biên bản đã chốt và gửi cấp ủy cấp trên trong số ngày quy định sau buổi họp.",
        ),
    ),
    **_listed(
        Subject.BRANCH_YEAR,
        (
            "year.meetings",
            Measure.SHARE,
            "Sinh hoạt thường kỳ",
            "Số tháng có sinh hoạt thường kỳ trên số tháng phải sinh hoạt.",
        ),
        (
            "year.topical",
            Measure.SHARE,
            "Sinh hoạt chuyên đề",
            "Số buổi sinh hoạt chuyên đề đã tổ chức trên số buổi tối thiểu của năm, nhiều nhất "
            "100 %.",
        ),
        (
            "year.attendance",
            Measure.SHARE,
            "Tỷ lệ dự sinh hoạt cả năm",
            "Tổng số lượt có mặt trên tổng số lượt phải dự.",
        ),
        (
            "year.average",
            Measure.NUMBER,
            "Điểm bình quân các buổi sinh hoạt",
            "Trung bình điểm chính thức của các tháng đã chấm; tháng không họp không tính và "
            "được nêu riêng.",
        ),
        (
            "year.tasks_on_time",
            Measure.SHARE,
            "Nhiệm vụ hoàn thành đúng hạn",
            "Số nhiệm vụ trong năm hoàn thành đúng hạn trên số nhiệm vụ đến hạn.",
        ),
        (
            "year.pledges",
            Measure.SHARE,
            "Đảng viên nộp bản cam kết",
            "Số đảng viên đã nộp bản cam kết của năm trên số đảng viên phải nộp.",
        ),
    ),
    **_listed(
        Subject.MEMBER_YEAR,
        (
            "member.attendance",
            Measure.SHARE,
            "Dự sinh hoạt",
            "Số buổi có mặt trên số buổi phải dự.",
        ),
        (
            "member.statements",
            Measure.NUMBER,
            "Số buổi có phát biểu",
            "Số buổi sinh hoạt trong năm có ý kiến phát biểu được ghi.",
        ),
        (
            "member.tasks_on_time",
            Measure.SHARE,
            "Nhiệm vụ hoàn thành đúng hạn",
            "Số nhiệm vụ được giao hoàn thành đúng hạn trên số nhiệm vụ đến hạn.",
        ),
        (
            "member.pledge_met",
            Measure.SHARE,
            "Thực hiện cam kết",
            "Số nội dung cam kết chi bộ đánh giá Đạt trên số nội dung cam kết.",
        ),
    ),
}

# Conditions a criterion may hang on, in the words of the builder.
CONDITIONS: Mapping[str, str] = {
    "has_topic": "Buổi sinh hoạt có chuyên đề",
    "is_regular": "Buổi sinh hoạt thường kỳ",
    "has_committee": "Chi bộ có chi ủy",
    "has_due_tasks": "Có nhiệm vụ đến hạn",
}


def conditions_for(subject: Subject) -> Mapping[str, str]:
    """All of them are facts of a meeting; in a year there is nothing they could hang on."""
    return CONDITIONS if subject is Subject.MEETING else {}


def bindable(subject: Subject) -> Mapping[str, Indicator]:
    """The indicators a rubric of a subject may bind."""
    return {key: one for key, one in INDICATORS.items() if one.subject is subject}


def fitting(subject: Subject, criterion: Criterion) -> Mapping[str, Indicator]:
    """Those that may be bound to a criterion as it stands, and the one that is."""
    return {
        key: one
        for key, one in bindable(subject).items()
        if may_bind(criterion, one) or key == criterion.indicator
    }
