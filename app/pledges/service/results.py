"""What became of a pledge: said by its author, then by the branch, then closed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from app.access.permissions import Actor
from app.assignments.service import Upload
from app.audit.events import Event
from app.extensions import db
from app.files.service import store_file
from app.kernel.clock import local
from app.kernel.errors import RuleBroken, StaleEdit
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.pledges.models import Pledge, PledgeResult, ResultEvidence
from app.pledges.queries.evidence import Fact
from app.pledges.queries.results import commented_in, lines_in_force, result_of
from app.pledges.rules import (
    EvidenceKind,
    Judge,
    Outcome,
    PledgeStatus,
    PledgeSum,
    Stage,
    StepKind,
    sum_of,
)
from app.pledges.rules.life import check_closable
from app.pledges.rules.results import (
    check_all_judged,
    check_answerable,
    check_commentable,
    check_files,
    check_self_reviewed,
    check_settled,
)
from app.pledges.service.life import check_judge
from app.pledges.service.trail import note, step
from app.pledges.service.turns import touch

_FROM_PAPER = "Nhập theo bản giấy đảng viên đã ký"


@dataclass(frozen=True)
class Judgement:
    """What is said of one commitment."""

    outcome: Outcome | None
    comment: str = ""


@dataclass(frozen=True)
class ShownBy:
    """What a judgement rests on, as chosen in its form; `dropped` are files taken out again."""

    facts: Sequence[Fact] = ()
    note: str = ""
    uploads: Sequence[Upload] = ()
    dropped: Collection[UUID] = ()


def judge_line(
    pledge: Pledge,
    line_id: UUID,
    stage: Stage,
    judgement: Judgement,
    *,
    shown_by: ShownBy = ShownBy(),
    folder: Path | None = None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> PledgeResult:
    """The author's word on one commitment: theirs alone, and without a line in the trail, until
    all of them are handed in.

    :param folder: where uploads are kept.
    :param version: of the judgement as it was shown; none where there was none yet.
    :raises RuleBroken: before the pledge is in force, or once it has been handed in.
    """
    result = result_of(pledge, line_id, stage, Judge.MEMBER)
    _check_seen(result, version)
    check_open(pledge, stage, on=local(now).date())
    _claim(pledge)
    result = _say(pledge, line_id, stage, Judge.MEMBER, judgement, by=by, now=now)
    _show(result, shown_by, folder=folder, now=now)
    db.session.flush()
    return result


def hand_in_check(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    """The check at mid-year: how far each commitment has come. It holds nothing back."""
    check_fresh(pledge, version)
    found = _answered(pledge, Stage.MIDYEAR, now=now)
    pledge.checked_at = now
    step(pledge, StepKind.CHECKED, by=by, now=now, comment=_typed_for(pledge, by))
    note(Event.PLEDGE_CHECKED, pledge, by=by, now=now, **_facts(found))


def hand_in_review(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    """The year's result in the author's own eyes, from now on before the branch.

    :raises RuleBroken: while a commitment has no result, or its text is being changed.
    """
    check_fresh(pledge, version)
    found = _answered(pledge, Stage.YEAREND, now=now)
    check_settled(pledge.last.state)
    pledge.status = PledgeStatus.SELF_REVIEWED
    step(pledge, StepKind.SELF_REVIEWED, by=by, now=now, comment=_typed_for(pledge, by))
    note(Event.PLEDGE_SELF_REVIEWED, pledge, by=by, now=now, **_facts(found))


def return_review(
    pledge: Pledge,
    *,
    comment: str,
    version: int | None,
    is_above: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """The branch asks its author to look again; what was said is kept to be mended."""
    check_fresh(pledge, version)
    check_judge(pledge, is_above=is_above, by=by)
    check_self_reviewed(pledge.status)
    pledge.status = PledgeStatus.CONFIRMED
    step(pledge, StepKind.REVIEW_RETURNED, by=by, now=now, comment=comment)
    note(Event.PLEDGE_REVIEW_RETURNED, pledge, by=by, now=now, comment=comment)


def comment_pledge(
    pledge: Pledge,
    judgements: Mapping[UUID, Judgement],
    *,
    comment: str,
    version: int | None,
    is_above: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """The branch's result of each commitment and its word on the whole; it may be mended until
    the pledge is closed.

    :param judgements: by line, one for each commitment in force.
    """
    check_fresh(pledge, version)
    check_judge(pledge, is_above=is_above, by=by)
    check_commentable(pledge.status)
    lines = lines_in_force(pledge)
    said = [judgements.get(item.line_id, Judgement(None)) for item in lines]
    check_all_judged([judgement.outcome for judgement in said])
    pledge.status = PledgeStatus.COMMENTED
    _claim(pledge)
    for item, judgement in zip(lines, said, strict=True):
        _say(pledge, item.line_id, Stage.YEAREND, Judge.BRANCH, judgement, by=by, now=now)
    step(pledge, StepKind.COMMENTED, by=by, now=now, comment=comment)
    found = sum_of(judgement.outcome for judgement in said)
    note(Event.PLEDGE_COMMENTED, pledge, by=by, now=now, comment=comment, **_facts(found))


def close_pledge(pledge: Pledge, *, version: int | None, by: Actor, now: datetime) -> None:
    """From now on nothing of it changes."""
    check_fresh(pledge, version)
    check_closable(pledge.status)
    pledge.status = PledgeStatus.CLOSED
    step(pledge, StepKind.CLOSED, by=by, now=now)
    note(Event.PLEDGE_CLOSED, pledge, by=by, now=now)


def close_all(
    branch: Organisation, year: int, *, seen: str | None, by: Actor, now: datetime
) -> int:
    """Every pledge of the branch that has been commented on; `seen` says which the page showed."""
    pledges = commented_in(branch, year)
    if not pledges:
        raise RuleBroken("Không còn bản cam kết nào chờ khóa; tải lại trang để xem.")
    if seen_of(pledges) != seen:
        raise StaleEdit
    for pledge in pledges:
        close_pledge(pledge, version=pledge.version, by=by, now=now)
    return len(pledges)


def seen_of(pledges: Sequence[Pledge]) -> str:
    """Which pledges, and in which state each, a page has shown."""
    return ",".join(sorted(f"{pledge.id.hex}:{pledge.version}" for pledge in pledges))


def _claim(pledge: Pledge) -> None:
    """Of two at once the second is told before anything of it is stored; and so is whoever hands
    in, or comments on, what stood there before.
    """
    touch(pledge)
    db.session.flush()


def _check_seen(result: PledgeResult | None, version: int | None) -> None:
    if result is not None:
        check_fresh(result, version)
    elif version:
        raise StaleEdit


def check_open(pledge: Pledge, stage: Stage, *, on: date) -> None:
    """Whether its author may say on a day what became of it, at this time of the year.

    :raises RuleBroken: before it is in force, before its year, or once it has been handed in.
    """
    is_checked = pledge.checked_at is not None
    check_answerable(stage, pledge.status, is_checked=is_checked, year=pledge.year, on=on)


def _answered(pledge: Pledge, stage: Stage, *, now: datetime) -> PledgeSum:
    """Every commitment has its result: their sum."""
    check_open(pledge, stage, on=local(now).date())
    results = [
        result_of(pledge, item.line_id, stage, Judge.MEMBER) for item in lines_in_force(pledge)
    ]
    outcomes = [result.outcome if result else None for result in results]
    check_all_judged(outcomes)
    return sum_of(outcomes)


def _say(
    pledge: Pledge,
    line_id: UUID,
    stage: Stage,
    judge: Judge,
    judgement: Judgement,
    *,
    by: Actor,
    now: datetime,
) -> PledgeResult:
    result = result_of(pledge, line_id, stage, judge)
    if result is None:
        result = PledgeResult(line_id=line_id, stage=stage, judge=judge)
        pledge.results.append(result)
    result.outcome, result.comment = judgement.outcome, judgement.comment or None
    result.at, result.by = now, by.name
    return result


def _show(result: PledgeResult, shown_by: ShownBy, *, folder: Path | None, now: datetime) -> None:
    """Facts and note as chosen now, files as they come and go."""
    kept = [
        piece
        for piece in result.evidence
        if piece.kind is EvidenceKind.FILE and piece.id not in shown_by.dropped
    ]
    check_files(len(kept) + len(shown_by.uploads))
    pieces = [
        ResultEvidence(kind=fact.kind, text=fact.text, subject_id=fact.subject_id)
        for fact in shown_by.facts
    ]
    if shown_by.note:
        pieces.append(ResultEvidence(kind=EvidenceKind.NOTE, text=shown_by.note))
    pieces += kept
    pieces += [_filed(result, upload, folder, now) for upload in shown_by.uploads if folder]
    for piece in set(result.evidence) - set(pieces):
        result.evidence.remove(piece)
        db.session.delete(piece)
    for position, piece in enumerate(pieces, 1):
        piece.position = position
        if piece not in result.evidence:
            result.evidence.append(piece)


def _filed(result: PledgeResult, upload: Upload, folder: Path, now: datetime) -> ResultEvidence:
    stored = store_file(
        upload.content,
        upload.name,
        organisation_id=result.pledge.organisation_id,
        folder=folder,
        now=now,
    )
    return ResultEvidence(kind=EvidenceKind.FILE, text=stored.name, file=stored)


def _typed_for(pledge: Pledge, by: Actor) -> str | None:
    return None if by.member_id == pledge.member_id else _FROM_PAPER


def _facts(found: PledgeSum) -> dict[str, int]:
    return {"met": found.met, "partly_met": found.partly_met, "not_met": found.not_met}
