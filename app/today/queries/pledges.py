"""Pledges that wait: for their author, for the branch, for the committee of those who lead it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.kernel.clock import local
from app.organisations.models import Organisation
from app.pledges.models import Pledge, PledgeCampaign, PledgeEdition
from app.pledges.queries.waiting import ToWrite, pledges_around, to_write
from app.pledges.rules import EditionState, PledgeStatus
from app.pledges.rules.own import Next
from app.regulations.rules import Book
from app.today.rules import Todo, Waiting


def pledges_waiting(
    member_id: UUID,
    branch: Organisation,
    campaigns: Iterable[PledgeCampaign],
    book: Book,
    *,
    may_take_over: bool,
    on: date,
) -> list[Todo]:
    """What a member has to begin, to finish, to mend, or to look back at, and which pledges have
    not come along to the branch.

    :param may_take_over: whether those of other comrades are for the reader to take over.
    """
    around = pledges_around(member_id, branch, with_others=may_take_over, on=on)
    own = to_write(around.own, campaigns, member_id, branch, book, on=on)
    return [
        *(_own(one, branch) for one in own),
        *_left_behind(around.arrivals, branch, member_id, on=on),
    ]


_TEXTS = {
    Next.WRITE: "Viết tiếp và nộp bản cam kết năm {}",
    Next.MEND: "Bổ sung, nộp lại bản cam kết năm {}",
    Next.REWRITE: "Viết tiếp và nộp bản cam kết mới năm {}",
    Next.CHECK: "Tự kiểm giữa năm việc thực hiện cam kết năm {}",
    Next.REVIEW: "Tự đánh giá cuối năm việc thực hiện cam kết năm {}",
}


def _own(one: ToWrite, branch: Organisation) -> Todo:
    year, pledge, said = one.campaign.year, one.pledge, one.reminded
    reminder = f"{said.by} nhắc ngày {local(said.at):%d/%m/%Y}" if said else ""
    if pledge is None:
        text, note = f"Viết bản cam kết năm {year}", reminder or branch.name
        return Todo(Waiting.START_PLEDGE, text, note, one.due_on, one.campaign.id)
    is_text = one.next not in (Next.CHECK, Next.REVIEW)
    kind = Waiting.WRITE_PLEDGE if is_text else Waiting.REVIEW_PLEDGE
    note = reminder or (pledge.last.reason if is_text else "") or branch.name
    return Todo(kind, _TEXTS[one.next].format(year), note, one.due_on, pledge.id)


def _left_behind(
    found: Sequence[Pledge], branch: Organisation, member_id: UUID, *, on: date
) -> list[Todo]:
    """A line for each of the member's own, one for all those of others."""
    todos = [
        Todo(
            Waiting.BRING_PLEDGE,
            f"Chuyển bản cam kết năm {pledge.year} về chi bộ mới",
            f"{pledge.organisation.name} đang giữ",
            on,
            pledge.id,
        )
        for pledge in found
        if pledge.member_id == member_id
    ]
    others = [pledge for pledge in found if pledge.member_id != member_id]
    if others:
        text = f"Tiếp nhận {len(others)} bản cam kết của đồng chí mới chuyển đến"
        note = ", ".join(dict.fromkeys(pledge.member.name for pledge in others))
        todos.append(Todo(Waiting.TAKE_OVER_PLEDGES, text, note, on, branch.id))
    return todos


def pledges_to_judge(branch: Organisation, member_id: UUID | None, *, on: date) -> list[Todo]:
    """In one line how many wait for the branch to be confirmed, in another how many self-reviews
    for its comment; one query.

    :param member_id: whose own is left out: nobody judges themselves.
    """
    query = (
        select(
            func.count(PledgeEdition.id).filter(PledgeEdition.state == EditionState.SUBMITTED),
            func.min(PledgeEdition.submitted_at).filter(
                PledgeEdition.state == EditionState.SUBMITTED
            ),
            func.count(Pledge.id.distinct()).filter(Pledge.status == PledgeStatus.SELF_REVIEWED),
            func.min(Pledge.year).filter(Pledge.status == PledgeStatus.SELF_REVIEWED),
        )
        .select_from(Pledge)
        .join(PledgeEdition, PledgeEdition.pledge_id == Pledge.id)
        .where(Pledge.organisation_id == branch.id)
    )
    if member_id is not None:
        query = query.where(Pledge.member_id != member_id)
    submitted, oldest, reviewed, year = db.session.execute(query).one()
    todos = []
    if oldest is not None:
        text, note = f"Xác nhận {submitted} bản cam kết", f"Nộp sớm nhất {local(oldest):%d/%m/%Y}"
        todos.append(Todo(Waiting.CONFIRM_PLEDGES, text, note, on, branch.id))
    if year is not None:
        text = f"Nhận xét {reviewed} bản tự đánh giá cam kết"
        end = date(year, 12, 31)
        todos.append(Todo(Waiting.COMMENT_PLEDGES, text, branch.name, end, branch.id))
    return todos


def leaders_pledges_to_confirm(paths: frozenset[str], *, on: date) -> list[Todo]:
    """By committee, of those who lead its branches."""
    branch, above = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(above.id, above.name, func.count())
        .select_from(Pledge)
        .join(PledgeEdition, PledgeEdition.pledge_id == Pledge.id)
        .join(branch, branch.id == Pledge.organisation_id)
        .join(above, above.id == branch.parent_id)
        .where(
            or_(*(above.path.startswith(path, autoescape=True) for path in paths)),
            Pledge.is_leaders,
            PledgeEdition.state == EditionState.SUBMITTED,
        )
        .group_by(above.id, above.name)
    )
    return [
        Todo(
            Waiting.CONFIRM_LEADERS_PLEDGES,
            f"Xem xét {number} bản cam kết của người lãnh đạo chi bộ",
            name,
            on,
            id_,
        )
        for id_, name, number in rows
    ]
