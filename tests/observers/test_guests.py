"""Whoever is sent to a branch is offered to be put down as a guest, once."""

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Guest
from app.meetings.service.roll import add_observer
from app.people.rules import Position
from tests.access.world import World
from tests.factory import NOW


@pytest.fixture
def world(make):
    return World(make)


@pytest.fixture
def observer(make, world):
    member = make.member("Phan Đình Phúc", professional_title="Chuyên viên")
    make.position(member, world.own, Position.OBSERVER)
    return member


@pytest.fixture
def secretary(sign_in, world, observer):
    return sign_in(Role.SECRETARY, at=world.own)


def put_down(client, world, member, page="opening"):
    return client.post(
        f"/meetings/{world.meeting.id}/guests/observers",
        data={"member_id": member.id, "page": page},
    )


def guests_called(name):
    return db.session.query(Guest).filter_by(name=name).all()


@pytest.mark.parametrize("page", ["opening", "roll"])
def test_the_observer_is_offered_where_the_roll_is_called(secretary, world, observer, page):
    shown = secretary.get(f"/meetings/{world.meeting.id}/{page}").text
    assert f'value="{observer.id}"' in shown

    answer = put_down(secretary, world, observer, page)

    assert answer.location.endswith(f"/{page}")
    [guest] = guests_called(observer.name)
    assert (guest.member_id, guest.is_observer) == (observer.id, True)
    assert guest.party_title == "Cấp ủy viên theo dõi"
    assert f'value="{observer.id}"' not in secretary.get(answer.location).text


def test_nobody_is_put_down_twice(secretary, world, observer):
    put_down(secretary, world, observer)

    again = put_down(secretary, world, observer)

    assert len(guests_called(observer.name)) == 1
    assert "đã có trong danh sách" in secretary.get(again.location).text


def test_two_devices_at_once_put_down_one_guest(world, observer, make):
    by = make.actor(at=world.own)
    [period] = observer.positions
    add_observer(world.meeting, period, by=by, now=NOW)

    with pytest.raises(RuleBroken, match="đã có trong danh sách"):
        add_observer(world.meeting, period, by=by, now=NOW)


@pytest.mark.parametrize("page", ["nowhere", "https://example.org", ""])
def test_the_way_back_is_one_of_the_meetings_own_pages(secretary, world, observer, page):
    assert put_down(secretary, world, observer, page).location == f"/meetings/{world.meeting.id}"


def test_who_is_not_sent_here_is_not_put_down(secretary, world, make):
    stranger = make.member("Đỗ Hữu Nghĩa")
    make.position(stranger, world.other, Position.OBSERVER)

    put_down(secretary, world, stranger)

    assert guests_called(stranger.name) == []
