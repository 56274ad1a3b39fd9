"""A committee's rubrics: begun, changed as one text, issued, ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.scoring.models import RubricEdition
from app.scoring.queries.checks import rubric_fingerprint
from app.scoring.queries.rubrics import (
    campaign_after,
    count_scored_after,
    count_scored_otherwise,
    issued_beside,
    latest_of,
)
from app.scoring.rules.cards import RubricState
from app.scoring.rules.checking import Flaw
from app.scoring.rules.indicators import Subject
from app.scoring.rules.inheriting import departures
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import Column, Rubric
from app.scoring.rules.sound import flaws_for
from app.scoring.rules.subjects import period_label
from app.scoring.rules.validity import (
    check_frame_holds,
    check_nothing_scored_after,
    check_nothing_scored_otherwise,
    check_validity,
    cut_by,
)


def take_turn(place: Organisation) -> None:
    """Wait for whoever begins, issues or ends a rubric of this place just now."""
    db.session.flush()
    db.session.execute(
        select(Organisation.id)
        .where(Organisation.id == place.id)
        .with_for_update(key_share=True, of=Organisation)
    )


def check_led_by_committee(place: Organisation) -> None:
    if place.level is not Level.COMMITTEE:
        raise RuleBroken("Bảng chấm điểm do cấp ủy lập cho các chi bộ trực thuộc.")


def begin_rubric(
    place: Organisation,
    subject: Subject,
    source: Rubric,
    *,
    frame: RubricEdition | None = None,
    grounds: str | None = None,
    by: Actor | None,
    now: datetime,
) -> RubricEdition:
    """A draft of the committee's own, its content that of `source`.

    :param frame: the superior's rubric it refines, to whose points it is held when it is issued.
    :raises RuleBroken: at a branch: it is scored with what its committee has issued.
    """
    check_led_by_committee(place)
    take_turn(place)
    last = db.session.scalar(
        select(func.max(RubricEdition.number)).where(
            RubricEdition.organisation_id == place.id, RubricEdition.subject == subject
        )
    )
    edition = RubricEdition(
        organisation=place,
        subject=subject,
        number=(last or 0) + 1,
        content=in_text(source),
        frame=frame,
        grounds=grounds,
        state=RubricState.DRAFT,
    )
    db.session.add(edition)
    db.session.flush()
    _note(Event.RUBRIC_BEGUN, edition, by, now)
    return edition


def refine_rubric(
    frame: RubricEdition, place: Organisation, *, by: Actor, now: datetime
) -> RubricEdition:
    """A draft of a committee below that keeps what a superior has issued, and says it closer.

    :raises RuleBroken: for what is no frame to this place.
    """
    is_above = place.path.startswith(frame.unit_path) and place.id != frame.organisation_id
    if not is_above or frame.state is not RubricState.ISSUED:
        raise RuleBroken("Chỉ cụ thể hóa được khung cấp trên đã ban hành.")
    return begin_rubric(
        place, frame.subject, frame.rubric, frame=frame, grounds=frame.grounds, by=by, now=now
    )


def copy_rubric(edition: RubricEdition, *, by: Actor, now: datetime) -> RubricEdition:
    """The next edition of the same place, to be changed; a frame is followed to its latest one."""
    return begin_rubric(
        edition.organisation,
        edition.subject,
        edition.rubric,
        frame=latest_of(edition.frame) if edition.frame else None,
        grounds=edition.grounds,
        by=by,
        now=now,
    )


def edit_rubric(
    edition: RubricEdition,
    edit: Callable[[Rubric], Rubric],
    *,
    what: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Change one part of it as it stands now.

    :param what: the part that changed, as the trail names it.
    :raises RuleBroken: once it is issued, or if the change itself is refused.
    """
    check_fresh(edition, version)
    check_draft(edition.state)
    change_rubric(edition, edit(edition.rubric), what=what, version=version, by=by, now=now)


def change_rubric(
    edition: RubricEdition,
    rubric: Rubric,
    *,
    what: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Put another content in its place; a draft may have flaws, they are shown until mended.

    :param what: the part that changed, as the trail names it.
    :raises RuleBroken: once it is issued.
    """
    check_fresh(edition, version)
    check_draft(edition.state)
    content = in_text(rubric)
    if content == edition.content:
        return
    edition.content = content
    _note_change(edition, what, by, now)


def change_head(
    edition: RubricEdition,
    *,
    title: str,
    columns: tuple[Column, ...],
    grounds: str | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """What stands above the criteria."""
    check_fresh(edition, version)
    check_draft(edition.state)
    content = in_text(replace(edition.rubric, title=title, columns=columns))
    if (content, grounds) != (edition.content, edition.grounds):
        edition.content, edition.grounds = content, grounds
        _note_change(edition, "tên, căn cứ, cột chấm", by, now)


def check_draft(state: RubricState) -> None:
    if state is not RubricState.DRAFT:
        raise RuleBroken("Bảng chấm điểm đã ban hành; chép thành bản mới để sửa.")


def check_issued(state: RubricState) -> None:
    if state is not RubricState.ISSUED:
        raise RuleBroken("Chỉ kết thúc được bảng chấm điểm đã ban hành.")


def all_flaws(edition: RubricEdition) -> list[Flaw]:
    """What keeps it from being issued, its frame too if it refines one."""
    found = flaws_for(edition.rubric, edition.subject)
    return [*found, *departures(edition.rubric, edition.frame.rubric)] if edition.frame else found


def issue_rubric(
    edition: RubricEdition,
    *,
    valid_from: date,
    valid_until: date | None = None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """From its first day on what is scored below is scored with it; its content stands, and an
    earlier edition of the place ends the day before.

    :raises RuleBroken: while it has a flaw, for days that do not fit, or over what is scored.
    """
    check_fresh(edition, version)
    take_turn(edition.organisation)
    check_draft(edition.state)
    check_validity(valid_from, valid_until)
    if flaws := all_flaws(edition):
        raise RuleBroken(f"Bảng chấm còn {len(flaws)} lỗi; sửa hết rồi mới ban hành.")
    if edition.frame is not None and edition.frame.validity is not None:
        check_frame_holds(edition.frame.validity, valid_from)
    edition.valid_from, edition.valid_until = valid_from, valid_until
    _make_room(edition, by, now)
    check_nothing_scored_otherwise(count_scored_otherwise(edition), valid_from)
    edition.state = RubricState.ISSUED
    _note(
        Event.RUBRIC_ISSUED,
        edition,
        by,
        now,
        valid_from=valid_from,
        sha256=rubric_fingerprint(edition),
    )


def _make_room(edition: RubricEdition, by: Actor, now: datetime) -> None:
    """End what the place has had until then."""
    assert edition.validity is not None
    beside = {other.number: other for other in issued_beside(edition)}
    others = [other.validity for other in beside.values() if other.validity]
    for number, last in list(cut_by(edition.validity, others)):
        beside[number].valid_until = last
        _note(Event.RUBRIC_ENDED, beside[number], by, now, valid_until=last)


def end_rubric(
    edition: RubricEdition, *, valid_until: date, version: int | None, by: Actor, now: datetime
) -> None:
    """Let it hold until a day; with a day before its first one it is taken back altogether.

    :raises RuleBroken: if something after that day is scored with it, or another edition holds.
    """
    check_fresh(edition, version)
    take_turn(edition.organisation)
    check_issued(edition.state)
    assert edition.valid_from is not None, "issued from a day on"
    check_nothing_scored_after(count_scored_after(edition, valid_until), valid_until)
    campaign = campaign_after(edition, valid_until)
    if campaign is not None:
        raise RuleBroken(
            f"Đợt đánh giá {period_label(campaign.year, campaign.quarter)} mở sau ngày này và dùng "
            "bảng này; đổi bảng của đợt đó trước.",
            field="valid_until",
        )
    if valid_until < edition.valid_from:
        edition.state = RubricState.WITHDRAWN
    else:
        check_validity(edition.valid_from, valid_until)
        edition.valid_until = valid_until
        _check_alone(edition)
    _note(Event.RUBRIC_ENDED, edition, by, now, valid_until=valid_until)


def _check_alone(edition: RubricEdition) -> None:
    """A later last day must not reach into the edition that follows."""
    assert edition.validity is not None
    later = [
        other.validity
        for other in issued_beside(edition)
        if other.validity and other.validity.first > edition.validity.first
    ]
    try:
        list(cut_by(edition.validity, later))
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="valid_until") from broken


def remove_rubric(edition: RubricEdition, *, version: int | None, by: Actor, now: datetime) -> None:
    """A draft; what was issued stays to be read."""
    check_fresh(edition, version)
    check_draft(edition.state)
    _note(Event.RUBRIC_REMOVED, edition, by, now)
    db.session.delete(edition)


def _note_change(edition: RubricEdition, what: str, by: Actor, now: datetime) -> None:
    audit.record(
        Event.RUBRIC_CHANGED,
        by=by,
        now=now,
        organisation_id=edition.organisation_id,
        subject=edition,
        title=edition.title,
        what=what,
    )


def _note(
    event: Event, edition: RubricEdition, by: Actor | None, now: datetime, /, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=edition.organisation_id,
        subject=edition,
        title=edition.title,
        number=edition.number,
        **facts,
    )
