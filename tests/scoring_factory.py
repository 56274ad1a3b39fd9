"""What the tests of scoring need made, a part of `make`."""

from datetime import date

from app.kernel.clock import moment_of
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign, RubricEdition, Scorecard
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.subjects import meeting_key, year_key
from app.scoring.rules.supplied import supplied
from app.scoring.rules.year import CapBase, Grouping, MonthsRule

NOW = moment_of(date(2026, 11, 3), 14)


class MakesScores:
    def rubric(self, committee, *, subject=Subject.MEETING, content=None, **values):
        """An issued rubric, that of the handbook's frame unless `content` is given."""
        return self._add(
            RubricEdition(
                organisation=committee,
                subject=subject,
                content=in_text(content or supplied(subject)),
                **{
                    "number": 1,
                    "state": RubricState.ISSUED,
                    "valid_from": date(2025, 1, 1),
                    **values,
                },
            )
        )

    def meeting_card(self, meeting, *, rubric, **values):
        return self._add(
            Scorecard(
                key=meeting_key(meeting.id),
                subject=Subject.MEETING,
                rubric=rubric,
                organisation=meeting.organisation,
                meeting=meeting,
                year=meeting.period.year,
                **values,
            )
        )

    def grading(self, committee, *, rubric, year=2026, quarter=0, **values):
        """A campaign of the year that is open."""
        return self._add(
            GradingCampaign(
                organisation=committee,
                subject=rubric.subject,
                rubric=rubric,
                year=year,
                quarter=quarter,
                **{
                    "opens_on": date(year, 11, 1),
                    "self_by": date(year, 12, 5),
                    "review_by": date(year, 12, 15),
                    "decide_by": date(year, 12, 31),
                    "cap_percent": 20,
                    "cap_base": CapBase.SECOND,
                    "grouping": Grouping.TOGETHER,
                    "months_rule": MonthsRule.AVERAGE,
                    "state": CampaignState.OPEN,
                    **values,
                },
            )
        )

    def year_card(self, campaign, branch, member=None, **values):
        return self._add(
            Scorecard(
                key=year_key(
                    branch.id, member.id if member else None, campaign.year, campaign.quarter
                ),
                subject=campaign.subject,
                rubric=campaign.rubric,
                organisation=branch,
                campaign=campaign,
                member=member,
                year=campaign.year,
                quarter=campaign.quarter,
                **values,
            )
        )

    def grade(self, branch, *, member=None, year=2025, grade="well_done", **values):
        """An official grade that stands, typed from paper."""
        return self._add(
            GradeDecision(
                key=year_key(
                    branch.id, member.id if member else None, year, values.get("quarter", 0)
                ),
                subject=Subject.MEMBER_YEAR if member else Subject.BRANCH_YEAR,
                organisation=branch,
                member=member,
                year=year,
                grade=grade,
                **{
                    "label": "Hoàn thành tốt nhiệm vụ",
                    "decided_on": date(year, 12, 28),
                    "recorded_at": NOW,
                    "decided_by": "Văn phòng",
                    **values,
                },
            )
        )
