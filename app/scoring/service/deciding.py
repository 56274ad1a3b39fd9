"""The committee's part of a card: asked back, reviewed, decided, accepted as it is, one or several
at once; an appeal answered. Whom it concerns is told by mail.

Everywhere `site` is what links in mail begin with; None if no mail goes out.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.access.permissions import Actor
from app.audit.events import Event
from app.kernel.clock import local
from app.kernel.errors import StaleEdit
from app.kernel.points import shown
from app.organisations.models import Organisation
from app.scoring.models import Scorecard
from app.scoring.queries.cards import card_title, facts_of, get_card, is_own
from app.scoring.queries.checks import decision_fingerprint
from app.scoring.queries.decisions import standing_decision
from app.scoring.rules.cards import (
    CardState,
    CardStep,
    check_answerable,
    check_decidable,
    check_not_own,
    check_returnable,
    check_writable,
)
from app.scoring.rules.deciding import check_unchanged, check_untouched
from app.scoring.rules.meetings import check_minutes_adopted
from app.scoring.rules.rubric import Column
from app.scoring.service.columns import finish, forget_decision
from app.scoring.service.decisions import cancel_decision, decide_on_card
from app.scoring.service.notices import tell
from app.scoring.service.trail import note, step
from app.scoring.service.turns import take_turn

GONE = "một phiếu không còn trong danh sách"


def return_card(
    card: Scorecard,
    *,
    comment: str,
    version: int | None,
    site: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Ask back: the own score may be mended, or explained, and is submitted again."""
    take_turn(card, version)
    check_not_own(Column.REVIEW, is_own=is_own(card, by))
    check_returnable(card.state, comment)
    card.state, card.holding = CardState.RETURNED, None
    step(card, CardStep.RETURNED, Column.SELF, by=by, now=now, comment=comment)
    note(Event.CARD_RETURNED, card, by=by, now=now, comment=comment)
    tell(card, "Yêu cầu bổ sung phiếu chấm điểm", site=site, now=now)


def review(card: Scorecard, *, version: int | None, by: Actor, now: datetime) -> None:
    """Finish the middle column; left as it is, it agrees with the own score."""
    take_turn(card, version)
    check_not_own(Column.REVIEW, is_own=is_own(card, by))
    check_writable(card.state, Column.REVIEW, card.rubric.rubric.columns)
    found = finish(card, Column.REVIEW, facts_of(card, on=local(now).date()))
    card.state = CardState.REVIEWED
    step(card, CardStep.REVIEWED, Column.REVIEW, by=by, now=now)
    note(
        Event.CARD_REVIEWED,
        card,
        by=by,
        now=now,
        total=shown(found.total),
        grade=found.grade.label if found.grade else "",
    )


def decide(
    card: Scorecard,
    *,
    reason: str | None,
    version: int | None,
    site: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Make the score official; a column of decisions nobody has touched accepts the own score.

    :raises StaleEdit: if somebody decided, or the branch changed it, meanwhile.
    """
    take_turn(card, version)
    check_not_own(Column.DECISION, is_own=is_own(card, by))
    check_decidable(card.state)
    if card.meeting is not None:
        check_minutes_adopted(card.meeting.status)
    found = finish(card, Column.DECISION, facts_of(card, on=local(now).date()))
    card.state, card.decided_at = CardState.DECIDED, now
    decision = decide_on_card(
        card, found, reason=reason, decided_on=local(now).date(), by=by, now=now
    )
    step(card, CardStep.DECIDED, Column.DECISION, by=by, now=now, comment=reason)
    note(
        Event.CARD_DECIDED,
        card,
        of=decision,
        by=by,
        now=now,
        total=shown(found.total),
        grade=found.grade.label if found.grade else "",
        reason=reason or "",
        sha256=decision_fingerprint(decision),
    )
    tell(card, "Đã có quyết định điểm, xếp loại", site=site, now=now)


def accept(
    card: Scorecard, *, version: int | None, site: str | None, by: Actor, now: datetime
) -> None:
    """Decide on the own score as it is, or as a reviewer left it.

    :raises RuleBroken: if somebody has begun to score otherwise.
    """
    check_untouched(is_begun=bool(card.answers_in(Column.DECISION)))
    decide(card, reason=None, version=version, site=site, by=by, now=now)


def accept_several(
    place: Organisation,
    seen: Mapping[UUID, int],
    *,
    site: str | None,
    by: Actor,
    now: datetime,
) -> None:
    """All of them, in the versions that were read, or none.

    :param seen: the version in which each card was shown.
    :raises RuleBroken: naming those that are not what was read any more.
    """
    found = [one for id_ in seen if (one := get_card(id_)) and _is_below(one, place)]
    # Everybody waits in the same order, place by place as their trails are, and for those last.
    found.sort(key=lambda card: (str(card.organisation_id), str(card.meeting_id), str(card.id)))
    changed = [card_title(card) for card in found if _has_changed(card, seen[card.id])]
    check_unchanged([*changed, *[GONE] * (len(seen) - len(found))])
    for card in found:
        accept(card, version=seen[card.id], site=site, by=by, now=now)


def _is_below(card: Scorecard, place: Organisation) -> bool:
    return card.unit_path.startswith(place.path)


def _has_changed(card: Scorecard, version: int) -> bool:
    try:
        take_turn(card, version)
    except StaleEdit:
        return True
    return False


def answer_appeal(
    card: Scorecard,
    *,
    answer: str,
    is_granted: bool,
    version: int | None,
    site: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep the decision, or cancel it so that the card is decided anew; with the reason.

    :param version: of the card.
    """
    take_turn(card, version)
    check_not_own(Column.DECISION, is_own=is_own(card, by))
    found = card.appeal
    check_answerable(
        has_appeal=found is not None,
        is_answered=found is not None and found.answered_at is not None,
        answer=answer,
    )
    assert found is not None
    found.answer, found.is_granted = answer, is_granted
    found.answered_at, found.answered_by = now, by.name
    step(card, CardStep.ANSWERED, Column.DECISION, by=by, now=now, comment=answer)
    note(Event.APPEAL_ANSWERED, card, by=by, now=now, answer=answer, is_granted=is_granted)
    if is_granted:
        standing = standing_decision(card.key)
        if standing is not None:
            cancel_decision(standing, reason=answer, by=by, now=now)
        forget_decision(card)
        card.state = CardState.SUBMITTED
    tell(card, "Đã trả lời đề nghị xem lại điểm", site=site, now=now)
