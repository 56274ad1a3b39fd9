"""Absence announced beforehand, its answer, and what the roll proposes of it."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import AbsenceNotice
from app.meetings.queries.roll import roll_of
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import Presence
from app.meetings.service.life import notify_meeting, open_meeting
from app.people.rules import Status
from tests.factory import NOW
from tests.meetings.sent import fresh, url_of

REASON = "Đi công tác tại Hà Nội"


@pytest.fixture
def notified(setting):
    notify_meeting(setting.meeting, members=5, guests=0, by=setting.by, now=NOW)
    db.session.commit()
    return setting


@pytest.fixture
def member(notified, make, sign_in):
    return sign_in(account=make.account(member=notified.members[3], at=notified.branch))


def notice(setting, number=3):
    return db.session.get(AbsenceNotice, (setting.meeting.id, setting.members[number].id))


def announced(setting, number=3, *, reason=REASON, decision=AbsenceDecision.PENDING):
    made = AbsenceNotice(
        meeting=setting.meeting,
        member=setting.members[number],
        reason=reason,
        announced_at=NOW,
        decision=decision,
        decided_at=None if decision is AbsenceDecision.PENDING else NOW,
        decided_by=None if decision is AbsenceDecision.PENDING else "Trần Thị Hạnh",
    )
    db.session.add(made)
    db.session.commit()
    return made


def answer_url(setting, number=3):
    return url_of(setting, f"/absences/{setting.members[number].id}")


def answered(setting, decision="accepted", **values):
    return {"decision": decision, "version": notice(setting).version, **values}


def trail(event):
    found = select(AuditEntry).where(AuditEntry.event == event.value)
    return [line.facts for line in db.session.scalars(found.order_by(AuditEntry.sequence))]


def test_a_member_announces_changes_and_withdraws(member, notified):
    url = url_of(notified, "/absence")
    assert member.post(url, data={"reason": REASON}).location == url
    member.post(url, data={"reason": "Ốm", "version": notice(notified).version})
    assert (notice(notified).reason, notice(notified).decision) == ("Ốm", AbsenceDecision.PENDING)
    assert "Đã báo vắng: chờ trả lời" in member.get(url_of(notified)).text

    member.post(f"{url}/withdraw")

    assert notice(notified) is None
    assert [facts["reason"] for facts in trail(Event.ABSENCE_ANNOUNCED)] == [REASON, "Ốm"]
    assert trail(Event.ABSENCE_WITHDRAWN) == [{"member": notified.members[3].name}]


def test_a_reason_is_asked_for(member, notified):
    assert "Nêu lý do vắng." in member.post(url_of(notified, "/absence"), data={}).text
    assert notice(notified) is None


def test_a_double_press_announces_once(member, notified):
    member.post(url_of(notified, "/absence"), data={"reason": REASON})

    page = member.post(url_of(notified, "/absence"), data={"reason": REASON})

    assert page.status_code == 200
    assert "Đã có báo vắng" in page.text
    assert len(trail(Event.ABSENCE_ANNOUNCED)) == 1


def test_the_secretary_accepts_and_the_roll_proposes_it(member, secretary, notified):
    member.post(url_of(notified, "/absence"), data={"reason": REASON})
    assert REASON in secretary.get(url_of(notified)).text
    assert "Trả lời 1 đồng chí báo vắng" in secretary.get("/").text

    secretary.post(answer_url(notified), data=answered(notified, answer="Chúc đồng chí đi tốt"))

    assert trail(Event.ABSENCE_DECIDED) == [
        {
            "member": notified.members[3].name,
            "decision": "accepted",
            "answer": "Chúc đồng chí đi tốt",
        }
    ]
    page = member.get(url_of(notified, "/absence")).text
    assert "Chấp nhận" in page
    assert "Chúc đồng chí đi tốt" in page
    assert "báo vắng: " not in secretary.get("/").text
    row = next(r for r in roll_of(notified.meeting).rows if r.member_id == notified.members[3].id)
    assert (row.presence, row.reason, row.is_marked) == (Presence.EXCUSED, REASON, False)


def test_the_roll_is_still_taken_by_hand(secretary, notified):
    announced(notified, decision=AbsenceDecision.ACCEPTED)
    announced(notified, 4, reason="Bận việc riêng")
    open_meeting(notified.meeting, began_time=NOW.time(), by=notified.by, now=NOW)
    db.session.commit()

    page = secretary.get(url_of(notified, "/roll")).text

    assert f'value="{REASON}"' in page
    assert "Đã báo vắng: Bận việc riêng (chờ trả lời)" in page
    data = {"version": fresh(notified).version}
    for person in notified.members:  # the comrade came after all
        data[f"presence_{person.id.hex}"] = "present"
    secretary.post(url_of(notified, "/roll"), data=data)
    assert fresh(notified).present == 5
    assert {row.presence for row in roll_of(fresh(notified)).rows} == {Presence.PRESENT}


def test_a_refusal_needs_its_reason(secretary, notified):
    announced(notified)

    page = secretary.post(answer_url(notified), data=answered(notified, "declined")).text
    assert "Nêu lý do không chấp nhận." in page

    secretary.post(answer_url(notified), data=answered(notified, "declined", answer="Cần đủ mặt"))
    assert notice(notified).decision is AbsenceDecision.DECLINED
    row = next(r for r in roll_of(notified.meeting).rows if r.member_id == notified.members[3].id)
    assert row.presence is Presence.PRESENT


def test_an_answer_to_an_older_reason_is_not_taken(member, secretary, notified):
    announced(notified)
    data = answered(notified)
    member.post(
        url_of(notified, "/absence"), data={"reason": "Lý do khác", "version": data["version"]}
    )

    page = secretary.post(answer_url(notified), data=data, follow_redirects=True)

    assert "vừa có thay đổi" in page.text
    assert "Lý do khác" in page.text
    assert notice(notified).decision is AbsenceDecision.PENDING


def test_what_was_answered_is_not_changed_by_the_member(member, notified):
    announced(notified, decision=AbsenceDecision.ACCEPTED)
    data = {"reason": "Khác", "version": notice(notified).version}

    page = member.post(url_of(notified, "/absence"), data=data).text

    assert REASON in page
    assert notice(notified).reason == REASON
    assert member.post(url_of(notified, "/absence/withdraw")).status_code == 409
    assert notice(notified) is not None


def test_an_answer_may_be_mended_until_the_end(secretary, notified):
    announced(notified, decision=AbsenceDecision.DECLINED)

    secretary.post(answer_url(notified), data=answered(notified))
    assert notice(notified).decision is AbsenceDecision.ACCEPTED

    fresh(notified).status = MeetingStatus.ADOPTED
    db.session.commit()
    page = secretary.post(answer_url(notified), data=answered(notified, "declined", answer="Không"))
    assert "không trả lời báo vắng được nữa" in page.text


@pytest.mark.parametrize(
    "status", [MeetingStatus.IN_PROGRESS, MeetingStatus.ADOPTED, MeetingStatus.CANCELLED]
)
def test_after_the_beginning_it_is_said_to_the_chair(member, notified, status):
    fresh(notified).status = status
    db.session.commit()

    assert "báo trực tiếp với chủ trì" in member.get(url_of(notified, "/absence")).text
    page = member.post(url_of(notified, "/absence"), data={"reason": REASON})
    assert "báo trực tiếp với chủ trì" in page.text
    assert notice(notified) is None


def test_a_silent_draft_takes_no_absence(setting, make, sign_in):
    client = sign_in(account=make.account(member=setting.members[3], at=setting.branch))

    assert client.get(url_of(setting, "/absence")).status_code == 404


def test_who_need_not_come_is_told_so(notified, make, sign_in):
    exempt = make.member("Lê Hoài Ân", branch=notified.branch, status=Status.EXEMPT)
    client = sign_in(account=make.account(member=exempt, at=notified.branch))

    page = client.post(url_of(notified, "/absence"), data={"reason": REASON}).text

    assert "không cần báo vắng" in page


def test_the_secretary_enters_what_was_said_by_telephone(secretary, notified):
    absent = notified.members[4]
    url = url_of(notified, "/absences/new")
    data = {"member_id": str(absent.id), "reason": REASON}

    answer = secretary.post(url, data=data)

    assert answer.location == answer_url(notified, 4)
    assert notice(notified, 4).reason == REASON
    assert "Đã có báo vắng" in secretary.post(url, data=data).text


def test_a_comrade_reads_nobody_elses_reason(member, notified, make, sign_in):
    announced(notified, 4, reason="Bệnh phải giấu")
    committee = sign_in(Role.BRANCH_COMMITTEE, at=notified.branch)

    for client in (member, committee):
        assert "Bệnh phải giấu" not in client.get(url_of(notified)).text
        assert client.get(answer_url(notified, 4)).status_code == 403
        assert client.get(url_of(notified, "/absences/new")).status_code == 403


def test_only_the_own_absence_is_announced(member, notified):
    other = notified.members[4]

    member.post(url_of(notified, "/absence"), data={"reason": REASON, "member_id": str(other.id)})

    assert notice(notified, 4) is None
    assert notice(notified, 3) is not None


def test_another_branch_finds_nothing(notified, make, sign_in):
    stranger = sign_in(Role.MEMBER, at=make.branch())

    assert stranger.get(url_of(notified, "/absence")).status_code == 404
    assert stranger.post(url_of(notified, "/absence"), data={"reason": REASON}).status_code == 404
