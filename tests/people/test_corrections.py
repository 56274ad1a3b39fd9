from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.models import PositionPeriod, StatusPeriod
from app.people.rules import Position, Status

JANUARY, MARCH = date(2026, 1, 5), date(2026, 3, 2)


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def office(sign_in, branch):
    return sign_in(Role.OFFICE, at=branch)


def data(period, **values):
    return {
        "starts_on": period.starts_on.isoformat(),
        "version": period.version,
        "reason": "Nhập nhầm ngày",
        **values,
    }


def test_a_wrong_date_is_set_right_with_its_reason(office, branch, make):
    member = make.member("Lê Hoài Ân", branch=branch, starts_on=MARCH)
    (period,) = member.statuses
    db.session.commit()

    response = office.post(
        f"/statuses/{period.id}/correct",
        data=data(period, status="official", starts_on=JANUARY.isoformat()),
    )

    assert response.status_code == 302
    assert db.session.get(StatusPeriod, period.id).starts_on == JANUARY
    line = db.session.scalar(select(AuditEntry).where(AuditEntry.event == Event.STATUS_CORRECTED))
    assert line.facts["reason"] == "Nhập nhầm ngày"
    assert line.facts["before"]["starts_on"] == "2026-03-02"


def test_a_correction_needs_its_reason_and_may_not_meet_another_status(office, branch, make):
    member = make.member(branch=branch, starts_on=JANUARY, ends_on=date(2026, 2, 1))
    later = make.status(member, branch, Status.EXEMPT, starts_on=MARCH)
    db.session.commit()
    url = f"/statuses/{later.id}/correct"

    page = office.post(url, data=data(later, status="exempt", reason="")).text
    assert "Nêu lý do đính chính" in page

    page = office.post(url, data=data(later, status="exempt", starts_on="2026-01-20")).text
    assert "đã có trạng thái khác" in page
    assert db.session.get(StatusPeriod, later.id).starts_on == MARCH


def test_two_corrections_at_once_show_both(office, branch, make):
    (period,) = make.member(branch=branch, starts_on=MARCH).statuses
    db.session.commit()
    stale = data(period, status="official", starts_on="2026-03-05")
    office.post(f"/statuses/{period.id}/correct", data={**stale, "starts_on": "2026-03-04"})

    page = office.post(f"/statuses/{period.id}/correct", data=stale)

    assert page.status_code == 409
    assert "04/03/2026" in page.text
    assert "05/03/2026" in page.text


def test_a_position_is_corrected_and_a_second_secretary_refused(office, branch, make):
    first = make.member(branch=branch, position=Position.SECRETARY, ends_on=JANUARY)
    second = make.member(branch=branch)
    period = make.position(second, branch, Position.SECRETARY, starts_on=MARCH)
    db.session.commit()
    url = f"/positions/{period.id}/correct"

    page = office.post(url, data=data(period, position="secretary", starts_on="2026-01-01")).text
    assert "đã có đồng chí khác giữ chức vụ" in page

    done = office.post(url, data=data(period, position="secretary", starts_on="2026-01-06"))
    assert done.status_code == 302
    assert db.session.get(PositionPeriod, period.id).starts_on == date(2026, 1, 6)
    assert first.positions[0].ends_on == JANUARY
