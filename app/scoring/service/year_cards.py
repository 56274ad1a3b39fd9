"""The cards of a year: begun by whom they score, or typed from paper."""

from datetime import datetime

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.cards import card_called
from app.scoring.queries.year_cards import OfCampaign
from app.scoring.rules.campaigns import check_takes_cards
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import year_key
from app.scoring.service.trail import note


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
        _bring_along(card, found, by=by, now=now)
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


def _bring_along(card: Scorecard, found: OfCampaign, *, by: Actor, now: datetime) -> None:
    """The trail of the branch it comes to says that it has come."""
    is_here = card.organisation_id == found.branch.id
    if is_here or card.state is CardState.DECIDED or not found.due.is_due:
        return
    card.organisation = found.branch
    db.session.flush()
    note(Event.CARD_OPENED, card, by=by, now=now)


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
