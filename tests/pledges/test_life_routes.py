"""The verbs of a pledge pressed on its pages."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position, Status
from app.pledges.rules import PledgeStatus
from tests.pledges.life_cast import Cast, again, at, kinds, press, states


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def author(cast, make, sign_in):
    return sign_in(account=make.account(member=cast.author, at=cast.branch))


@pytest.fixture
def secretary(cast, make, sign_in):
    return sign_in(account=make.account(member=cast.secretary, at=cast.branch))


@pytest.fixture
def above(cast, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=cast.committee)


def test_from_a_draft_to_a_public_pledge(cast, author, secretary):
    pledge = cast.draft()
    db.session.commit()

    assert "Nộp bản cam kết" in author.get(at(pledge)).text
    assert "Đã nộp bản cam kết" in press(author, pledge, "submit").text
    page = secretary.get(at(pledge)).text
    assert "Giữ gìn lời hứa 1" in page
    assert "Trả lại để bổ sung" in page
    assert "Đã xác nhận bản cam kết" in press(secretary, again(pledge), "confirm").text
    assert "Đã công khai" in press(secretary, again(pledge), "publish").text
    assert "Đã thôi công khai" in press(secretary, again(pledge), "unpublish").text

    assert kinds(again(pledge)) == [
        "started",
        "submitted",
        "confirmed",
        "published",
        "unpublished",
    ]


def test_it_is_returned_with_a_comment_and_mended(cast, author, secretary):
    pledge = cast.submitted()
    db.session.commit()

    page = press(secretary, pledge, "return", comment="Nêu rõ chỉ tiêu.").text

    assert "Đã trả lại để đồng chí Võ Văn Bình bổ sung." in page
    page = author.get(at(pledge)).text
    assert "Yêu cầu bổ sung" in page
    assert "Nêu rõ chỉ tiêu." in page
    assert "Sửa theo yêu cầu của chi bộ rồi nộp lại." in page
    assert "Đã nộp bản cam kết" in press(author, again(pledge), "submit").text
    assert states(again(pledge)) == ["returned", "submitted"]


def test_without_a_comment_it_is_not_returned(cast, secretary):
    pledge = cast.submitted()
    db.session.commit()

    page = press(secretary, pledge, "return", comment="  ").text

    assert "Nêu nội dung cần bổ sung" in page
    assert states(again(pledge)) == ["submitted"]


def test_two_who_return_at_once_see_both_texts(cast, secretary):
    pledge = cast.submitted()
    db.session.commit()

    answer = secretary.post(
        at(pledge, "/return"), data={"version": pledge.version - 1, "comment": "Nêu chỉ tiêu."}
    )

    assert answer.status_code == 409
    assert states(again(pledge)) == ["submitted"]


@pytest.mark.parametrize("verb", ["confirm", "publish", "unpublish", "submit", "drop"])
def test_a_button_of_an_older_page_does_nothing(cast, author, secretary, verb):
    pledge = cast.submitted() if verb == "confirm" else cast.confirmed()
    db.session.commit()
    before = states(pledge), kinds(pledge)
    client = author if verb in {"submit", "drop"} else secretary

    answer = press(client, pledge, verb, version=pledge.version - 1)

    assert answer.status_code == 409
    assert (states(again(pledge)), kinds(again(pledge))) == before


def test_a_confirmed_text_is_written_anew_and_dropped(cast, author):
    pledge = cast.confirmed()
    db.session.commit()

    page = press(author, pledge, "revise", reason="Nhận nhiệm vụ mới.").text

    assert "Đã mở bản mới để viết" in page
    page = author.get(at(pledge)).text
    assert "Lý do viết lại" in page
    assert "Nội dung đã xác nhận" in page
    assert "Đã bỏ bản đang viết lại" in press(author, again(pledge), "drop").text
    assert states(again(pledge)) == ["confirmed", "dropped"]


def test_without_a_reason_nothing_is_written_anew(cast, author):
    pledge = cast.confirmed()
    db.session.commit()

    assert "Nêu lý do" in press(author, pledge, "revise", reason="").text
    assert author.get(at(pledge, "/revise")).status_code == 200
    assert states(again(pledge)) == ["confirmed"]


def test_a_leader_who_writes_for_somebody_is_told_to_have_the_paper(cast, author, secretary):
    pledge = cast.confirmed()
    db.session.commit()

    assert "cần bản giấy có chữ ký" in secretary.get(at(pledge, "/revise")).text
    assert "cần bản giấy có chữ ký" not in author.get(at(pledge, "/revise")).text


def test_the_own_pledge_is_not_confirmed_by_its_author(cast, secretary):
    pledge = cast.submitted(cast.secretary)
    db.session.commit()

    assert "Trả lại để bổ sung" not in secretary.get(at(pledge)).text
    assert press(secretary, pledge, "confirm").status_code == 409
    assert secretary.get(at(pledge, "/return")).status_code == 409


def test_the_committee_confirms_and_returns_what_leaders_have_submitted(cast, above):
    pledge = cast.submitted(cast.secretary)
    db.session.commit()

    assert "/return-above" in above.get(at(pledge)).text
    page = press(above, pledge, "return-above", comment="Nêu trách nhiệm nêu gương.").text
    assert "Đã trả lại" in page
    cast.submit(again(pledge))
    db.session.commit()
    assert "Đã xác nhận" in press(above, again(pledge), "confirm-above").text

    assert again(pledge).status is PledgeStatus.CONFIRMED


def test_the_committee_does_not_confirm_for_plain_members(cast, above):
    pledge = cast.submitted()
    db.session.commit()

    assert press(above, pledge, "confirm-above").status_code == 409
    assert above.get(at(pledge, "/return-above")).status_code == 409


def test_an_old_edition_is_read_and_compared_word_by_word(cast, author, secretary):
    pledge = cast.confirmed()
    cast.revise(pledge, "Nhận nhiệm vụ mới.")
    pledge.last.items[0].content = "Giữ gìn trọn vẹn lời hứa 1"
    pledge.last.items[1].due_on = date(2026, 9, 30)
    cast.submit(pledge, days=61)
    db.session.commit()

    old = secretary.get(at(pledge, "/editions/1")).text
    compared = secretary.get(at(pledge, "/editions/2/compare")).text

    assert "Đang có hiệu lực" in old
    assert "Giữ gìn lời hứa 1" in old
    assert "Từ bản số 1 đến bản số 2" in compared
    assert "Về tư tưởng chính trị, nội dung 1" in compared
    assert "<ins>" in compared
    assert "trọn vẹn" in compared
    assert "30/09/2026" in compared


def test_an_edition_says_what_was_asked_for_to_who_asked(cast, secretary):
    pledge = cast.submitted()
    cast.give_back(pledge, "Nêu rõ chỉ tiêu.")
    cast.submit(pledge)
    cast.confirm(pledge)
    db.session.commit()

    returned, mended = (secretary.get(at(pledge, f"/editions/{n}")).text for n in (1, 2))

    assert "Yêu cầu bổ sung" in returned
    assert "Viết theo yêu cầu, lý do" in mended
    assert "Nêu rõ chỉ tiêu." in returned
    assert "Nêu rõ chỉ tiêu." in mended


def test_the_first_edition_has_nothing_before_it(cast, author):
    pledge = cast.confirmed()
    db.session.commit()

    page = author.get(at(pledge, "/editions/1/compare")).text

    assert "Không có bản trước để so sánh" in page
    assert author.get(at(pledge, "/editions/7")).status_code == 404


def waiting_path(cast):
    return f"/branches/{cast.branch.id}/pledges/waiting"


def key(pledge):
    return f"{pledge.id.hex}:{pledge.version}"


def test_those_that_were_read_are_confirmed_in_one_press(cast, secretary):
    read, unread = cast.submitted(cast.author), cast.submitted(cast.comrade)
    db.session.commit()

    page = secretary.get(waiting_path(cast)).text
    assert "2 bản" in page
    assert "Giữ gìn lời hứa 2" in page
    page = secretary.post(
        waiting_path(cast), data={"read": [key(read)]}, follow_redirects=True
    ).text

    assert "Đã xác nhận 1 bản cam kết." in page
    assert again(read).status is PledgeStatus.CONFIRMED
    assert again(unread).status is PledgeStatus.SUBMITTED


def test_none_is_confirmed_if_one_has_changed_since_it_was_read(cast, secretary):
    read, changed = cast.submitted(cast.author), cast.submitted(cast.comrade)
    db.session.commit()
    shown = [key(read), key(changed)]
    cast.give_back(changed)
    cast.submit(changed)
    db.session.commit()

    page = secretary.post(waiting_path(cast), data={"read": shown}).text

    assert "vừa thay đổi hoặc đã xử lý" in page
    assert again(read).status is PledgeStatus.SUBMITTED


def test_at_least_one_has_to_be_read(cast, secretary):
    cast.submitted()
    db.session.commit()

    page = secretary.post(waiting_path(cast)).text

    assert "Đánh dấu ít nhất một bản cam kết đã đọc." in page


def test_the_own_pledge_waits_without_a_tick(cast, secretary):
    pledge = cast.submitted(cast.secretary)
    db.session.commit()

    page = secretary.get(waiting_path(cast)).text

    assert key(pledge) not in page
    assert "Bản của đồng chí" in page
    secretary.post(waiting_path(cast), data={"read": [key(pledge)]})
    assert again(pledge).status is PledgeStatus.SUBMITTED


def test_the_committee_sees_those_of_leaders_alone(cast, above, make):
    leaders = cast.submitted(cast.secretary)
    cast.submitted(cast.author)
    db.session.commit()
    path = f"/organisations/{cast.committee.id}/pledges/waiting"

    page = above.get(path).text
    assert "1 bản" in page
    assert "Trần Thị Hạnh" in page
    assert "Võ Văn Bình" not in page
    page = above.post(path, data={"read": [key(leaders)]}, follow_redirects=True).text

    assert "Không có bản nào chờ xác nhận" in page
    assert again(leaders).last.confirmed_by


def test_the_list_asks_as_much_for_many_as_for_two(cast, secretary, make, count_queries):
    cast.submitted(cast.author)
    cast.submitted(cast.comrade)
    db.session.commit()
    secretary.get(waiting_path(cast))
    with count_queries() as few:
        secretary.get(waiting_path(cast))
    for member in make.members(6, branch=cast.branch):
        cast.submitted(member)
    db.session.commit()
    with count_queries() as many:
        secretary.get(waiting_path(cast))

    assert len(few) == len(many) <= 10


def test_a_pledge_of_many_editions_asks_as_much_as_one_of_two(cast, author, count_queries):
    pledge = cast.confirmed()
    cast.revise(pledge)
    db.session.commit()
    author.get(at(pledge))
    with count_queries() as few:
        author.get(at(pledge))
    for days in (61, 62, 63):
        cast.submit(pledge, days=days)
        cast.give_back(pledge)
    db.session.commit()
    with count_queries() as many:
        author.get(at(pledge))

    assert len(few) == len(many) <= 11


@pytest.fixture
def moved(cast, make):
    """A confirmed pledge whose author has gone to the other branch since."""
    pledge = cast.confirmed()
    cast.author.statuses[0].ends_on = date(2026, 5, 31)
    make.status(cast.author, cast.other, Status.OFFICIAL, starts_on=date(2026, 6, 1))
    return pledge


def test_the_new_branch_takes_a_pledge_over(cast, moved, make, sign_in):
    leader = make.member(branch=cast.other, position=Position.SECRETARY)
    secretary = sign_in(account=make.account(member=leader, at=cast.other))

    page = secretary.get(f"/branches/{cast.other.id}/pledges/waiting").text
    assert "1 bản do chi bộ khác đang giữ" in page
    assert secretary.get(at(moved)).status_code == 404
    assert "Hiện sinh hoạt tại" in secretary.get(at(moved, "/take-over")).text
    page = press(secretary, again(moved), "take-over").text

    assert "Đã chuyển bản cam kết năm 2026 về Chi bộ Công nghệ." in page
    page = secretary.get(at(moved)).text
    assert "Viết tại" in page
    assert "Từ Chi bộ Hành chính đến Chi bộ Công nghệ" in page
    assert secretary.get(at(moved, "/take-over")).status_code == 409


def test_its_author_may_bring_it_along(cast, moved, make, sign_in):
    author = sign_in(account=make.account(member=cast.author, at=cast.other))

    assert author.get(at(moved)).status_code == 404
    assert "Mang theo về chi bộ mới" in author.get(at(moved, "/take-over")).text
    press(author, again(moved), "take-over")

    assert author.get(at(moved)).status_code == 200


def test_nobody_else_takes_a_pledge_over(cast, moved, secretary, make, sign_in):
    member = sign_in(Role.MEMBER, at=cast.other)

    assert secretary.get(at(moved, "/take-over")).status_code == 404
    assert member.get(at(moved, "/take-over")).status_code == 403
    assert press(member, moved, "take-over").status_code == 403


def test_who_belongs_nowhere_has_no_branch_to_take_over(cast, secretary):
    pledge = cast.confirmed()
    cast.author.statuses[0].ends_on = date(2026, 5, 31)
    db.session.commit()

    assert secretary.get(at(pledge, "/take-over")).status_code == 404
