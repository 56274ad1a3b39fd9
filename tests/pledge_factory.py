"""What the tests of pledges need made, a part of `make`."""

from datetime import date
from uuid import uuid4

from app.extensions import db
from app.kernel.clock import moment_of
from app.people.rules import Position
from app.personal_plans.models import PersonalPlan
from app.pledges.models import (
    Pledge,
    PledgeCampaign,
    PledgeEdition,
    PledgeItem,
    PledgeSection,
    PledgeTemplate,
)
from app.pledges.rules import CampaignState, EditionState, PledgeStatus

NOW = moment_of(date(2026, 11, 3), 14)
_EDITION_STATES = {
    PledgeStatus.DRAFT: EditionState.OPEN,
    PledgeStatus.RETURNED: EditionState.OPEN,
    PledgeStatus.SUBMITTED: EditionState.SUBMITTED,
}


class MakesPledges:
    def campaign(self, committee, *, year=2026, sections=("Về tư tưởng chính trị",), **values):
        """A campaign that is open, on a form with these required sections."""
        template = values.pop("template", None) or self.pledge_form(committee, year, sections)
        return self._add(
            PledgeCampaign(
                organisation=committee,
                template=template,
                **{
                    "year": year,
                    "opens_on": date(year, 1, 5),
                    "closes_on": date(year, 3, 31),
                    "counted_on": date(year, 1, 5),
                    "state": CampaignState.OPEN,
                    **values,
                },
            )
        )

    def pledge_form(self, committee, year=2026, sections=("Về tư tưởng chính trị",), **values):
        template = self._add(
            PledgeTemplate(
                organisation=committee,
                **{"year": year, "title": "Bản cam kết", "is_fixed": True, **values},
            )
        )
        template.sections = [
            PledgeSection(heading=heading, position=number)
            for number, heading in enumerate(sections, 1)
        ]
        db.session.flush()
        return template

    def pledge(
        self,
        member,
        *,
        campaign,
        branch,
        status=PledgeStatus.DRAFT,
        lines=("Đọc báo Đảng hằng ngày",),
        **values,
    ):
        """A pledge with one edition, its commitments all under the first section."""
        state = _EDITION_STATES.get(status, EditionState.CONFIRMED)
        pledge = self._add(
            Pledge(
                campaign=campaign,
                member=member,
                organisation=branch,
                written_at=branch,
                **{
                    "year": campaign.year,
                    "status": status,
                    "submitted_at": None if status is PledgeStatus.DRAFT else NOW,
                    "confirmed_at": NOW if state is EditionState.CONFIRMED else None,
                    **values,
                },
            )
        )
        edition = PledgeEdition(number=1, state=state)
        edition.items = [
            PledgeItem(
                line_id=uuid4(),
                section=campaign.template.sections[0],
                position=number,
                content=content,
            )
            for number, content in enumerate(lines, 1)
        ]
        pledge.editions.append(edition)
        db.session.flush()
        return pledge

    def personal_plan(self, member, *, campaign, branch, headed=None, **values):
        return self._add(
            PersonalPlan(
                campaign=campaign,
                member=member,
                organisation=branch,
                headed=headed or branch,
                **{"year": campaign.year, "position": Position.SECRETARY, **values},
            )
        )
