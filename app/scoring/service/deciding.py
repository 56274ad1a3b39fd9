"""The committee's part of a card: accepted, one or several at once; and who is told of it.

What becomes of a card is written by `service.cards`.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.access.permissions import Actor
from app.kernel.clock import local
from app.kernel.errors import StaleEdit
from app.organisations.models import Organisation
from app.scoring.models import Scorecard
from app.scoring.queries.cards import card_title, get_card
from app.scoring.queries.deciding import appeal_until_of
from app.scoring.rules.deciding import (
    check_in_time,
    check_unchanged,
    check_untouched,
)
from app.scoring.rules.rubric import Column
from app.scoring.service import cards
from app.scoring.service.notices import tell
from app.scoring.service.turns import take_turn

GONE = "một phiếu không còn trong danh sách"


def return_card(
    card: Scorecard,
    *,
    comment: str,
    version: int | None,
    site: str | None,
    by: Actor,
    now: datetime,
) -> None:
    cards.return_card(card, comment=comment, version=version, by=by, now=now)
    tell(card, "Yêu cầu bổ sung phiếu chấm điểm", site=site, now=now)


def decide(
    card: Scorecard,
    *,
    reason: str | None,
    version: int | None,
    site: str | None,
    by: Actor,
    now: datetime,
) -> None:
    cards.decide(card, reason=reason, version=version, by=by, now=now)
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


def appeal(card: Scorecard, *, reason: str, version: int | None, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: once the days for it are over."""
    check_in_time(appeal_until_of(card), on=local(now).date())
    cards.appeal(card, reason=reason, version=version, by=by, now=now)


def answer_appeal(
    card: Scorecard,
    *,
    answer: str,
    is_granted: bool,
    version: int | None,
    site: str | None,
    by: Actor,
    now: datetime,
) -> None:
    cards.answer_appeal(card, answer=answer, is_granted=is_granted, version=version, by=by, now=now)
    tell(card, "Đã trả lời đề nghị xem lại điểm", site=site, now=now)
