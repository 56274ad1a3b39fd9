"""When an official grade may be given, typed, cancelled or given anew (QĐ 366 Điều 15)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.organisations.rules import KNOWN_YEARS
from app.scoring.rules.cards import CardState


@dataclass(frozen=True)
class Basis:
    """The paper a grade stands on: its number and symbol, and its day."""

    number_symbol: str
    decided_on: date


def check_year(year: int, *, today: date) -> None:
    if year not in KNOWN_YEARS or year > today.year:
        raise RuleBroken(f"Năm xếp loại phải từ {KNOWN_YEARS[0]} đến {today.year}.", field="year")


def check_basis(basis: Basis, year: int, *, today: date) -> None:
    """A year is graded in its course or later, never in days to come."""
    if basis.decided_on.year < year:
        raise RuleBroken(
            f"Quyết định xếp loại năm {year} không thể ký trước năm {year}.", field="decided_on"
        )
    if basis.decided_on > today:
        raise RuleBroken("Ngày quyết định không được ở sau hôm nay.", field="decided_on")


def check_free(*, who: str, is_graded: bool) -> None:
    """What is decided is never overwritten."""
    if is_graded:
        raise RuleBroken(
            f"{who} đã có kết quả xếp loại của thời gian này. Muốn thay đổi, mở kết quả đó và "
            "chọn “Đánh giá, xếp loại lại”."
        )


def check_graded_in(*, is_draft: bool, is_subject: bool) -> None:
    """
    :param is_subject: whether the campaign grades members, or branches, as this one is.
    """
    if not is_subject:
        raise RuleBroken("Đợt này không xếp loại đối tượng này.")
    if is_draft:
        raise RuleBroken("Đợt đánh giá, xếp loại chưa mở.")


def check_typed_from_paper(*, is_running: bool, year: int) -> None:
    if is_running:
        raise RuleBroken(
            f"Năm {year} đang có đợt đánh giá, xếp loại; kết quả được quyết định trong đợt, "
            "không ghi từ văn bản giấy."
        )


def check_cancellable(*, stands: bool, reason: str) -> None:
    if not stands:
        raise RuleBroken("Kết quả này đã bị hủy trước đó.")
    if not reason.strip():
        raise RuleBroken("Nhập lý do hủy.", field="reason")


def check_regradable(*, stands: bool, has_successor: bool, reason: str | None = None) -> None:
    """A cancelled grade may be given anew as long as nothing has taken its place.

    :param reason: None before anything is typed.
    """
    if not stands and has_successor:
        raise RuleBroken("Kết quả này đã bị hủy và đã có quyết định khác thay thế.")
    if reason is not None and not reason.strip():
        raise RuleBroken("Nhập lý do đánh giá, xếp loại lại.", field="reason")


def check_card_decided(state: CardState | None) -> None:
    """:param state: of the card the grade was decided on, if it was on one.

    :raises RuleBroken: where an appeal was granted: a grade beside the card would leave it waiting
        for ever.
    """
    if state not in (None, CardState.DECIDED):
        raise RuleBroken(
            "Phiếu chấm đang chờ quyết định lại theo đề nghị xem lại; quyết định trên phiếu."
        )


def check_not_own(member_id: UUID | None, by: UUID | None) -> None:
    """Nobody decides, types or cancels their own grade."""
    if member_id is not None and member_id == by:
        raise RuleBroken(
            "Đồng chí không tự quyết định kết quả xếp loại của mình; xin nhờ đồng chí khác."
        )
