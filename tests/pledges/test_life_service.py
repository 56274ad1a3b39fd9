"""A pledge submitted, returned, confirmed, written anew, made public, taken over."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.access.permissions import Role
from app.audit.events import Event
from app.extensions import db
from app.files.models import StoredFile
from app.kernel.errors import RuleBroken, StaleEdit
from app.kernel.transaction import transaction
from app.people.rules import Status
from app.pledges import service
from app.pledges.models import PledgeItem
from app.pledges.queries.pledges import fingerprint_of
from app.pledges.rules import CampaignState, PledgeStatus
from app.pledges.service.writing import add_item, change_item
from tests.pledges.life_cast import NOW, Cast, kinds, states, told


@pytest.fixture
def cast(make):
    return Cast(make)


def test_begun_twice_it_is_the_same_pledge(cast):
    first = cast.draft()

    again = service.start_pledge(
        cast.campaign, cast.author, cast.branch, by=cast.by_author, now=NOW
    )

    assert again is first
    assert kinds(first) == ["started"]
    assert told(Event.PLEDGE_STARTED) == [{"member": "Võ Văn Bình", "year": 2026}]


def test_only_a_member_of_the_branch_begins_there(cast):
    with pytest.raises(RuleBroken, match="không sinh hoạt"):
        service.start_pledge(cast.campaign, cast.author, cast.other, by=cast.by_author, now=NOW)


def test_submitting_fixes_the_text_and_puts_its_hash_into_the_trail(cast):
    pledge = cast.draft()

    cast.submit(pledge)

    assert pledge.status is PledgeStatus.SUBMITTED
    assert states(pledge) == ["submitted"]
    assert pledge.submitted_at == pledge.last.submitted_at == NOW + timedelta(days=1)
    assert [facts["sha256"] for facts in told(Event.PLEDGE_SUBMITTED)] == [
        fingerprint_of(pledge.last)
    ]
    with pytest.raises(RuleBroken, match="không sửa được nữa"):
        change_item(
            pledge,
            pledge.last.items[0],
            content="Khác",
            measure=None,
            due_on=None,
            version=pledge.last.items[0].version,
            by=cast.by_author,
            now=NOW,
        )


def test_what_is_fixed_is_what_is_stored_whatever_was_looked_at(cast):
    pledge = cast.draft()
    item = pledge.last.items[0]
    written_meanwhile = update(PledgeItem).where(PledgeItem.id == item.id)
    db.session.execute(
        written_meanwhile.values(content="Viết ở máy khác"),
        execution_options={"synchronize_session": False},
    )

    cast.submit(pledge)

    assert item.content == "Viết ở máy khác"
    assert told(Event.PLEDGE_SUBMITTED)[0]["sha256"] == fingerprint_of(pledge.last)


def test_what_lacks_a_required_section_is_not_submitted(cast):
    pledge = service.start_pledge(
        cast.campaign, cast.author, cast.branch, by=cast.by_author, now=NOW
    )
    first = cast.campaign.template.sections[0]
    add_item(pledge, section_id=first.id, content="Đọc báo", by=cast.by_author, now=NOW)

    with pytest.raises(RuleBroken, match="Về đạo đức, lối sống"):
        cast.submit(pledge)

    assert pledge.status is PledgeStatus.DRAFT
    assert told(Event.PLEDGE_SUBMITTED) == []


def test_after_the_campaign_nothing_new_is_taken_but_what_was_returned_is(cast):
    returned, late = cast.submitted(), cast.draft(cast.comrade)
    cast.give_back(returned)
    cast.campaign.state = CampaignState.CLOSED

    cast.submit(returned)

    assert returned.status is PledgeStatus.SUBMITTED
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        cast.submit(late)


def test_what_is_returned_stays_readable_and_goes_on_as_a_copy(cast):
    pledge = cast.submitted()
    lines = [item.line_id for item in pledge.last.items]

    cast.give_back(pledge, "Nêu rõ chỉ tiêu.")

    assert pledge.status is PledgeStatus.RETURNED
    assert states(pledge) == ["returned", "open"]
    assert [item.line_id for item in pledge.last.items] == lines
    assert pledge.last.reason == "Nêu rõ chỉ tiêu."
    assert kinds(pledge) == ["started", "submitted", "returned"]
    assert told(Event.PLEDGE_RETURNED) == [{"edition": 1, "comment": "Nêu rõ chỉ tiêu."}]


def test_the_first_day_of_submission_stands_whatever_is_returned_later(cast):
    pledge = cast.submitted()
    cast.give_back(pledge)

    cast.submit(pledge, days=30)

    assert pledge.submitted_at == NOW + timedelta(days=1)
    assert pledge.last.submitted_at == NOW + timedelta(days=30)
    assert states(pledge) == ["returned", "submitted"]


def test_the_branch_confirms_with_name_and_office(cast):
    pledge = cast.confirmed()

    assert pledge.status is PledgeStatus.CONFIRMED
    assert (pledge.last.confirmed_by, pledge.last.confirmed_as) == (
        "Trần Thị Hạnh",
        "Bí thư chi bộ",
    )
    assert pledge.in_force is pledge.last
    assert told(Event.PLEDGE_CONFIRMED) == [{"edition": 1}]


def test_nobody_confirms_or_returns_their_own(cast):
    pledge = cast.submitted(cast.secretary)

    with pytest.raises(RuleBroken, match="không tự xác nhận"):
        cast.confirm(pledge)
    with pytest.raises(RuleBroken, match="không tự xác nhận"):
        cast.give_back(pledge)
    cast.confirm(pledge, by=cast.acts(cast.deputy, Role.DEPUTY_SECRETARY))
    assert pledge.status is PledgeStatus.CONFIRMED


def test_the_committee_confirms_for_who_leads_and_for_nobody_else(cast):
    leaders, members = cast.submitted(cast.secretary), cast.submitted(cast.author)

    cast.confirm(leaders, by=cast.above(), is_above=True)

    assert leaders.is_leaders
    assert leaders.last.confirmed_by == "Phan Thanh Long"
    with pytest.raises(RuleBroken, match="do chi bộ xác nhận"):
        cast.confirm(members, by=cast.above("Đặng Thùy Dung"), is_above=True)
    with pytest.raises(RuleBroken, match="do chi bộ xác nhận"):
        cast.give_back(members, by=cast.above("Hồ Đắc Dũng"), is_above=True)


def test_what_does_not_wait_is_neither_confirmed_nor_returned(cast):
    draft = cast.draft()

    with pytest.raises(RuleBroken, match="không chờ xác nhận"):
        cast.confirm(draft)
    with pytest.raises(RuleBroken, match="không chờ xác nhận"):
        cast.give_back(draft)


def test_several_are_confirmed_or_none(cast):
    one, other = cast.submitted(cast.author), cast.submitted(cast.comrade)
    db.session.commit()
    stale = [(one, one.version), (other, other.version - 1)]

    with pytest.raises(StaleEdit), transaction():
        service.confirm_several(stale, by=cast.by_secretary, now=NOW)

    assert {one.status, other.status} == {PledgeStatus.SUBMITTED}
    number = service.confirm_several(
        [(one, one.version), (other, other.version)], by=cast.by_secretary, now=NOW
    )

    assert number == 2
    assert {one.status, other.status} == {PledgeStatus.CONFIRMED}


def test_a_confirmed_text_stands_until_the_new_one_is_confirmed(cast):
    pledge = cast.confirmed()
    first = pledge.last

    cast.revise(pledge, "Nhận nhiệm vụ mới.")
    item = pledge.last.items[0]
    change_item(
        pledge,
        item,
        content="Học tập chuyên đề mới",
        measure="Ít nhất hai buổi",
        due_on=date(2026, 9, 30),
        version=item.version,
        by=cast.by_author,
        now=NOW,
    )
    cast.submit(pledge, days=61)

    assert pledge.status is PledgeStatus.CONFIRMED
    assert pledge.in_force is first
    cast.confirm(pledge, days=62)
    assert pledge.in_force is pledge.last is not first
    assert first.items[0].content == "Giữ gìn lời hứa 1"
    assert pledge.confirmed_at == NOW + timedelta(days=2)
    assert told(Event.PLEDGE_REVISED) == [{"edition": 2, "reason": "Nhận nhiệm vụ mới."}]


def test_a_revision_may_be_returned_and_mended(cast):
    pledge = cast.confirmed()
    cast.revise(pledge)
    cast.submit(pledge, days=61)

    cast.give_back(pledge)

    assert pledge.status is PledgeStatus.CONFIRMED
    assert states(pledge) == ["confirmed", "returned", "open"]
    assert pledge.is_writable


def test_a_revision_is_dropped_and_the_old_text_stands(cast):
    pledge = cast.confirmed()
    cast.revise(pledge)

    service.drop_revision(pledge, version=pledge.version, by=cast.by_author, now=NOW)

    assert states(pledge) == ["confirmed", "dropped"]
    assert pledge.in_force.number == 1
    assert told(Event.PLEDGE_REVISION_DROPPED) == [{"edition": 2}]
    cast.revise(pledge, "Lần nữa.")
    assert [item.content for item in pledge.last.items] == [
        "Giữ gìn lời hứa 1",
        "Giữ gìn lời hứa 2",
    ]


def test_only_one_revision_is_written_at_a_time(cast):
    pledge = cast.confirmed()
    cast.revise(pledge)

    with pytest.raises(RuleBroken, match="làm tiếp bản đó"):
        cast.revise(pledge)


def test_whoever_begins_a_revision_for_somebody_types_it_from_paper(cast):
    typed, own = cast.confirmed(cast.author), cast.confirmed(cast.comrade)

    cast.revise(typed, by=cast.by_secretary)
    cast.revise(own)

    assert (typed.last.is_from_paper, typed.last.typed_by) == (True, "Trần Thị Hạnh")
    assert (own.last.is_from_paper, own.last.typed_by) == (False, None)


def test_from_paper_it_is_submitted_with_its_scan_only(cast):
    pledge = cast.draft(is_from_paper=True, by=cast.by_secretary)

    with pytest.raises(RuleBroken, match="bản giấy đã ký"):
        cast.submit(pledge, by=cast.by_secretary)
    pledge.last.signed_on, pledge.last.scan = date(2026, 2, 1), _scan(cast.branch)
    db.session.flush()
    cast.submit(pledge, by=cast.by_secretary)

    assert pledge.last.typed_by == "Trần Thị Hạnh"
    assert told(Event.PLEDGE_SUBMITTED)[0]["is_on_paper"] is True
    cast.give_back(pledge, by=cast.acts(cast.deputy, Role.DEPUTY_SECRETARY))
    assert pledge.last.is_from_paper
    assert (pledge.last.signed_on, pledge.last.scan_id) == (None, None)


def _scan(branch):
    return StoredFile(
        id=uuid4(),
        organisation_id=branch.id,
        sha256="0" * 64,
        name="ban-cam-ket.pdf",
        media_type="application/pdf",
        size=1,
        stored_at=NOW,
    )


def test_what_is_confirmed_is_made_public_and_taken_back(cast):
    pledge = cast.confirmed()

    cast.publish(pledge)
    assert pledge.is_public
    with pytest.raises(RuleBroken, match="đã công khai"):
        cast.publish(pledge)
    service.unpublish_pledge(pledge, version=pledge.version, by=cast.by_secretary, now=NOW)

    assert not pledge.is_public
    assert kinds(pledge)[-2:] == ["published", "unpublished"]
    assert told(Event.PLEDGE_PUBLISHED) == told(Event.PLEDGE_UNPUBLISHED) == [{}]


@pytest.mark.parametrize("prepared", ["draft", "submitted"])
def test_what_is_not_confirmed_is_not_made_public(cast, prepared):
    pledge = getattr(cast, prepared)()

    with pytest.raises(RuleBroken, match="đã xác nhận"):
        cast.publish(pledge)


def _moved(cast):
    pledge = cast.confirmed()
    cast.author.statuses[0].ends_on = date(2026, 5, 31)
    cast.make.status(cast.author, cast.other, Status.OFFICIAL, starts_on=date(2026, 6, 1))
    return pledge


def test_the_branch_to_which_a_member_moved_takes_the_pledge_over(cast):
    pledge, june = _moved(cast), NOW.replace(month=6)

    service.take_over(pledge, cast.other, version=pledge.version, by=cast.by_author, now=june)

    assert (pledge.organisation, pledge.written_at) == (cast.other, cast.branch)
    assert pledge.steps[-1].comment == "Từ Chi bộ Hành chính đến Chi bộ Công nghệ"
    assert told(Event.PLEDGE_TAKEN_OVER) == [{"member": "Võ Văn Bình", "left": "Chi bộ Hành chính"}]


def test_a_branch_takes_over_only_from_another_and_only_its_members(cast):
    pledge = cast.confirmed()

    for branch, refusal in [(cast.branch, "đã giữ"), (cast.other, "không sinh hoạt")]:
        with pytest.raises(RuleBroken, match=refusal):
            service.take_over(pledge, branch, version=pledge.version, by=cast.by_secretary, now=NOW)


def _calls(cast):
    """Every verb, on a pledge in the state it needs."""
    by, reviewer = cast.by_author, cast.by_secretary
    return {
        "submit_pledge": (cast.draft, {"by": by}),
        "confirm_pledge": (cast.submitted, {"by": reviewer}),
        "return_pledge": (cast.submitted, {"by": reviewer, "comment": "Bổ sung."}),
        "revise_pledge": (cast.confirmed, {"by": by, "reason": "Việc mới."}),
        "publish_pledge": (cast.confirmed, {"by": reviewer}),
        "unpublish_pledge": (cast.confirmed, {"by": reviewer}),
        "drop_revision": (cast.confirmed, {"by": by}),
        "take_over": (cast.confirmed, {"by": reviewer, "branch": cast.other}),
    }


@pytest.mark.parametrize(
    "verb",
    [
        "submit_pledge",
        "confirm_pledge",
        "return_pledge",
        "revise_pledge",
        "publish_pledge",
        "unpublish_pledge",
        "drop_revision",
        "take_over",
    ],
)
@pytest.mark.parametrize("seen", [None, 0])
def test_whoever_looked_at_an_older_state_changes_nothing(cast, verb, seen):
    prepare, arguments = _calls(cast)[verb]
    pledge = prepare()
    before = (pledge.status, states(pledge), kinds(pledge), pledge.organisation)

    with pytest.raises(StaleEdit):
        getattr(service, verb)(pledge, version=seen, now=NOW, **arguments)

    assert (pledge.status, states(pledge), kinds(pledge), pledge.organisation) == before


def test_every_verb_on_the_text_is_noticed_by_who_looks_at_the_pledge(cast):
    pledge = cast.draft()
    seen = [pledge.version]
    for verb in (cast.submit, cast.give_back, cast.submit, cast.confirm, cast.revise):
        verb(pledge)
        seen.append(pledge.version)

    assert seen == sorted(set(seen))
