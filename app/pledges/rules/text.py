"""What a pledge says: commitments as rows of a section (pledges.md §2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.files.rules import JPEG, PDF, PNG, Kind
from app.kernel.errors import RuleBroken
from app.kernel.text import fold

CONTENT_LENGTH = 2_000
MEASURE_LENGTH = 1_000
MOST_ITEMS = 60


class ItemSource(StrEnum):
    """Where a commitment was drawn from."""

    LAST_PLEDGE = "last_pledge"
    SHORTCOMING = "shortcoming"
    ASSIGNMENT = "assignment"


SOURCE_LABELS = {
    ItemSource.LAST_PLEDGE: "Từ bản cam kết năm trước",
    ItemSource.SHORTCOMING: "Từ hạn chế năm trước",
    ItemSource.ASSIGNMENT: "Từ nhiệm vụ được giao",
}


@dataclass(frozen=True)
class Line:
    """One commitment, as the rules see it."""

    section_id: UUID
    content: str
    due_on: date | None


def check_due(due_on: date | None, *, year: int) -> None:
    if due_on is not None and due_on.year != year:
        raise RuleBroken(f"Thời hạn phải trong năm {year}; để trống nếu là cả năm.", field="due_on")


def check_room(count: int) -> None:
    if count >= MOST_ITEMS:
        raise RuleBroken(
            f"Một bản cam kết có nhiều nhất {MOST_ITEMS} nội dung; xin gộp những nội dung gần nhau."
        )


def check_complete(
    lines: Sequence[Line], required: Mapping[UUID, str], known: Collection[UUID]
) -> None:
    """What is submitted: something under every required section, no empty commitment.

    :param required: the headings of the sections that must not stay empty.
    :param known: every section of the form as it is today.
    """
    if not lines:
        raise RuleBroken("Bản cam kết chưa có nội dung nào.")
    if any(not line.content.strip() for line in lines):
        raise RuleBroken("Có dòng cam kết còn trống; xin viết nội dung hoặc xóa dòng đó.")
    filled = {line.section_id for line in lines}
    missing = [heading for id_, heading in required.items() if id_ not in filled]
    if missing:
        raise RuleBroken(f"Còn mục bắt buộc chưa viết: {'; '.join(missing)}.")
    if not filled <= set(known):
        raise RuleBroken("Có nội dung thuộc mục đã bỏ khỏi mẫu; xin chuyển sang mục khác.")


# Words by which a form names the section that a source belongs under, folded.
_BELONGS = {ItemSource.SHORTCOMING: "khac phuc", ItemSource.ASSIGNMENT: "nhiem vu"}


def section_for(source: ItemSource, heading: str, sections: Sequence[tuple[UUID, str]]) -> UUID:
    """Under which section of this year's form something is offered; its author may choose another.

    :param heading: what it stood under last year, if anything.
    """
    folded = [(id_, fold(name)) for id_, name in sections]
    for id_, name in folded:
        if source is ItemSource.LAST_PLEDGE and name == fold(heading):
            return id_
    wanted = _BELONGS.get(source)
    for id_, name in folded:
        if wanted and wanted in name:
            return id_
    return next((id_ for id_, name in folded if name == fold(heading)), sections[0][0])


def due_within(due_on: date | None, *, year: int) -> date | None:
    """A deadline taken over from elsewhere, where it says anything about the year."""
    return due_on if due_on is not None and due_on.year == year else None


def check_signed(signed_on: date, *, year: int, today: date) -> None:
    """It is written at the end of the year before, at the earliest."""
    if signed_on > today:
        raise RuleBroken("Ngày ký không thể sau hôm nay.", field="signed_on")
    if signed_on.year < year - 1:
        raise RuleBroken(
            f"Ngày ký bản cam kết năm {year} phải từ năm {year - 1} trở đi.", field="signed_on"
        )


def check_is_scan(kind: Kind) -> None:
    """A scan or a photograph, nothing that could be written on."""
    if kind not in (PDF, PNG, JPEG):
        raise RuleBroken("Chỉ nhận bản chụp, bản quét là tệp PDF hoặc ảnh PNG, JPEG.", field="file")


def check_on_paper(*, is_from_paper: bool) -> None:
    if not is_from_paper:
        raise RuleBroken(
            "Bản cam kết này do chính đảng viên viết nên không đính kèm bản giấy.", field="file"
        )


def check_scanned(*, is_from_paper: bool, is_scanned: bool) -> None:
    """What a leader types stands on the paper the member signed."""
    if is_from_paper and not is_scanned:
        raise RuleBroken("Đính kèm bản giấy đã ký trước khi nộp thay đảng viên.")
