from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.dissemination.models import LaterTelling
from app.extensions import db
from app.meetings.models import AgendaItem, AgendaStep, Attendance, ItemDocument
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.people.rules import Status
from tests.factory import NOW

DAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng bộ Văn phòng")


@pytest.fixture
def document(make, committee):
    return make.document(committee, "50-CT/TW", issued_on=date(2025, 7, 23))


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


def presented(
    make, branch, document, marks, *, held_on=DAY, status=MeetingStatus.ADOPTED, **values
):
    """A meeting of `branch` that presented it, with who was there: member → presence."""
    must = [one for one, presence in marks.items() if presence is not Presence.NOT_REQUIRED]
    meeting = make.meeting(
        branch=branch,
        held_on=held_on,
        status=status,
        must_attend=len(must),
        present=sum(marks[one] is Presence.PRESENT for one in must),
        **values,
    )
    step = AgendaStep(meeting=meeting, section="step_1", position=1)
    item = AgendaItem(step=step, position=1, title="Văn bản mới")
    db.session.add(item)
    db.session.flush()
    db.session.add(ItemDocument(item_id=item.id, document=document, added_at=NOW))
    for member, presence in marks.items():
        standing = Status.EXEMPT if presence is Presence.NOT_REQUIRED else Status.OFFICIAL
        db.session.add(
            Attendance(
                meeting_id=meeting.id, member_id=member.id, status=standing, presence=presence
            )
        )
    db.session.commit()
    return meeting


@pytest.fixture
def four(make, branch):
    names = ("Lê Hoài Ân", "Võ Văn Bình", "Trần Quốc Cường", "Đặng Thùy Dung")
    return [make.member(name, branch=branch) for name in names]


@pytest.fixture
def secretary(branch, sign_in):
    return sign_in(Role.SECRETARY, at=branch)


@pytest.fixture
def above(committee, sign_in):
    return sign_in(Role.COMMITTEE_MEMBER, at=committee)


def marked(four, *presences):
    return dict(zip(four, presences, strict=True))


TWO_AWAY = (Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED, Presence.PRESENT)


def url(place, document, rest=""):
    return f"/organisations/{place.id}/documents/{document.id}/dissemination{rest}"


def told(four, **values):
    return {
        "member_ids": [one.id for one in four],
        "told_on": "2026-11-05",
        "how": "Trao đổi trực tiếp",
        **values,
    }


def text_of(client, address):
    return " ".join(client.get(address).text.split())


def test_a_branch_sees_who_missed_a_document_and_notes_who_was_told(
    make, branch, document, four, secretary
):
    presented(make, branch, document, marked(four, *TWO_AWAY))

    before = text_of(secretary, url(branch, document))
    offered = text_of(secretary, url(branch, document, "/told"))
    secretary.post(url(branch, document, "/told"), data=told(four[1:3]))
    after = text_of(secretary, url(branch, document))

    assert "<b>2/4 đồng chí</b> (2 có mặt, 0 phổ biến bù)" in before
    assert before.count("Chưa được phổ biến") == 2
    assert "Võ Văn Bình" in offered
    assert "Lê Hoài Ân" not in offered
    assert "<b>4/4 đồng chí</b> (2 có mặt, 2 phổ biến bù)" in after
    assert after.count("Phổ biến bù 05/11/2026") == 2
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.event == Event.MEMBER_TOLD
    assert entry.facts["members"] == [str(one.id) for one in four[1:3]]


def test_a_wrong_mark_is_taken_back_with_its_line_in_the_trail(
    make, branch, document, four, secretary
):
    presented(make, branch, document, marked(four, *TWO_AWAY))
    secretary.post(url(branch, document, "/told"), data=told(four[1:2]))

    secretary.post(url(branch, document, f"/told/{four[1].id}/remove"))

    assert db.session.scalars(select(LaterTelling)).all() == []
    assert "<b>2/4 đồng chí</b>" in text_of(secretary, url(branch, document))
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
    assert events == [Event.MEMBER_TOLD, Event.TELLING_REMOVED]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"told_on": "2026-11-02"}, "không thể trước buổi sinh hoạt (03/11/2026)"),
        ({"told_on": "2026-11-11"}, "không thể ở tương lai"),
        ({"how": ""}, "Ghi hình thức phổ biến."),
        ({"member_ids": []}, "Chọn ít nhất một đồng chí."),
    ],
)
def test_a_telling_that_cannot_be_is_answered_in_place(
    make, branch, document, four, secretary, values, said
):
    presented(make, branch, document, marked(four, *TWO_AWAY))

    page = secretary.post(url(branch, document, "/told"), data=told(four[1:2], **values)).text

    assert said in page
    assert db.session.scalars(select(LaterTelling)).all() == []


def test_whoever_was_there_or_was_told_already_is_not_told_again(
    make, branch, document, four, secretary
):
    presented(make, branch, document, marked(four, *TWO_AWAY))
    secretary.post(url(branch, document, "/told"), data=told(four[1:2]))

    for again in (four[:1], four[1:2]):
        page = secretary.post(url(branch, document, "/told"), data=told(again)).text
        assert "Chọn trong danh sách." in page
    assert len(db.session.scalars(select(LaterTelling)).all()) == 1


@pytest.mark.parametrize(
    "status", [MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS, MeetingStatus.CANCELLED]
)
def test_only_a_meeting_that_was_held_counts(make, branch, document, four, secretary, status):
    presented(make, branch, document, marked(four, *TWO_AWAY), status=status)

    page = text_of(secretary, url(branch, document))

    assert "Chi bộ chưa phổ biến văn bản này" in page


def test_what_the_branch_committee_hears_among_itself_is_not_presented_to_the_branch(
    make, branch, document, four, secretary
):
    presented(
        make,
        branch,
        document,
        marked(four, *[Presence.PRESENT] * 4),
        type=MeetingType.BRANCH_COMMITTEE,
    )

    assert "Chi bộ chưa phổ biến văn bản này" in text_of(secretary, url(branch, document))


def test_whoever_left_since_is_named_but_not_waited_for(make, branch, document, four, secretary):
    gone = make.member("Hồ Đắc Dũng", branch=branch, ends_on=DAY + timedelta(days=2))
    presented(
        make, branch, document, {**marked(four, *[Presence.PRESENT] * 4), gone: Presence.EXCUSED}
    )

    page = text_of(secretary, url(branch, document))

    assert "Không còn ở chi bộ" in page
    assert "Đã phổ biến đủ" in page
    assert "Hồ Đắc Dũng" not in text_of(secretary, url(branch, document, "/told"))


def test_a_committee_sees_every_branch_with_numerator_and_denominator(
    make, committee, branch, document, four, above
):
    silent = make.branch(parent=committee, name="Chi bộ Công nghệ")
    make.branch(parent=committee, name="Chi bộ cũ", dissolved_on=date(2024, 1, 1))
    presented(make, branch, document, marked(four, *TWO_AWAY))
    db.session.add(
        LaterTelling(
            document=document,
            organisation=branch,
            member=four[1],
            told_on=DAY,
            how="Gửi văn bản",
            noted_at=NOW,
            noted_by="Lê Hoài Ân",
        )
    )
    db.session.commit()

    page = text_of(above, url(committee, document))

    assert "<b>1/2 chi bộ</b> đã phổ biến." in page
    assert "<b>3/4 đồng chí</b> phải dự đã được phổ biến: 2 đồng chí có mặt, 1 đồng chí" in page
    assert "03/11/2026, có mặt 2/4" in page
    assert "Trần Quốc Cường" in page
    assert silent.name in page
    assert "Chi bộ cũ" not in page
    assert above.post(url(branch, document, "/told"), data=told(four[2:3])).status_code == 403


def test_the_register_shows_how_far_each_document_has_come(
    make, committee, branch, document, four, above, secretary
):
    make.document(committee, "42-HD/BTCTW")
    presented(make, branch, document, marked(four, *TWO_AWAY))

    over = text_of(above, f"/organisations/{committee.id}/dissemination")
    own = text_of(secretary, f"/organisations/{branch.id}/dissemination")

    assert "1/1 chi bộ" in over
    assert "0/1 chi bộ" in over
    assert "2/4 đồng chí; còn Võ Văn Bình, Trần Quốc Cường" in own
    assert "Còn đồng chí chưa được phổ biến" in own
    assert "Chưa phổ biến" in own


def test_a_conference_above_reaches_those_who_were_there(
    make, committee, branch, document, four, secretary
):
    presented(make, branch, document, marked(four, *TWO_AWAY))
    conference = presented(
        make,
        committee,
        document,
        {four[1]: Presence.PRESENT},
        held_on=DAY + timedelta(days=3),
        type=MeetingType.STUDY,
    )

    page = text_of(secretary, url(branch, document))

    assert "<b>3/4 đồng chí</b> (3 có mặt, 0 phổ biến bù)" in page
    assert str(conference.id) not in page


def test_a_member_does_not_read_who_missed_what(branch, document, sign_in):
    member = sign_in(Role.MEMBER, at=branch)

    assert member.get(url(branch, document)).status_code == 403
    assert member.get(f"/organisations/{branch.id}/dissemination").status_code == 403


def test_a_hundred_branches_take_no_more_queries_than_one(
    make, committee, document, above, count_queries
):
    def asked(number):
        for _ in range(number):
            branch = make.branch(parent=committee)
            there, away = make.members(2, branch=branch)
            marks = {there: Presence.PRESENT, away: Presence.EXCUSED}
            presented(make, branch, document, marks)
        db.session.expire_all()
        counts = []
        for address in (url(committee, document), f"/organisations/{committee.id}/dissemination"):
            with count_queries() as statements:
                above.get(address)
            counts.append(len(statements))
        return counts

    assert asked(1) == asked(99) == [7, 5]
    assert len(db.session.scalars(select(AgendaItem)).all()) == 100


def test_the_queries_of_a_branchs_register_do_not_grow(
    make, committee, branch, four, secretary, count_queries
):
    def asked(number):
        for _ in range(number):
            presented(make, branch, make.document(committee), marked(four, *TWO_AWAY))
        db.session.expire_all()
        with count_queries() as statements:
            secretary.get(f"/organisations/{branch.id}/dissemination")
        return len(statements)

    assert asked(2) == asked(6) == 8


def test_what_is_asked_for_waits_for_the_secretary_until_the_branch_has_presented_it(
    make, committee, branch, four, secretary, above, sign_in
):
    asked = make.document(committee, "08-CT/ĐU", present_by=date(2026, 11, 9))
    make.document(committee, "07-CT/ĐU", present_by=DAY, withdrawn_on=DAY)
    make.document(committee, "06-CT/ĐU")
    db.session.commit()
    member = sign_in(Role.MEMBER, at=branch)
    line = "Phổ biến chỉ thị số 08-CT/ĐU"

    before = secretary.get("/").text
    register = text_of(above, f"/organisations/{committee.id}/dissemination")
    presented(make, branch, asked, marked(four, *TWO_AWAY))

    assert line in before
    assert f"/documents/{asked.id}" in before
    assert "07-CT/ĐU" not in before
    assert "06-CT/ĐU" not in before
    assert line not in member.get("/").text
    assert "Cần phổ biến trước 09/11/2026" in register
    assert 'class="state late">0/1 chi bộ' in register
    assert line not in secretary.get("/").text
