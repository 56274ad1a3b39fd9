"""Rooms joined to a meeting: who sat where, by the roll and by heads counted there."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.document import roll_document
from app.meetings.models import ConnectionPoint, Meeting
from app.meetings.queries.papers import roll_paper_of
from app.meetings.rules.life import MeetingMode, MeetingType, check_type, types_at
from app.meetings.rules.points import (
    PointFigures,
    Turnout,
    check_counted,
    has_points,
    turnout,
)
from app.meetings.rules.roll import Presence, RollLine, figures_of
from app.meetings.rules.signing import committee_authority
from app.minutes.document import minutes_document
from app.minutes.queries import data_of
from app.organisations.rules import Level
from app.people.rules import Status

FIGURES = figures_of(
    [
        *[RollLine(Status.OFFICIAL, Presence.PRESENT)] * 7,
        RollLine(Status.OFFICIAL, Presence.EXCUSED),
    ]
)


@pytest.mark.parametrize(
    ("points", "whole"),
    [
        ([], Turnout(8, 7)),
        ([PointFigures("Hội trường A", 3, 50, 45)], Turnout(58, 52)),
        ([PointFigures("A", 0, 50, 45), PointFigures("B", 4)], Turnout(58, 52)),
        ([PointFigures("A", 0, 50, None)], Turnout(58, 7)),
    ],
)
def test_everybody_called_is_the_roll_and_the_heads_counted(points, whole):
    assert turnout(FIGURES, points) == whole


def test_a_room_holds_those_of_the_roll_and_those_counted():
    assert PointFigures("A", 3, 50, 45).present == 48
    assert PointFigures("A", 3).present == 3
    assert Turnout(58, 52).rate == Fraction(26, 29)
    assert Turnout(0, 0).rate is None


@pytest.mark.parametrize(("invited", "present"), [(None, None), (50, None), (50, 50), (0, 0)])
def test_counts_that_may_stand(invited, present):
    check_counted("A", invited, present)


@pytest.mark.parametrize(
    ("invited", "present", "said"), [(50, 51, "nhiều hơn"), (None, 1, "cả số")]
)
def test_no_more_come_than_were_called(invited, present, said):
    with pytest.raises(RuleBroken, match=said):
        check_counted("Hội trường A", invited, present)


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        (MeetingMode.IN_PERSON, MeetingType.REGULAR, False),
        (MeetingMode.HYBRID, MeetingType.REGULAR, True),
        (MeetingMode.IN_PERSON, MeetingType.STUDY, True),
    ],
)
def test_a_conference_has_rooms_even_where_nothing_is_transmitted(mode, kind, expected):
    assert has_points(mode, kind) is expected


def test_what_is_called_depends_on_who_calls():
    assert types_at(Level.COMMITTEE) == (MeetingType.BRIEFING, MeetingType.STUDY)
    assert MeetingType.STUDY in types_at(Level.BRANCH)
    for kind, level in (
        (MeetingType.BRIEFING, Level.BRANCH),
        (MeetingType.REGULAR, Level.COMMITTEE),
    ):
        with pytest.raises(RuleBroken, match="không tổ chức"):
            check_type(kind, level)


def test_a_committee_signs_under_its_own_name():
    assert committee_authority("Đảng ủy Cơ quan Sở Nội vụ") == "T/M ĐẢNG ỦY"


@pytest.fixture
def rooms(running) -> list[ConnectionPoint]:
    """The running meeting, joined by two rooms."""
    running.meeting.mode = MeetingMode.HYBRID
    for name in ("Hội trường A", "Trạm phía bắc"):
        running.meeting.points.append(ConnectionPoint(name=name))
    db.session.commit()
    return list(running.meeting.points)


def url(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/points"


def typed(rooms, *counts, version=None) -> dict[str, str]:
    version = version or " ".join(f"{room.id.hex}::" for room in rooms)
    form = {"version": version}
    for room, (invited, present) in zip(rooms, counts, strict=True):
        form[f"invited_{room.id.hex}"] = invited
        form[f"present_{room.id.hex}"] = present
    return form


def stored() -> list[tuple[int | None, int | None]]:
    db.session.expire_all()
    found = db.session.scalars(select(ConnectionPoint).order_by(ConnectionPoint.name))
    return [(room.invited, room.present) for room in found]


def test_heads_are_counted_room_by_room(running, rooms, secretary):
    answer = secretary.post(url(running.meeting), data=typed(rooms, ("50", "45"), ("", "")))

    assert answer.status_code == 302
    assert stored() == [(50, 45), (None, None)]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "meeting:point_counted")
    ).all()
    assert [entry.facts for entry in entries] == [
        {"point": "Hội trường A", "invited": 50, "present": 45}
    ]
    page = secretary.get(url(running.meeting)).text
    assert "50 trên 55 người được triệu tập" in page
    assert "90,9 %" in page


@pytest.mark.parametrize(
    ("counts", "said"),
    [(("30", "40"), "nhiều hơn số triệu tập 30"), (("-1", ""), "Nhập số"), (("", "3"), "cả số")],
)
def test_wrong_counts_are_said_and_kept_on_the_page(running, rooms, secretary, counts, said):
    page = secretary.post(url(running.meeting), data=typed(rooms, counts, ("", ""))).text

    assert said in page
    assert all(f'value="{count}"' in page for count in counts if count)
    assert stored() == [(None, None), (None, None)]


def test_two_people_count_two_rooms_without_waiting_for_each_other(running, rooms, secretary):
    secretary.post(url(running.meeting), data=typed(rooms, ("50", "45"), ("", "")))
    secretary.post(url(running.meeting), data=typed(rooms, ("", ""), ("20", "18")))

    assert stored() == [(50, 45), (20, 18)]


def test_a_room_somebody_else_has_counted_is_not_written_over(running, rooms, secretary):
    secretary.post(url(running.meeting), data=typed(rooms, ("50", "45"), ("", "")))
    answer = secretary.post(url(running.meeting), data=typed(rooms, ("50", "49"), ("", "")))

    assert answer.status_code == 409
    assert "45" in answer.text
    assert stored() == [(50, 45), (None, None)]


def test_a_room_with_people_counted_stays(running, rooms, secretary):
    secretary.post(url(running.meeting), data=typed(rooms, ("50", "45"), ("", "")))
    meeting = db.session.get_one(Meeting, running.meeting.id)
    form = {
        "type": "regular",
        "period": "11/2026",
        "held_on": "2026-11-03",
        "start_time": "14:00",
        "place": "Phòng họp tầng 3",
        "mode": "hybrid",
        "points": "Trạm phía bắc",
        "chair_id": str(meeting.chair_id),
        "minute_taker_id": str(meeting.minute_taker_id),
        "version": meeting.version,
    }

    page = secretary.post(f"/meetings/{meeting.id}/edit", data=form).text

    assert "Đã ghi 45 người dự tại điểm cầu Hội trường A" in page
    assert len(stored()) == 2


def test_nothing_is_counted_before_the_meeting_begins(setting, secretary):
    setting.meeting.mode = MeetingMode.ONLINE
    setting.meeting.points.append(ConnectionPoint(name="Hội trường A"))
    db.session.commit()
    rooms = list(setting.meeting.points)

    page = secretary.post(url(setting.meeting), data=typed(rooms, ("5", "5"))).text

    assert "chưa bắt đầu" in page
    assert stored() == [(None, None)]


def test_minutes_and_roll_print_every_room_with_its_figures(running, rooms):
    rooms[0].invited, rooms[0].present = 50, 45
    db.session.commit()

    for document in (
        minutes_document(data_of(running.meeting)),
        roll_document(roll_paper_of(running.meeting)),
    ):
        text = render_text(document)
        assert "Tổng số triệu tập: 55 người" in " ".join(text.split())
        assert "50/55, đạt 90,9 %" in " ".join(text.split())
        assert "Hội trường A" in text


def test_a_list_tells_the_heads_counted_too(running, rooms, secretary):
    rooms[0].invited, rooms[0].present = 50, 45
    db.session.commit()

    page = " ".join(secretary.get(f"/branches/{running.branch.id}/meetings").text.split())

    assert "cả các điểm 50/55" in page


def test_a_branch_holds_a_study_conference(setting, secretary):
    form = {
        "type": "study_conference",
        "period": "11/2026",
        "held_on": "2026-11-10",
        "start_time": "08:00",
        "place": "Hội trường",
        "mode": "in_person",
        "points": "Hội trường lớn",
        "topic": "Nghị quyết số 12-NQ/ĐU",
        "chair_id": str(setting.secretary.id),
        "minute_taker_id": str(setting.minute_taker.id),
    }

    answer = secretary.post(f"/branches/{setting.branch.id}/meetings/new", data=form)

    page = secretary.get(answer.location).text
    assert "Hội nghị học tập, quán triệt nghị quyết tháng 11 năm 2026" in page
    assert "Nội dung học tập" in page
    meeting = db.session.scalars(select(Meeting).where(Meeting.held_on == date(2026, 11, 10))).one()
    text = render_text(minutes_document(data_of(meeting)))
    assert "hội nghị học tập, quán triệt nghị quyết tháng 11 năm 2026" in text
    assert "Nghị quyết số 12-NQ/ĐU" in text
    assert "đảng phí" not in text
    assert "TỰ ĐÁNH GIÁ" not in text
