"""When adopted minutes may be confirmed, opened again, supplemented."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.access.permissions import Role
from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MONTHLY, RECORDABLE, MeetingStatus, MeetingType
from app.minutes.rules.records import RecordKind

SIGNERS = (Role.CHAIR, Role.MINUTE_TAKER)
SIGNER_LABELS = {Role.CHAIR: "chủ trì", Role.MINUTE_TAKER: "thư ký"}


@dataclass(frozen=True)
class Standing:
    """How far a record has come, and what has been built on it since."""

    kind: RecordKind = RecordKind.MAIN
    is_sealed: bool = False
    is_latest: bool = True  # the branch has sealed nothing after it
    is_received: bool = False
    is_reopened: bool = False
    is_judged: bool = False  # a later meeting has judged tasks that stand in it
    goes_up: bool = True


def check_confirmable(
    found: Standing, role: Role, confirmed: Collection[Role], *, is_same_text: bool
) -> None:
    if found.is_reopened:
        raise RuleBroken("Biên bản này đã được mở lại để sửa; hãy xác nhận bản mới.")
    if role not in SIGNERS:
        raise RuleBroken("Chỉ chủ trì và thư ký của buổi họp xác nhận biên bản.")
    if role in confirmed:
        raise RuleBroken(f"Đồng chí {SIGNER_LABELS[role]} đã xác nhận biên bản này.")
    if not is_same_text:
        raise RuleBroken(
            "Nội dung biên bản không còn như khi mở trang này. Mời đồng chí xem lại bản mới nhất "
            "rồi xác nhận."
        )


def obstacle_to_reopening(found: Standing) -> str:
    """Why these minutes stay closed, and what to do instead; empty where they may be opened."""
    if found.is_reopened:
        return "Biên bản này đã được mở lại; bản mới đang được sửa."
    if found.is_judged:
        how = "lập biên bản bổ sung" if found.is_sealed else "xác nhận để chốt rồi lập bổ sung"
        return f"Buổi họp sau đã đánh giá nhiệm vụ ghi trong biên bản này; mời {how}."
    if not found.is_sealed:
        return ""
    if found.kind is RecordKind.SUPPLEMENT:
        return "Biên bản bổ sung đã chốt không mở lại; mời lập biên bản bổ sung khác."
    if found.is_received:
        return "Cấp trên đã nhận biên bản nên không mở lại được; mời lập biên bản bổ sung."
    if not found.is_latest:
        return (
            "Chi bộ đã chốt biên bản khác sau biên bản này nên không mở lại được; mời lập biên "
            "bản bổ sung."
        )
    return ""


def may_reopen(found: Standing) -> bool:
    return not obstacle_to_reopening(found)


def check_reopenable(found: Standing, *, reason: str) -> None:
    obstacle = obstacle_to_reopening(found)
    if obstacle:
        raise RuleBroken(obstacle)
    if not reason:
        raise RuleBroken("Nêu lý do mở lại biên bản.", field="reason")


def may_supplement(found: Standing) -> bool:
    """What can still be opened and corrected itself needs no supplement."""
    is_main = found.kind is RecordKind.MAIN
    return is_main and found.is_sealed and not found.is_reopened and not may_reopen(found)


def check_supplement(found: Standing) -> None:
    if not found.is_sealed or found.is_reopened:
        raise RuleBroken("Chỉ lập biên bản bổ sung cho biên bản đã chốt.")
    if not may_supplement(found):
        raise RuleBroken(
            "Biên bản này còn mở lại được: mở lại, sửa, rồi thông qua và xác nhận lại."
        )


def goes_up(type_: MeetingType, *, is_of_committee: bool) -> bool:
    """What a committee said among itself stays where it was said, a branch's and any above."""
    return type_ is not MeetingType.BRANCH_COMMITTEE and not is_of_committee


def check_sendable(found: Standing, *, is_sent: bool) -> None:
    if not found.goes_up:
        raise RuleBroken(
            "Biên bản họp của chi ủy lưu ở chi bộ, của cấp ủy lưu ở cấp ủy; không gửi lên cấp trên."
        )
    if found.is_reopened:
        raise RuleBroken("Biên bản này đã được mở lại; hãy gửi bản mới sau khi chốt.")
    if not found.is_sealed:
        raise RuleBroken("Chủ trì và thư ký xác nhận để chốt biên bản rồi mới gửi lên cấp trên.")
    if is_sent:
        raise RuleBroken("Biên bản này đã được gửi lên cấp trên.")


def check_receivable(found: Standing, *, is_sent: bool) -> None:
    if not is_sent:
        raise RuleBroken("Chi bộ chưa gửi biên bản này.")
    if found.is_received:
        raise RuleBroken("Biên bản này đã được xác nhận là đã nhận.")
    if found.is_reopened:
        raise RuleBroken("Chi bộ đã mở lại biên bản này để sửa; chờ chi bộ gửi bản mới.")


@dataclass(frozen=True)
class Sitting:
    """A meeting as far as it matters whether it may decide on minutes of before."""

    type: MeetingType
    status: MeetingStatus
    held_on: date
    is_same_branch: bool = True


def check_decided_later(deciding: Sitting, *, earlier: date) -> None:
    """:raises RuleBroken: if this meeting cannot adopt minutes of a meeting held on `earlier`."""
    if not deciding.is_same_branch or deciding.type not in MONTHLY or deciding.held_on <= earlier:
        raise RuleBroken("Chỉ buổi sinh hoạt thường kỳ sau của chi bộ thông qua biên bản kỳ trước.")
    if deciding.status not in RECORDABLE:
        raise RuleBroken(
            "Chỉ thông qua biên bản kỳ trước khi buổi họp này đã bắt đầu và biên bản của buổi "
            "này chưa thông qua."
        )
