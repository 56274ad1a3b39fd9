"""A committee's campaign of the year or a quarter: its days, its changes, how far it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level
from app.pledges.rules import CampaignState
from app.scoring.rules.cards import CardState, is_handed_in
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.rules.subjects import WHOLE_YEAR, period_label

WHO = {Subject.BRANCH_YEAR: "chi bộ", Subject.MEMBER_YEAR: "đảng viên"}
QUARTERS = range(WHOLE_YEAR, 5)

# What may still change while it runs; the rest stands from its opening on.
RUNNING_FIELDS = ("self_by", "review_by", "decide_by", "cap_percent", "cap_base")
FIELDS = ("opens_on", *RUNNING_FIELDS, "grouping", "months_rule", "grounds")

# One after another, each no earlier than the one before.
DAY_FIELDS = ("opens_on", "self_by", "review_by", "decide_by")


def campaign_title(subject: Subject, year: int, quarter: int) -> str:
    return f"Đánh giá, xếp loại {WHO[subject]} {period_label(year, quarter)}"


@dataclass(frozen=True)
class Days:
    opens_on: date
    self_by: date
    review_by: date
    decide_by: date


def proposed_days(year: int, quarter: int, *, today: date) -> Days:
    """Of a year so that all is done before 31/12 (HD 43 mục 4), of a quarter around its end; of
    what is over already, from today on.
    """
    if quarter == WHOLE_YEAR:
        days = Days(date(year, 11, 15), date(year, 12, 5), date(year, 12, 15), date(year, 12, 30))
    else:
        last = _first_of(year, quarter + 1) - timedelta(days=1)
        days = Days(
            last - timedelta(days=14),
            last,
            last + timedelta(days=5),
            last + timedelta(days=10),
        )
    if today <= days.opens_on:
        return days
    if today < days.self_by:
        return Days(today, days.self_by, days.review_by, days.decide_by)
    return Days(today, *(today + timedelta(days=number) for number in (10, 20, 30)))


def _first_of(year: int, quarter: int) -> date:
    """First day of a quarter; the fifth is the first of the year after."""
    years, number = divmod(max(quarter, 1) - 1, 4)
    return date(year + years, number * 3 + 1, 1)


def check_aim(level: Level, subject: Subject, year: int, quarter: int, *, today: date) -> None:
    """Whether a committee may prepare such a campaign at all."""
    if level is not Level.COMMITTEE:
        raise RuleBroken("Đợt đánh giá, xếp loại do cấp ủy lập cho các chi bộ trực thuộc.")
    if subject not in WHO:
        raise RuleBroken("Chọn đánh giá, xếp loại chi bộ hoặc đảng viên.")
    if quarter not in QUARTERS:
        raise RuleBroken("Chọn cả năm, hoặc một quý từ 1 đến 4.")
    if quarter and subject is not Subject.MEMBER_YEAR:
        raise RuleBroken("Chỉ đảng viên được đánh giá theo quý; chi bộ đánh giá theo năm.")
    if abs(year - today.year) > 1:
        raise RuleBroken(
            f"Chỉ lập đợt đánh giá, xếp loại cho các năm từ {today.year - 1} đến {today.year + 1}."
        )


def check_alone(subject: Subject, year: int, quarter: int, others: Sequence[str]) -> None:
    """Nobody is graded twice for one period.

    :param others: the committees, at this place, above or below, with such a campaign already.
    """
    if others:
        raise RuleBroken(
            f"Đã có đợt đánh giá, xếp loại {WHO[subject]} {period_label(year, quarter)} của "
            f"{'; '.join(others)}, gồm cả chi bộ thuộc nơi này. Mỗi chi bộ chỉ thuộc một đợt."
        )


def check_days(year: int, quarter: int, days: Days) -> None:
    first = _first_of(year, quarter)
    if days.opens_on < first:
        raise RuleBroken(
            f"Đợt {period_label(year, quarter)} bắt đầu sớm nhất từ ngày {first:%d/%m/%Y}.",
            field="opens_on",
        )
    for before, after, said in _IN_TURN:
        if getattr(days, after) < getattr(days, before):
            raise RuleBroken(said, field=after)
    if days.decide_by.year > year + 1:
        raise RuleBroken(f"Hạn quyết định chậm nhất trong năm {year + 1}.", field="decide_by")


_IN_TURN = (
    ("opens_on", "self_by", "Hạn tự chấm phải từ ngày bắt đầu trở đi."),
    ("self_by", "review_by", "Hạn thẩm định phải từ hạn tự chấm trở đi."),
    ("review_by", "decide_by", "Hạn quyết định phải từ hạn thẩm định trở đi."),
)


def changeable_fields(state: CampaignState) -> tuple[str, ...]:
    """
    :raises RuleBroken: once it is closed.
    """
    if state is CampaignState.CLOSED:
        raise RuleBroken("Đợt này đã kết thúc; mở lại trước khi sửa.")
    return FIELDS if state is CampaignState.DRAFT else RUNNING_FIELDS


def check_openable(state: CampaignState, *, has_rubric_in_force: bool) -> None:
    if state is not CampaignState.DRAFT:
        raise RuleBroken("Đợt này đã mở trước đó.")
    if not has_rubric_in_force:
        raise RuleBroken("Bảng chấm đã chọn không còn hiệu lực; sửa đợt để chọn bảng chấm khác.")


def check_closable(state: CampaignState, *, undecided: int) -> None:
    """What was handed in is decided first; who has not handed in stays without a grade.

    :param undecided: cards that have been handed in and wait for the committee.
    """
    if state is not CampaignState.OPEN:
        raise RuleBroken("Đợt này không ở trạng thái đang thực hiện.")
    if undecided:
        raise RuleBroken(
            f"Còn {undecided} phiếu đã nộp mà chưa quyết định; quyết định hoặc yêu cầu bổ sung "
            "trước khi kết thúc đợt."
        )


def check_reopenable(state: CampaignState) -> None:
    if state is not CampaignState.CLOSED:
        raise RuleBroken("Chỉ mở lại được đợt đã kết thúc.")


def check_removable(state: CampaignState) -> None:
    if state is not CampaignState.DRAFT:
        raise RuleBroken("Đợt đã mở thì không xóa được.")


def check_takes_cards(state: CampaignState, *, opens_on: date, on: date) -> None:
    """Late ones are taken and shown as late; before the first day and after the end, none."""
    if state is CampaignState.DRAFT or on < opens_on:
        raise RuleBroken(f"Đợt đánh giá, xếp loại bắt đầu từ ngày {opens_on:%d/%m/%Y}.")
    if state is CampaignState.CLOSED:
        raise RuleBroken(
            "Đợt đánh giá, xếp loại đã kết thúc nên không tự chấm được nữa; xin báo cấp ủy."
        )


def check_remindable(state: CampaignState, *, missing: int, to_send: int) -> None:
    """While the campaign runs, who is missing is written to once a day, however often the button
    is pressed.

    :param to_send: letters to those of them who have an address and got none today.
    """
    if state is not CampaignState.OPEN:
        raise RuleBroken("Đợt này không ở trạng thái đang thực hiện nên không nhắc.")
    if not missing:
        raise RuleBroken("Không còn ai phải nhắc: tất cả đã nộp.")
    if not to_send:
        raise RuleBroken(
            "Hôm nay đã nhắc, hoặc những nơi còn thiếu chưa có địa chỉ thư điện tử trong danh sách."
        )


def late_step(
    state: CardState | None, days: Days, columns: Sequence[Column], *, on: date
) -> Column | None:
    """What should have been done by today and is not; None while nothing is late.

    :param state: of the card, None while it is not begun.
    """
    if not is_handed_in(state):
        return Column.SELF if on > days.self_by else None
    if state is CardState.DECIDED:
        return None
    if on > days.decide_by:
        return Column.DECISION
    waits = state is CardState.SUBMITTED and Column.REVIEW in columns
    return Column.REVIEW if waits and on > days.review_by else None


LATE_LABELS = {
    Column.SELF: "Quá hạn tự chấm",
    Column.REVIEW: "Quá hạn thẩm định",
    Column.DECISION: "Quá hạn quyết định",
}


@dataclass(frozen=True)
class Figures:
    """Of those who are graded (`due`): how many have come how far. Reviewed ones have been handed
    in, and decided ones count in all three; `late` is behind the day of its next step.
    """

    due: int = 0
    handed_in: int = 0
    reviewed: int = 0
    decided: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        return self.due - self.handed_in


def figures_of(standings: Iterable[tuple[CardState | None, Column | None]]) -> Figures:
    """
    :param standings: of each who is graded the state of the card, and what is late of it.
    """
    found = list(standings)
    states = [state for state, _ in found]
    return Figures(
        due=len(found),
        handed_in=sum(is_handed_in(state) for state in states),
        reviewed=sum(state in (CardState.REVIEWED, CardState.DECIDED) for state in states),
        decided=states.count(CardState.DECIDED),
        late=sum(late is not None for _, late in found),
    )


def total_of(figures: Iterable[Figures]) -> Figures:
    found = list(figures)
    names = ("due", "handed_in", "reviewed", "decided", "late")
    return Figures(*(sum(getattr(one, name) for one in found) for name in names))
