"""The cards of a year: begun by whom they score, typed from paper, decided several at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.cards import card_called, card_title, get_card
from app.scoring.queries.year_cards import OfCampaign
from app.scoring.rules.campaigns import check_takes_cards
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.rules.subjects import year_key
from app.scoring.service.cards import decide
from app.scoring.service.trail import note
from app.scoring.service.turns import take_turn


def start_year_card(
    found: OfCampaign, *, is_from_paper: bool = False, by: Actor, now: datetime
) -> Scorecard:
    """The card of a branch or of a member, begun if there is none yet.

    A member who has moved before the day that counts brings the card along, until it is decided.

    :param is_from_paper: typed by the branch from the sheet the member has signed.
    :raises RuleBroken: outside of the campaign, or for who is left out of it, naming the reason.
    """
    campaign, member = found.campaign, found.member
    if (campaign.subject is Subject.MEMBER_YEAR) is (member is None):
        raise RuleBroken("Đợt này không đánh giá, xếp loại đối tượng này.")
    # Two who begin it at once stand in line here.
    db.session.execute(
        select(GradingCampaign.id)
        .where(GradingCampaign.id == campaign.id)
        .with_for_update(key_share=True)
    )
    key = year_key(found.branch.id, member.id if member else None, campaign.year, campaign.quarter)
    card = card_called(key)
    if card is not None:
        _bring_along(card, found)
        return card
    check_takes_cards(campaign.state, opens_on=campaign.opens_on, on=local(now).date())
    if not found.due.is_due:
        raise RuleBroken(f"Không thuộc diện đánh giá, xếp loại: {found.due.reason}.")
    card = Scorecard(
        key=key,
        subject=campaign.subject,
        rubric=campaign.rubric,
        organisation=found.branch,
        campaign=campaign,
        member=member,
        year=campaign.year,
        quarter=campaign.quarter,
        is_from_paper=is_from_paper,
        state=CardState.DRAFT,
    )
    db.session.add(card)
    db.session.flush()
    note(Event.CARD_OPENED, card, by=by, now=now)
    return card


def _bring_along(card: Scorecard, found: OfCampaign) -> None:
    if card.state is not CardState.DECIDED and found.due.is_due:
        card.organisation = found.branch


def type_year_card(found: OfCampaign, *, by: Actor, now: datetime) -> Scorecard:
    """What a comrade has written on paper, typed by the leaders of the branch.

    :raises RuleBroken: for themselves, or where the comrade writes in the tool.
    """
    if found.member is not None and found.member.id == by.member_id:
        raise RuleBroken("Phiếu của mình thì đồng chí tự chấm, không nhập từ bản giấy.")
    card = start_year_card(found, is_from_paper=True, by=by, now=now)
    if not card.is_from_paper and card.state is CardState.DRAFT:
        raise RuleBroken("Đồng chí này đang tự chấm trên phần mềm nên không nhập từ bản giấy.")
    return card


@dataclass(frozen=True)
class Decided:
    """How many were decided, and which were left as they are, because they changed meanwhile."""

    number: int
    changed: tuple[str, ...]


def decide_several(
    campaign: GradingCampaign,
    seen: Mapping[UUID, int],
    *,
    path: str = "",
    by: Actor,
    now: datetime,
) -> Decided:
    """Decide as reviewed (as scored by oneself, where nobody reviews) what was ticked.

    :param seen: the version of each card that the page has shown. What has another one by now,
        or is the actor's own, is left alone and named.
    :param path: cards that lie elsewhere are left alone.
    :raises RuleBroken: if nothing can be decided.
    """
    ready = _ready(campaign)
    number, changed = 0, []
    # Everybody waits in the same order.
    for card_id in sorted(seen, key=str):
        card = get_card(card_id)
        if card is None or card.campaign is not campaign or not card.unit_path.startswith(path):
            continue
        take_turn(card)
        is_own = card.member_id is not None and card.member_id == by.member_id
        if card.version != seen[card_id] or card.state is not ready or is_own:
            changed.append(card_title(card))
            continue
        decide(card, reason=None, version=card.version, by=by, now=now)
        number += 1
    if not number:
        raise RuleBroken(
            f"Chưa quyết định phiếu nào; vừa thay đổi: {'; '.join(changed)}."
            if changed
            else "Chọn ít nhất một phiếu để quyết định."
        )
    return Decided(number, tuple(changed))


def _ready(campaign: GradingCampaign) -> CardState:
    has_review = Column.REVIEW in campaign.rubric.rubric.columns
    return CardState.REVIEWED if has_review else CardState.SUBMITTED
