from datetime import date

import pytest

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.personal_plans.models import Publication
from app.personal_plans.rules import Audience, Channel, PersonalPlanStatus

DRAFT = PersonalPlanStatus.DRAFT
FILLED = {"channel": "notice_board", "place": "", "audience": "branch", "from_on": "2026-02-03"}
POSTED_ON = date(2026, 2, 3)


def log(plan, more=""):
    return f"/personal-plans/{plan.id}/publications{more}"


def entry(plan, more):
    return log(plan, f"/{plan.publications[0].id}/{more}")


def events():
    return [entry.event for entry in db.session.query(AuditEntry).order_by(AuditEntry.sequence)]


def test_a_posting_is_written_down_mended_and_ended(secretary, planned):
    plan = planned("Một")
    secretary.post(log(plan, "/new"), data={**FILLED, "place": "Bảng tin tầng 1"})
    posted = plan.publications[0]
    secretary.post(
        entry(plan, "edit"),
        data={**FILLED, "audience": "public", "from_on": "04/02/2026", "version": posted.version},
    )
    secretary.post(entry(plan, "end"), data={"version": posted.version})

    kept = db.session.query(Publication).one()
    assert (kept.channel, kept.place, kept.audience) == (
        Channel.NOTICE_BOARD,
        None,
        Audience.PUBLIC,
    )
    assert (kept.from_on, kept.until_on) == (date(2026, 2, 4), date(2026, 11, 10))
    assert events() == [
        Event.PLAN_PUBLISHED,
        Event.PUBLICATION_CHANGED,
        Event.PUBLICATION_CHANGED,
    ]
    page = secretary.get(log(plan)).text
    assert "Rộng rãi" in page
    assert "10/11/2026" in page
    assert entry(plan, "end") not in page


def test_saving_what_is_already_so_is_no_change(secretary, planned):
    plan = planned("Một", published=[POSTED_ON])

    secretary.post(entry(plan, "edit"), data={**FILLED, "version": plan.publications[0].version})

    assert events() == []


def test_a_line_is_mended_on_a_form_that_shows_it(secretary, planned):
    plan = planned("Một", published=[POSTED_ON])

    form = secretary.get(entry(plan, "edit")).text

    assert 'value="2026-02-03"' in form


def test_a_wrong_line_is_removed_and_the_trail_keeps_it(secretary, planned):
    plan = planned("Một", published=[POSTED_ON])

    secretary.post(entry(plan, "remove"), data={"version": plan.publications[0].version})

    assert db.session.query(Publication).count() == 0
    assert events() == [Event.PUBLICATION_REMOVED]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channel": ""}, "Chọn kênh công khai."),
        ({"channel": "other", "place": ""}, "Ghi rõ hình thức công khai."),
        ({"from_on": ""}, "Nhập ngày bắt đầu công khai."),
        ({"from_on": "2026-12-24"}, "không được sau hôm nay"),
        ({"until_on": "2026-02-01"}, "Ngày kết thúc phải từ ngày bắt đầu"),
        ({"place": "Cổng trước"}, "Nhật ký đã ghi hình thức này"),
    ],
)
def test_a_wrong_line_is_refused_and_nothing_typed_is_lost(secretary, planned, typed, said):
    plan = planned("Một")
    secretary.post(log(plan, "/new"), data={**FILLED, "place": "Cổng trước"})

    page = secretary.post(log(plan, "/new"), data={**FILLED, "place": "Cổng sau", **typed}).text

    assert said in page
    assert typed.get("place", "Cổng sau") in page
    assert db.session.query(Publication).count() == 1


def test_a_draft_is_not_made_public(secretary, planned):
    plan = planned("Một", status=DRAFT)

    page = secretary.post(log(plan, "/new"), data=FILLED).text

    assert "chưa đăng ký nên chưa công khai được" in page
    assert "Kế hoạch chưa đăng ký" in secretary.get(log(plan)).text


def test_who_was_slower_sees_what_is_stored(secretary, planned):
    plan = planned("Một", published=[POSTED_ON])
    stale = plan.publications[0].version
    secretary.post(entry(plan, "edit"), data={**FILLED, "audience": "public", "version": stale})

    edited = secretary.post(entry(plan, "edit"), data={**FILLED, "version": stale})
    ended = secretary.post(entry(plan, "end"), data={"version": stale})
    removed = secretary.post(entry(plan, "remove"), data={"version": stale})

    assert {edited.status_code, ended.status_code, removed.status_code} == {409}
    assert "Rộng rãi" in edited.text
    assert plan.publications[0].until_on is None


@pytest.mark.parametrize(
    ("role", "at", "allowed"),
    [
        (Role.DEPUTY_SECRETARY, "branch", True),
        (Role.OFFICE, "committee", True),
        (Role.STANDING_COMMITTEE, "committee", True),
        (Role.MEMBER, "branch", False),
        (Role.COMMITTEE_MEMBER, "committee", False),
        (Role.INSPECTOR, "committee", False),
    ],
)
def test_who_keeps_the_log(request, sign_in, planned, role, at, allowed):
    plan = planned("Giảm đơn thư", published=[POSTED_ON])
    client = sign_in(role, at=request.getfixturevalue(at))

    page = client.get(log(plan))
    client.post(entry(plan, "end"), data={"version": plan.publications[0].version})

    assert (page.status_code == 200) is allowed
    assert (plan.publications[0].until_on is not None) is allowed
    assert "Giảm đơn thư" not in page.text


def test_the_office_keeps_the_log_without_a_way_to_the_text(sign_in, planned, committee):
    plan = planned("Giảm đơn thư")
    office = sign_in(Role.OFFICE, at=committee)

    page = office.get(log(plan)).text

    assert f'"/personal-plans/{plan.id}"' not in page
    assert f"{log(plan)}/new" in page


def test_the_members_read_where_a_plan_was_shown(sign_in, planned, branch):
    plan = planned("Một", published=[POSTED_ON])
    member = sign_in(Role.MEMBER, at=branch)

    page = member.get(f"/personal-plans/{plan.id}").text

    assert "Niêm yết tại trụ sở" in page
    assert log(plan) not in page
