from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.access.permissions import Role
from app.audit import service as audit
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.minutes.service import adopt_minutes
from tests.assignments.branch_life import BranchLife
from tests.factory import NOW
from tests.minutes.sittings import RESTRICTED, held, voted


def note(place, text, *, at=NOW, by=None):
    audit.record(
        Event.CONCLUSION_RECORDED,
        by=by,
        now=at,
        organisation_id=place.id if place else None,
        text=text,
    )


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở")


@pytest.fixture
def branches(make, committee):
    return [make.branch(parent=committee, name=f"Chi bộ {name}") for name in ("Một", "Hai")]


def page(client, place, **filters):
    response = client.get(f"/organisations/{place.id}/audit-trail", query_string=filters)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_inspector_reads_the_trail_of_everything_below_newest_first(
    branches, committee, sign_in
):
    note(branches[0], "Việc trước")
    note(branches[1], "Việc sau", at=NOW + timedelta(hours=1))

    text = page(sign_in(Role.INSPECTOR, at=committee), committee)

    assert text.index("Việc sau") < text.index("Việc trước")
    assert "Chi bộ Một" in text


def test_what_lies_beside_is_not_shown(make, branches, sign_in):
    note(branches[0], "Việc của một")
    note(branches[1], "Việc của hai")

    text = page(sign_in(Role.INSPECTOR, at=branches[0]), branches[0])

    assert "Việc của một" in text
    assert "Việc của hai" not in text


def test_only_the_top_reads_the_installations_own_lines(make, branches, committee, sign_in):
    audit.record(
        Event.BACKUP_MADE,
        by=None,
        now=NOW,
        organisation_id=None,
        file_name="nenep.backup",
        sha256="0" * 64,
        size=1,
    )

    assert "nenep.backup" in page(sign_in(Role.INSPECTOR, at=committee), committee)
    assert "nenep.backup" not in page(sign_in(Role.INSPECTOR, at=branches[0]), branches[0])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"Một", "Hai", "Ba"}),
        ({"kind": "record"}, {"Một", "Hai", "Ba"}),
        ({"kind": "account"}, set()),
        ({"text": "mua sắm"}, {"Ba"}),
        ({"text": "100 % _"}, set()),
        ({"person": "trần thị hạnh"}, {"Hai"}),
        ({"since": "2026-11-04"}, {"Ba"}),
        ({"until": "2026-11-03"}, {"Một", "Hai"}),
        ({"since": "khi nào cũng được", "kind": "nothing"}, {"Một", "Hai", "Ba"}),
    ],
)
def test_filters_narrow_the_trail(make, branches, committee, sign_in, filters, found):
    note(branches[0], "Kết luận Một")
    note(branches[0], "Kết luận Hai", by=make.actor(at=branches[0]))
    note(branches[1], "Mua sắm Ba", at=NOW + timedelta(days=2))

    text = page(sign_in(Role.INSPECTOR, at=committee), committee, **filters)

    assert {n for n in ("Một", "Hai", "Ba") if f"{n}”" in text} == found


def test_the_filter_by_place_stays_below_the_page(make, branches, committee, sign_in):
    note(branches[0], "Việc của một")
    note(branches[1], "Việc của hai")
    stranger = make.branch()
    note(stranger, "Việc nơi khác")
    client = sign_in(Role.INSPECTOR, at=committee)

    narrowed = page(client, committee, at=branches[0].id)
    astray = page(client, committee, at=stranger.id)

    assert "Việc của một" in narrowed
    assert "Việc của hai" not in narrowed
    assert "Việc nơi khác" not in astray


def test_pages_follow_one_another_without_gap_or_overlap(branches, sign_in):
    for number in range(120):
        note(branches[0], f"Việc số {number}.")  # all in one moment: the order is the chain's
    client = sign_in(Role.INSPECTOR, at=branches[0])

    seen, url = [], f"/organisations/{branches[0].id}/audit-trail"
    while url:
        text = client.get(url).get_data(as_text=True)
        seen += [part.split(".")[0] for part in text.split("Việc số ")[1:]]
        url = text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
        url = url.replace("&amp;", "&") if 'rel="next"' in text else None

    assert seen == [str(number) for number in range(119, -1, -1)]


def test_the_number_of_queries_does_not_grow_with_the_trail(db, make, count_queries, sign_in):
    sitting = held(make)
    client = sign_in(Role.INSPECTOR, at=sitting.branch)
    with count_queries() as few:
        page(client, sitting.branch)
    earlier = (sitting.branch, sitting.members)
    held(make, group=earlier, held_on=date(2026, 10, 5))
    for number in range(40):
        note(sitting.branch, f"Kết luận {number}")
    db.session.commit()
    with count_queries() as many:
        page(client, sitting.branch)

    assert len(few) == len(many) <= 9


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.OFFICE, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_but_inspectors_reads_the_trail(branches, sign_in, role):
    client = sign_in(role, at=branches[0])

    assert client.get(f"/organisations/{branches[0].id}/audit-trail").status_code == 403
    assert client.get("/audit-trail").status_code == 404
    assert "Nhật ký" not in client.get("/").get_data(as_text=True)


def test_the_navigation_leads_an_inspector_to_their_place(committee, sign_in):
    client = sign_in(Role.INSPECTOR, at=committee)

    answer = client.get("/audit-trail")

    assert answer.location.endswith(f"/organisations/{committee.id}/audit-trail")
    assert "Nhật ký" in client.get("/").get_data(as_text=True)


def test_the_chain_is_checked_on_demand(db, branches, sign_in):
    for number in range(3):
        note(branches[0], f"Việc {number}")
    client = sign_in(Role.INSPECTOR, at=branches[0])
    assert "nguyên vẹn đến dòng 3" in page(client, branches[0], check=1)

    db.session.execute(
        update(AuditEntry).where(AuditEntry.sequence == 2).values(actor_name="Người khác")
    )
    db.session.commit()

    assert "Dòng 2: nội dung không khớp" in page(client, branches[0], check=1)


def test_a_meetings_history_tells_what_was_changed_in_words(db, make, sign_in):
    sitting = held(make)
    adopt_minutes(sitting.meeting, read_back=True, by=sitting.by, now=NOW)
    client = sign_in(Role.SECRETARY, at=sitting.branch)

    text = client.get(f"/meetings/{sitting.meeting.id}/history").get_data(as_text=True)

    assert "Điểm danh: 4 có mặt, 1 vắng có lý do" in text
    assert "Kinh tế quý IV giữ đà tăng." in text
    assert "Lập buổi họp: Sinh hoạt thường kỳ, ngày 03/11/2026" in text


def test_a_draft_is_not_read_through_its_history(db, make, sign_in):
    sitting = held(make)
    url = f"/meetings/{sitting.meeting.id}/history"

    above = sign_in(Role.STANDING_COMMITTEE, at=sitting.branch).get(url).get_data(as_text=True)
    own = sign_in(Role.SECRETARY, at=sitting.branch).get(url).get_data(as_text=True)

    assert RESTRICTED in own
    assert RESTRICTED not in above
    assert "Ghi một nội dung của chương trình" in above


def test_what_is_typed_in_a_draft_is_not_named_in_its_history(db, make, sign_in):
    sitting = held(make)
    vote = voted(sitting)
    audit.record(
        Event.TEXT_WRITTEN,
        by=sitting.by,
        now=NOW,
        organisation_id=sitting.branch.id,
        subject=sitting.meeting,
        unit=f"vote:{vote.id}",
        revision=2,
    )
    url = f"/meetings/{sitting.meeting.id}/history"

    above = sign_in(Role.STANDING_COMMITTEE, at=sitting.branch).get(url).text
    own = sign_in(Role.SECRETARY, at=sitting.branch).get(url).text

    assert vote.subject in own
    assert vote.subject not in above


def test_a_silent_draft_has_no_history_for_others(make, sign_in):
    branch = make.branch()
    meeting = make.meeting(branch=branch)
    url = f"/meetings/{meeting.id}/history"

    assert sign_in(Role.INSPECTOR, at=branch).get(url).status_code == 403
    assert sign_in(Role.SECRETARY, at=branch).get(url).status_code == 200


def test_a_members_history_keeps_to_the_organisation_asked(db, make, sign_in):
    branch, elsewhere = make.branch(), make.branch()
    member = make.member(branch=branch)
    for place in (branch, elsewhere):
        audit.record(
            Event.MEMBER_ADDED,
            by=None,
            now=NOW,
            organisation_id=place.id,
            subject=member,
            name=f"Ghi tại {place.name}",
        )

    client = sign_in(Role.SECRETARY, at=branch)
    text = client.get(f"/organisations/{branch.id}/members/{member.id}/history").text

    assert f"Ghi tại {branch.name}" in text
    assert f"Ghi tại {elsewhere.name}" not in text


def test_what_a_committee_drafts_for_a_branch_has_no_history_there_before_adoption(
    branches, committee, make, sign_in
):
    task = make.assignment(
        meeting=make.meeting(branch=committee),
        organisation=branches[0],
        giver=committee,
        accountable=make.member(branch=branches[0]),
        is_adopted=False,
    )
    url = f"/assignments/{task.id}/history"
    secretary = sign_in(Role.SECRETARY, at=branches[0])

    assert secretary.get(url).status_code == 403
    assert sign_in(Role.STANDING_COMMITTEE, at=committee).get(url).status_code == 200


def test_hostile_text_in_the_trail_stays_text(branches, sign_in):
    note(branches[0], "<script>alert(1)</script>")

    text = page(sign_in(Role.INSPECTOR, at=branches[0]), branches[0])

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"before": f"2026-01-01T00:00:00+00:00_{'9' * 30}_{uuid4()}"},
        {"before": f"2026-01-01T00:00:00+00:00_-1_{uuid4()}"},
        {"before": f"0001-01-01T00:00:00+14:00_1_{uuid4()}"},
        {"before": f"9999-12-31T23:59:59-14:00_1_{uuid4()}"},
        {"at": "x", "kind": "x", "person": "%", "before": "x"},
    ],
)
def test_nonsense_in_the_address_asks_for_nothing(branches, sign_in, asked):
    note(branches[0], "Giao văn phòng.")

    page(sign_in(Role.INSPECTOR, at=branches[0]), branches[0], **asked)


def test_an_identity_typed_into_a_text_tells_nothing_of_another_branch(branches, make, sign_in):
    life = BranchLife(make, branch=branches[1])
    task = life.give(make.meeting(branch=branches[1]), text="Việc riêng của chi bộ Hai")
    note(branches[0], str(task.id))
    note(branches[0], f"assignment:{task.id}")

    text = page(sign_in(Role.INSPECTOR, at=branches[0]), branches[0])

    assert "Việc riêng" not in text
