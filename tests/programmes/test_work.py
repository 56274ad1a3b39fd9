from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.programmes.models import WorkItem
from app.programmes.rules import PlanStatus
from tests.factory import NOW


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def owner(make, branch):
    return make.member("Võ Văn Bình", branch=branch)


@pytest.fixture
def secretary(sign_in, branch):
    return sign_in(Role.SECRETARY, at=branch)


@pytest.fixture
def above(sign_in, committee):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


def form_for(**values):
    return {
        "text": "Kiểm tra việc chấp hành Điều lệ Đảng",
        "month": "9",
        "due_on": "2026-09-25",
        **values,
    }


def address(branch, year=2026):
    return f"/branches/{branch.id}/programmes/{year}/work"


def of(item):
    return f"/branches/{item.organisation_id}/work-items/{item.id}"


def planned(make, **values):
    item = make.work(**values)
    db.session.commit()
    return item


def the_item():
    return db.session.query(WorkItem).one()


def again(item):
    return db.session.get(WorkItem, item.id)


def events(event):
    return db.session.query(AuditEntry).filter_by(event=event.value).all()


# Planning


def test_an_item_is_planned_as_a_draft_of_the_branchs_leading_hands(
    secretary, branch, owner, sign_in
):
    secretary.post(f"{address(branch)}/new", data=form_for(owner_id=owner.id))

    item = the_item()
    assert (item.month, item.owner_id, item.status) == (9, owner.id, PlanStatus.DRAFT)
    assert item.text in secretary.get(address(branch)).text
    assert item.text not in sign_in(Role.MEMBER, at=branch).get(address(branch)).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "Nhập nội dung công việc."),
        ({"month": "13"}, "Chọn một giá trị trong danh sách."),
        ({"due_on": "2026-08-31"}, "Thời hạn phải từ ngày 01/09/2026"),
        ({"due_on": "2027-01-01"}, "Thời hạn phải trong năm 2026"),
        ({"owner_id": "0" * 32}, "Chọn một giá trị trong danh sách."),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(secretary, branch, wrong, said):
    page = secretary.post(f"{address(branch)}/new", data=form_for(**wrong)).text

    assert said in page
    assert form_for(**wrong)["text"].strip() in page
    assert db.session.query(WorkItem).count() == 0


def test_the_same_work_is_not_planned_twice_for_a_month(secretary, branch):
    secretary.post(f"{address(branch)}/new", data=form_for())

    page = secretary.post(f"{address(branch)}/new", data=form_for()).text
    assert "Tháng 9 đã có việc này" in page
    secretary.post(f"{address(branch)}/new", data=form_for(month="10", due_on="2026-10-25"))

    assert db.session.query(WorkItem).count() == 2


def test_beyond_next_year_nothing_is_planned(secretary, branch):
    page = secretary.post(f"{address(branch, 2028)}/new", data=form_for()).text

    assert "chưa mở" in page
    assert db.session.query(WorkItem).count() == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.INSPECTOR, Role.OFFICE])
def test_others_read_and_do_not_write(make, branch, sign_in, role):
    item = planned(make, branch=branch)
    reader = sign_in(role, at=branch)

    assert item.text in reader.get(address(branch)).text
    assert reader.post(f"{address(branch)}/new", data=form_for()).status_code == 403
    assert reader.post(f"{of(item)}/result", data={"result": "Xong"}).status_code == 403


# Register, approve, return


def seen(*items):
    return ",".join(sorted(f"{item.id.hex}:{item.version}" for item in items))


def test_every_draft_is_registered_and_approved_as_it_was_seen(make, secretary, above, branch):
    items = [planned(make, branch=branch, status=PlanStatus.DRAFT) for _ in range(2)]
    secretary.post(f"{address(branch)}/register", data={"seen": seen(*items)})
    items = db.session.query(WorkItem).all()
    assert {item.status for item in items} == {PlanStatus.REGISTERED}

    above.post(f"{address(branch)}/approve", data={"seen": seen(*items)})

    items = db.session.query(WorkItem).all()
    assert {item.status for item in items} == {PlanStatus.APPROVED}
    assert len(events(Event.WORK_APPROVED)) == 2


def test_what_came_after_the_page_is_not_approved_unseen(make, above, branch):
    shown = planned(make, branch=branch)
    planned(make, branch=branch)

    answer = above.post(f"{address(branch)}/approve", data={"seen": seen(shown)})

    assert answer.status_code == 409
    assert again(shown).status is PlanStatus.REGISTERED


def test_pressed_twice_the_second_says_that_nothing_waits(make, secretary, branch):
    item = planned(make, branch=branch, status=PlanStatus.DRAFT)
    data = {"seen": seen(item)}
    secretary.post(f"{address(branch)}/register", data=data)

    answer = secretary.post(f"{address(branch)}/register", data=data)

    assert "Không còn việc nào" in answer.text
    assert len(events(Event.WORK_REGISTERED)) == 1


def test_an_item_is_returned_with_a_reason_mended_and_put_forward_again(
    make, secretary, above, branch
):
    item = planned(make, branch=branch)
    data = {"reason": "Nêu rõ sản phẩm.", "version": item.version}
    above.post(f"{of(item)}/return", data=data)
    assert "Nêu rõ sản phẩm." in secretary.get(address(branch)).text

    secretary.post(f"{of(item)}/register", data={"version": again(item).version})

    assert again(item).status is PlanStatus.REGISTERED
    assert again(item).returned_reason is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": PlanStatus.DRAFT}, "đang ở chi bộ"),
        ({"done_on": date(2026, 11, 5), "result": "Xong"}, "đã hoàn thành"),
    ],
)
def test_what_is_no_longer_the_committees_to_return_stays(make, above, branch, values, said):
    item = planned(make, branch=branch, **values)

    page = above.post(f"{of(item)}/return", data={"reason": "Thiếu", "version": item.version}).text

    assert said in page
    assert again(item).status is not PlanStatus.RETURNED


def test_the_branch_does_not_decide_on_its_own_programme(make, secretary, branch):
    item = planned(make, branch=branch)

    assert secretary.post(f"{address(branch)}/approve").status_code == 403
    assert secretary.post(f"{of(item)}/return").status_code == 403


# Change, move, finish


def test_moved_to_a_later_month_it_keeps_its_approval_and_leaves_a_trail(make, secretary, branch):
    item = planned(
        make, branch=branch, month=9, due_on=date(2026, 9, 25), status=PlanStatus.APPROVED
    )
    data = form_for(text=item.text, month="12", due_on="2026-12-20", version=item.version)

    secretary.post(f"{of(item)}/edit", data=data)

    assert (again(item).month, again(item).status) == (12, PlanStatus.APPROVED)
    [line] = events(Event.WORK_CHANGED)
    assert line.facts["before"] == {"month": 9, "due_on": "2026-09-25"}
    assert line.facts["after"] == {"month": 12, "due_on": "2026-12-20"}


def test_reworded_an_approved_item_is_put_before_the_committee_again(make, secretary, branch):
    item = planned(make, branch=branch, status=PlanStatus.APPROVED, decided_at=NOW)
    data = form_for(text="Việc khác", month="11", due_on="2026-11-25", version=item.version)

    secretary.post(f"{of(item)}/edit", data=data)

    assert (again(item).status, again(item).decided_at) == (PlanStatus.REGISTERED, None)


def test_a_stale_edit_is_shown_beside_what_was_saved(make, secretary, branch):
    item = planned(make, branch=branch, month=9, due_on=date(2026, 9, 25))
    stale = item.version
    secretary.post(f"{of(item)}/edit", data=form_for(text="Bản mới", version=stale))

    answer = secretary.post(f"{of(item)}/edit", data=form_for(text="Bản cũ", version=stale))

    assert answer.status_code == 409
    assert "Bản cũ" in answer.text
    assert again(item).text == "Bản mới"


def test_who_has_left_stays_the_owner_until_another_is_chosen(make, secretary, branch):
    gone = make.member("Lê Hoài Ân", branch=branch, ends_on=date(2026, 10, 31))
    item = planned(make, branch=branch, owner=gone)
    data = form_for(
        text=item.text,
        month="12",
        due_on="2026-12-20",
        owner_id=gone.id,
        version=item.version,
    )

    secretary.post(f"{of(item)}/edit", data=data)

    assert (again(item).month, again(item).owner_id) == (12, gone.id)


def test_an_item_is_done_with_its_result(make, secretary, branch):
    item = planned(make, branch=branch, due_on=date(2026, 11, 5))
    assert "1 việc quá hạn" in secretary.get(address(branch)).text

    secretary.post(
        f"{of(item)}/result",
        data={
            "result": "Đã kiểm tra 5 đồng chí.",
            "done_on": "2026-11-09",
            "version": item.version,
        },
    )

    page = secretary.get(address(branch)).text
    assert "Đã xong, muộn" in page
    assert "1/1 việc đã xong" in page
    assert "quá hạn" not in page


def test_a_result_without_a_day_leaves_it_open_and_takes_back_a_slip(make, secretary, branch):
    item = planned(make, branch=branch, done_on=date(2026, 11, 5), result="Xong")

    secretary.post(
        f"{of(item)}/result", data={"result": "Mới nửa", "done_on": "", "version": item.version}
    )

    assert (again(item).done_on, again(item).result) == (None, "Mới nửa")


@pytest.mark.parametrize(
    ("values", "data", "said"),
    [
        ({}, {"result": "", "done_on": "2026-11-09"}, "Ghi kết quả."),
        ({}, {"result": "Xong", "done_on": "2026-11-11"}, "không thể ở sau hôm nay"),
        ({"status": PlanStatus.DRAFT}, {"result": "Xong", "done_on": "2026-11-09"}, "Đăng ký việc"),
    ],
)
def test_a_result_that_cannot_be_is_refused(make, secretary, branch, values, data, said):
    item = planned(make, branch=branch, **values)

    page = secretary.post(f"{of(item)}/result", data={**data, "version": item.version}).text

    assert said in page
    assert again(item).done_on is None


def test_what_is_done_is_not_reworded(make, secretary, branch):
    item = planned(make, branch=branch, done_on=date(2026, 11, 5), result="Xong")
    data = form_for(month="11", due_on="2026-11-25", version=item.version)

    assert "bỏ ngày hoàn thành" in secretary.post(f"{of(item)}/edit", data=data).text


@pytest.mark.parametrize("status", list(PlanStatus))
def test_only_what_lies_with_the_branch_is_removed(make, secretary, branch, status):
    item = planned(make, branch=branch, status=status)

    secretary.post(f"{of(item)}/remove", data={"version": item.version})

    is_gone = status in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    assert (db.session.query(WorkItem).count() == 0) is is_gone


def test_an_item_of_another_branch_is_not_found_through_this_one(make, secretary, branch):
    item = planned(make, branch=make.branch())
    db.session.commit()

    answer = secretary.get(f"/branches/{branch.id}/work-items/{item.id}/edit")

    assert answer.status_code == 404
