"""Looking back at what was issued, what it led to, and what a committee sees of it."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken
from app.resolutions.models import Resolution, ResolutionReview
from app.resolutions.queries import get_resolution, signers_of
from app.resolutions.rules import ResolutionStatus, ReviewKind
from app.resolutions.service import adopt_resolution, issue_resolution, plan_review
from tests.factory import NOW
from tests.minutes.sittings import voted
from tests.resolutions.circulation import drafted

ISSUED_ON = date(2026, 11, 3)


def issued(make):
    sitting, resolution = drafted(make)
    adopt_resolution(resolution, voted(sitting), by=sitting.by, now=NOW)
    issue_resolution(
        resolution,
        issued_on=ISSUED_ON,
        signer=signers_of(resolution, on=ISSUED_ON)[0],
        by=sitting.by,
        now=NOW,
    )
    db.session.commit()
    return sitting, resolution


@pytest.fixture(autouse=True)
def clock(app, monkeypatch):
    monkeypatch.setitem(app.config, "PERMANENT_SESSION_LIFETIME", timedelta(days=365))
    with time_machine.travel(moment_of(date(2026, 11, 10), 8), tick=False) as traveller:
        yield traveller


@pytest.fixture
def done(make):
    return issued(make)


@pytest.fixture
def secretary(done, make, sign_in):
    sitting, _ = done
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


@pytest.fixture
def url(done):
    return f"/resolutions/{done[1].id}"


def the_review():
    return db.session.scalars(select(ResolutionReview)).one()


def plan(client, url, due_on, kind="interim"):
    return client.post(f"{url}/reviews/new", data={"kind": kind, "due_on": due_on})


def test_a_review_waits_only_when_its_day_comes_near(secretary, url, clock):
    assert plan(secretary, url, "2027-01-15").status_code == 302
    assert "Sơ kết nghị quyết số" not in secretary.get("/").text

    clock.move_to(moment_of(date(2026, 12, 16), 8))

    assert "Sơ kết nghị quyết số 01-NQ/CB" in secretary.get("/").text


def test_the_days_before_are_a_setting(secretary, url, done, make):
    make.regulation(done[0].branch, "resolution.review_notice_days", "90")
    plan(secretary, url, "2027-01-15")

    assert "Sơ kết nghị quyết số 01-NQ/CB" in secretary.get("/").text


def test_the_final_review_closes_the_resolution(secretary, url, done, clock):
    plan(secretary, url, "2026-12-15", kind="final")
    clock.move_to(moment_of(date(2026, 12, 16), 8))
    review = the_review()
    form = {"held_on": "2026-12-15", "outcome": "Hoàn thành 3/3 nhiệm vụ."}

    page = secretary.post(
        f"{url}/reviews/{review.id}/hold", data={**form, "version": review.version, "outcome": ""}
    )
    assert "Nhập kết quả" in page.text
    secretary.post(f"{url}/reviews/{review.id}/hold", data={**form, "version": review.version})

    assert get_resolution(done[1].id).status is ResolutionStatus.CLOSED
    page = secretary.get(url).text
    assert "Hoàn thành 3/3 nhiệm vụ." in page
    assert "Đã tổng kết" in page
    assert "Tổng kết nghị quyết số" not in secretary.get("/").text
    assert plan(secretary, url, "2027-12-15").status_code == 409


def test_a_wrong_day_is_refused_in_place_and_an_unheld_one_removed(secretary, url):
    assert "sau ngày ban hành" in plan(secretary, url, "2026-11-03").text
    plan(secretary, url, "2027-01-15")
    assert "Đã đặt ngày này rồi." in plan(secretary, url, "2027-01-15").text

    assert secretary.post(f"{url}/reviews/{the_review().id}/remove").status_code == 302

    assert db.session.scalars(select(ResolutionReview)).all() == []


def test_before_the_issue_nothing_is_looked_back_at(make):
    sitting, resolution = drafted(make)

    with pytest.raises(RuleBroken, match="đã ban hành"):
        plan_review(resolution, ReviewKind.INTERIM, date(2027, 1, 1), by=sitting.by, now=NOW)


def test_the_page_says_what_the_resolution_led_to(secretary, url):
    page = secretary.get(url).text

    assert "Hoàn thiện phương án sao lưu dữ liệu" in page
    assert "xong 0/1" in page
    assert "Biểu quyết thông qua" in page


def test_the_whole_branch_reads_a_closed_resolution(done, make, sign_in, url):
    done[1].status = ResolutionStatus.CLOSED
    db.session.commit()
    member = sign_in(account=make.account(member=done[0].members[3], at=done[0].branch))

    assert member.get(url).status_code == 200
    assert done[1].abstract in member.get(f"/branches/{done[0].branch.id}/resolutions").text


def test_the_branch_lists_by_state(secretary, done):
    url = f"/branches/{done[0].branch.id}/resolutions"

    assert done[1].abstract in secretary.get(f"{url}?status=issued").text
    assert done[1].abstract not in secretary.get(f"{url}?status=draft").text
    assert done[1].abstract in secretary.get(f"{url}?status=la").text


def test_the_committee_sees_what_its_branches_issued_and_what_is_due(
    done, make, sign_in, count_queries
):
    sitting, resolution = done
    plan_review(resolution, ReviewKind.FINAL, date(2027, 3, 1), by=sitting.by, now=NOW)
    db.session.add(Resolution(meeting_id=sitting.meeting.id, abstract="về bản còn dự thảo"))
    db.session.commit()
    committee = sitting.branch.parent
    above = sign_in(Role.STANDING_COMMITTEE, at=committee)
    url = f"/organisations/{committee.id}/resolutions"

    page = above.get(url).text
    assert "01-NQ/CB" in page
    assert "01/03/2027" in page
    assert "về bản còn dự thảo" not in page
    assert "01-NQ/CB" in above.get(f"{url}?year=2026").text
    assert "01-NQ/CB" in above.get(f"{url}?year=hai").text

    with count_queries() as few:
        above.get(url)
    for number in range(5):
        branch = make.branch(parent=committee)
        meeting = make.meeting(branch=branch)
        db.session.add(
            Resolution(
                meeting_id=meeting.id,
                abstract=f"về việc {number}",
                status=ResolutionStatus.ISSUED,
                number_symbol=f"0{number}-NQ/CB",
                issued_on=ISSUED_ON + timedelta(days=1),
            )
        )
    db.session.commit()
    with count_queries() as many:
        assert "về việc 4" in above.get(url).text
    assert len(many) == len(few) < 12


def test_another_committee_does_not_see_the_list(done, make, sign_in):
    stranger = sign_in(Role.STANDING_COMMITTEE, at=make.organisation())

    assert stranger.get(f"/organisations/{done[0].branch.parent_id}/resolutions").status_code == 404
