"""Buttons of pledges and plans pressed at the same moment, and processes killed on the way."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.jobs.models import Job
from app.people.rules import Position
from app.personal_plans.models import PersonalPlan, Publication
from app.personal_plans.rules import PersonalPlanStatus
from app.pledges.models import (
    Pledge,
    PledgeCampaign,
    PledgeChoice,
    PledgeItem,
    PledgeReminder,
    PledgeResult,
)
from app.pledges.queries.checks import texts_hold
from app.pledges.queries.pledges import get_pledge
from app.pledges.queries.results import commented_in
from app.pledges.rules import EditionState, PledgeStatus
from app.pledges.service.results import seen_of
from tests.at_once import pressing_at_once
from tests.factory import NOW, Make

SECTIONS = ("Về tư tưởng chính trị", "Về đạo đức, lối sống")


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with pressing_at_once("pledges", tmp_path_factory) as press:
        yield press


class Branch:
    """A branch of a committee of its own, with accounts whose owners press."""

    def __init__(self, make, **campaign):
        self.make = make
        self.committee = make.organisation()
        self.branch = make.branch(parent=self.committee)
        self.campaign = make.campaign(self.committee, sections=SECTIONS, **campaign)
        self.leaders = [
            make.member(branch=self.branch, position=position)
            for position in (Position.SECRETARY, Position.DEPUTY_SECRETARY)
        ]
        self.author = make.member(branch=self.branch)
        self.accounts = {
            member.id: str(make.account(member=member, at=self.branch).id)
            for member in (*self.leaders, self.author)
        }
        self.office = str(make.account(Role.OFFICE, at=self.committee).id)
        self.home = f"/branches/{self.branch.id}"

    def pledge(self, status=PledgeStatus.DRAFT, **values):
        pledge = self.make.pledge(
            self.author, campaign=self.campaign, branch=self.branch, status=status, **values
        )
        pledge.last.items.append(
            PledgeItem(
                line_id=uuid4(),
                section=self.campaign.template.sections[1],
                position=2,
                content="Giữ gìn đoàn kết",
            )
        )
        db.session.commit()
        return pledge

    def by(self, who, path, **data):
        return {"account": self.accounts[who.id], "path": path, "data": data}

    def by_author(self, path, **data):
        return self.by(self.author, path, **data)


@pytest.fixture(scope="module")
def make(press):
    return Make()


@pytest.fixture
def place(make):
    db.session.rollback()
    return Branch(make)


def kinds(pledge_id):
    return [step.kind.value for step in get_pledge(pledge_id).steps]


def flaws(pledge_id):
    """What the check of the trail holds against it; the factory leaves no trail of the others."""
    return [flaw for flaw in texts_hold() if flaw and str(pledge_id) in flaw.what]


def test_begun_by_five_presses_it_is_one_pledge_with_its_rows_once(press, place):
    answers = press(*[place.by_author(f"{place.home}/pledges/2026/start")] * 5)

    pledge = db.session.scalars(select(Pledge).where(Pledge.member_id == place.author.id)).one()
    assert answers == ["302"] * 5
    assert len(pledge.last.items) == len(SECTIONS)
    assert kinds(pledge.id) == ["started"]


def test_begun_by_its_author_and_from_paper_it_is_one_of_the_two(press, place):
    author_id = place.author.id
    answers = press(
        place.by_author(f"{place.home}/pledges/2026/start"),
        *[
            place.by(one, f"{place.home}/pledges/2026/paper", member_id=str(author_id))
            for one in place.leaders
        ],
    )

    pledge = db.session.scalars(select(Pledge).where(Pledge.member_id == author_id)).one()
    expected = {"409"} if pledge.last.is_from_paper else {"302"}
    assert answers[0] in expected
    assert set(answers) <= {"302", "409", "200"}
    assert len(pledge.last.items) == len(SECTIONS)


def test_what_is_written_while_it_is_submitted_is_in_the_hash_or_refused(press, place):
    pledge = place.pledge()
    row, account = pledge.last.items[0].id, place.accounts[place.author.id]

    def save(word):
        change = {"id": str(uuid4()), "unit": f"row:{row}", "base": 0, "values": {"content": word}}
        body = {"account": account, "place": "", "known": {}, "changes": [change]}
        return {"account": account, "path": f"/pledges/{pledge.id}/live", "json": body}

    section = pledge.last.items[0].section_id
    answers = press(
        save("Một"),
        place.by_author(f"/pledges/{pledge.id}/write", add=str(section)),
        place.by_author(f"/pledges/{pledge.id}/submit", version=pledge.version),
        save("Hai"),
        place.by_author(f"/pledges/{pledge.id}/submit", version=pledge.version),
    )

    assert all(int(answer) < 500 for answer in answers)
    assert flaws(pledge.id) == []
    assert kinds(pledge.id).count("submitted") <= 1


def test_submitted_by_four_presses_it_is_submitted_once(press, place):
    pledge = place.pledge()
    submit = place.by_author(f"/pledges/{pledge.id}/submit", version=pledge.version)

    answers = press(*[submit] * 4)

    # Who comes too late sees a page that changed, or the pledge as it is now.
    assert set(answers) <= {"302", "409"}
    assert kinds(pledge.id) == ["submitted"]


def test_confirmed_and_returned_at_once_it_is_one_of_the_two(press, place):
    pledge = place.pledge(PledgeStatus.SUBMITTED)
    first, second = place.leaders
    path, seen = f"/pledges/{pledge.id}", {"version": pledge.version}
    read = f"{pledge.id.hex}:{pledge.version}"

    answers = press(
        place.by(first, f"{path}/confirm", **seen),
        place.by(second, f"{path}/return", comment="Nêu chỉ tiêu.", **seen),
        place.by(second, f"{path}/confirm", **seen),
        place.by(first, f"{path}/return", comment="Nêu thời hạn.", **seen),
        place.by(first, f"{place.home}/pledges/waiting", read=read),
    )

    assert answers.count("302") == 1
    assert set(answers) <= {"302", "409", "200"}
    assert kinds(pledge.id) in (["confirmed"], ["returned"])
    assert len(get_pledge(pledge.id).editions) == (1 if "confirmed" in kinds(pledge.id) else 2)


def test_made_public_and_revised_at_once_nothing_is_doubled(press, place):
    pledge = place.pledge(PledgeStatus.CONFIRMED)
    path, seen = f"/pledges/{pledge.id}", {"version": pledge.version}

    answers = press(
        place.by(place.leaders[0], f"{path}/publish", **seen),
        place.by(place.leaders[1], f"{path}/publish", **seen),
        place.by_author(f"{path}/revise", reason="Nhận việc mới.", **seen),
        place.by(place.leaders[1], f"{path}/revise", reason="Theo bản giấy mới.", **seen),
    )

    assert answers.count("302") == 1
    assert all(int(answer) < 500 for answer in answers)
    assert len(kinds(pledge.id)) == 1


def test_taken_over_twice_it_has_moved_once(press, place):
    pledge = place.pledge(PledgeStatus.CONFIRMED)
    pledge.organisation = place.make.branch(parent=place.committee)
    db.session.commit()
    path, seen = f"/pledges/{pledge.id}/take-over", pledge.version

    answers = press(*[place.by(one, path, version=seen) for one in (*place.leaders, place.author)])

    assert sorted(answers) == ["302", "409", "409"]
    assert kinds(pledge.id) == ["taken_over"]
    assert get_pledge(pledge.id).organisation_id == place.branch.id


def test_reminded_by_four_at_once_everybody_is_reminded_once(press, place):
    missing = [str(one.id) for one in (*place.leaders, place.author)]
    remind = [
        place.by(one, f"{place.home}/pledges/2026/remind", member_ids=missing)
        for one in place.leaders
    ] * 2
    campaign_id = place.campaign.id

    answers = press(*remind)

    found = db.session.scalars(
        select(PledgeReminder.member_id).where(PledgeReminder.campaign_id == campaign_id)
    ).all()
    assert sorted(map(str, found)) == sorted(missing)
    assert answers.count("302") == 1
    assert set(answers) == {"302", "200"}


def test_what_became_of_a_commitment_is_said_by_one_device(press, place):
    pledge = place.pledge(PledgeStatus.CONFIRMED)
    line_id = pledge.last.items[0].line_id
    path = f"/pledges/{pledge.id}/results/yearend"

    answers = press(
        *[
            place.by_author(f"{path}/{line_id}", outcome=outcome)
            for outcome in ("met", "not_met", "partly_met")
        ],
        place.by_author(path, version=pledge.version),
    )

    results = db.session.scalars(
        select(PledgeResult).where(PledgeResult.pledge_id == pledge.id)
    ).all()
    assert all(int(answer) < 500 for answer in answers)
    assert answers[:3].count("302") == len(results) == 1


def test_closed_by_all_and_by_one_at_once_it_is_closed_once(press, place):
    pledge = place.pledge(PledgeStatus.COMMENTED)
    seen = seen_of(commented_in(place.branch, 2026))

    answers = press(
        place.by(place.leaders[0], f"{place.home}/pledges/2026/results/close", seen=seen),
        place.by(place.leaders[1], f"{place.home}/pledges/2026/results/close", seen=seen),
        place.by(place.leaders[1], f"/pledges/{pledge.id}/close", version=pledge.version),
    )

    assert answers.count("302") == 1
    assert kinds(pledge.id) == ["closed"]


def test_a_plan_begun_by_four_presses_is_one_plan(press, place):
    head, place.campaign.with_plans = place.leaders[0], True

    answers = press(*[place.by(head, f"{place.home}/personal-plans/2026/start")] * 4)

    plans = db.session.scalars(select(PersonalPlan).where(PersonalPlan.member_id == head.id)).all()
    assert answers == ["302"] * 4
    assert len(plans) == 1


def test_a_publication_pressed_four_times_stands_once(press, place):
    plan = place.make.personal_plan(
        place.leaders[0],
        campaign=place.campaign,
        branch=place.branch,
        status=PersonalPlanStatus.SUBMITTED,
        submitted_at=NOW,
    )
    plan_id = plan.id
    posted = {"channel": "meeting", "audience": "branch", "from_on": "2026-02-03"}
    path = f"/personal-plans/{plan_id}/publications/new"

    answers = press(*[place.by(place.leaders[0], path, **posted)] * 4)

    found = db.session.scalars(select(Publication).where(Publication.plan_id == plan_id)).all()
    assert len(found) == 1
    assert set(answers) <= {"302", "200", "409"}


def test_one_committee_above_the_other_only_one_gets_its_campaign(press, make):
    above = make.organisation()
    below = make.organisation(parent=above)
    days = {"opens_on": "2026-01-05", "closes_on": "2026-12-20", "counted_on": "2026-01-05"}
    prepare = [
        {
            "account": str(make.account(Role.OFFICE, at=above).id),
            "path": f"/organisations/{place.id}/pledge-campaigns/2026/new",
            "data": {**days, "source": "supplied"},
        }
        for place in (above, below, above, below)
    ]
    ids = [above.id, below.id]

    answers = press(*prepare)

    made = db.session.scalars(
        select(PledgeCampaign).where(PledgeCampaign.organisation_id.in_(ids))
    ).all()
    assert len(made) == 1
    assert answers.count("302") == 1
    assert set(answers) <= {"302", "200", "409"}


def test_decided_twice_at_once_there_is_one_decision(press, place):
    member, campaign_id = place.author.id, place.campaign.id
    decide = {
        "account": place.office,
        "path": f"/pledge-campaigns/{campaign_id}/members/{member}/choice",
        "data": {"answer": "no", "reason": "Ốm dài ngày"},
    }

    answers = press(*[decide] * 4)

    found = db.session.scalars(
        select(PledgeChoice).where(PledgeChoice.campaign_id == campaign_id)
    ).all()
    assert len(found) == 1
    assert set(answers) <= {"302", "200", "409"}


def test_asked_for_four_times_the_papers_are_made_once(press, place):
    place.pledge(PledgeStatus.CONFIRMED)
    branch_id = place.branch.id
    path, wanted = f"{place.home}/pledges/2026/papers/make", {"format": "xlsx"}

    answers = press(*[place.by(place.leaders[0], path, **wanted, scope="confirmed")] * 4)

    jobs = db.session.scalars(select(Job).where(Job.organisation_id == branch_id)).all()
    assert set(answers) <= {"302", "409"}
    assert len(jobs) == 1


@pytest.mark.parametrize("moment", [0.004 * n for n in range(1, 13)])
def test_killed_while_submitting_it_is_submitted_whole_or_not_at_all(press, place, moment):
    pledge = place.pledge()
    submit = place.by_author(f"/pledges/{pledge.id}/submit", version=pledge.version)

    press({**submit, "kill_after": moment})

    stands = get_pledge(pledge.id)
    is_submitted = stands.status is PledgeStatus.SUBMITTED
    assert kinds(pledge.id) == (["submitted"] if is_submitted else [])
    assert (stands.last.state is EditionState.SUBMITTED) is is_submitted
    assert flaws(pledge.id) == []
    # Pressed again it is submitted, or leads to what was: once in either case.
    assert press({**submit, "data": {"version": stands.version}}) == ["302"]
    assert kinds(pledge.id) == ["submitted"]
    assert flaws(pledge.id) == []
