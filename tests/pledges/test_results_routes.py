from io import BytesIO
from uuid import uuid4

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.pledges.models import Pledge, PledgeItem, PledgeResult
from app.pledges.rules import EditionState, Judge, Outcome, PledgeStatus, Stage
from app.pledges.service import results
from tests.pledges.year_end import ALL_MET, DECEMBER, MIXED, year_end_of


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(DECEMBER, tick=False):
        yield


@pytest.fixture
def year_end(make):
    return year_end_of(make)


@pytest.fixture
def author(year_end, make, sign_in):
    return sign_in(account=make.account(member=year_end.author, at=year_end.branch))


@pytest.fixture
def secretary(year_end, make, sign_in):
    return sign_in(account=make.account(member=year_end.secretary, at=year_end.branch))


@pytest.fixture
def member(year_end, sign_in):
    return sign_in(Role.MEMBER, at=year_end.branch)


@pytest.fixture
def above(year_end, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=year_end.committee)


def url(year_end, rest=""):
    return f"/pledges/{year_end.pledge.id}{rest}"


def line_url(year_end, at=0, stage="yearend"):
    return url(year_end, f"/results/{stage}/{year_end.lines[at]}")


def all_stored():
    return db.session.query(PledgeResult).all()


def status():
    return db.session.query(Pledge).one().status


def hand_in(client, year_end, **values):
    version = db.session.query(Pledge.version).scalar()
    return client.post(url(year_end, "/results/yearend"), data={"version": version, **values})


def comment_for(year_end, outcomes=MIXED, **values):
    sent = {"comment": "Cố gắng tốt.", "version": year_end.pledge.version}
    for line_id, outcome in zip(year_end.lines, outcomes, strict=True):
        sent[f"outcome_{line_id.hex}"] = outcome.value
        sent[f"comment_{line_id.hex}"] = "Chi bộ nhất trí"
    return {**sent, **values}


def test_an_author_goes_from_line_to_line_and_hands_in(author, year_end):
    first = author.get(url(year_end, "/results"))
    assert "Tự đánh giá cuối năm" in first.text

    sent = author.post(line_url(year_end), data={"outcome": "met", "comment": "Đọc đều"})
    assert sent.location == line_url(year_end, 1)
    sent = author.post(line_url(year_end, 2), data={"outcome": "not_met"})
    assert sent.location == line_url(year_end, 1)
    sent = author.post(line_url(year_end, 1), data={"outcome": "partly_met"})
    assert sent.location == url(year_end, "/results/yearend")
    assert "3/3 đã chọn kết quả" in author.get(sent.location).text

    sent = hand_in(author, year_end)

    assert sent.location == url(year_end, "/results")
    page = author.get(sent.location).text
    assert "Đã tự đánh giá cuối năm" in page
    assert "Đọc đều" in page
    assert "Tự kiểm giữa năm" not in page


def test_an_incomplete_review_is_refused_by_its_numbers(author, year_end):
    author.post(line_url(year_end, 1), data={"outcome": "met"})

    page = hand_in(author, year_end).text

    assert "Còn 2/3 nội dung chưa chọn kết quả: nội dung 1, 3." in page
    assert status() is PledgeStatus.CONFIRMED


def test_the_check_at_mid_year_is_handed_in_on_its_own(author, year_end):
    year_end.judged(stage=Stage.MIDYEAR)
    db.session.commit()

    version = year_end.pledge.version
    author.post(url(year_end, "/results/midyear"), data={"version": version})

    page = author.get(url(year_end, "/results")).text
    assert "Tự kiểm giữa năm" in page
    assert status() is PledgeStatus.CONFIRMED
    assert "Đã gửi bản tự kiểm" in author.get(url(year_end, "/results/midyear")).text
    assert author.get(line_url(year_end, stage="midyear")).status_code == 409


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": "splendid"}, "Chọn một kết quả trong danh sách."),
        ({"comment": "ơ" * 2001}, "Dài nhất 2.000 ký tự"),
        ({"file": (BytesIO(b"MZ\x90\x00"), "virus.exe")}, "Chỉ nhận tệp PDF, Word"),
    ],
)
def test_wrong_input_is_answered_and_what_was_typed_is_kept(author, year_end, values, sentence):
    sent = {"outcome": "met", "comment": "Đã đọc đủ", "note": "Giấy khen", **values}

    page = author.post(line_url(year_end), data=sent).text

    assert sentence in page
    assert sent["comment"] in page
    assert "Giấy khen" in page
    assert all_stored() == []


def test_a_form_opened_before_another_save_shows_both_texts(author, year_end):
    author.post(line_url(year_end), data={"outcome": "met", "comment": "Bản thứ nhất"})

    again = author.post(line_url(year_end), data={"outcome": "met", "comment": "Bản thứ hai"})

    assert again.status_code == 409
    assert "Bản thứ nhất" in again.text
    assert "Bản thứ hai" in again.text


def test_a_file_is_read_by_its_author_then_by_the_branch_and_never_by_every_member(
    author, secretary, member, above, year_end
):
    year_end.pledge.published_at = DECEMBER
    db.session.commit()
    file = (BytesIO("Quyết định khen thưởng".encode()), "quyết định.txt")
    author.post(line_url(year_end), data={"outcome": "met", "file": file})
    [piece] = all_stored()[0].evidence
    address = url(year_end, f"/evidence/{piece.id}")

    assert author.get(address).data.decode() == "Quyết định khen thưởng"
    assert secretary.get(address).status_code == 403
    assert "quyết định.txt" in author.get(line_url(year_end)).text

    for at in (1, 2):
        author.post(line_url(year_end, at), data={"outcome": "met"})
    hand_in(author, year_end)

    readers = [(author, 200), (secretary, 200), (above, 200), (member, 403)]
    for client, expected in readers:
        assert client.get(address).status_code == expected
    assert author.get(url(year_end, f"/evidence/{uuid4()}")).status_code == 404


def test_who_reads_the_pledge_because_it_is_public_reads_results_without_their_words(
    member, year_end
):
    year_end.handed_in()
    year_end.commented()
    year_end.pledge.published_at = DECEMBER
    db.session.commit()

    page = member.get(url(year_end, "/results")).text

    assert "Đạt một phần" in page
    assert "Đã làm" not in page
    assert "còn chậm một việc" not in page
    assert "Nhận xét chung" not in page


def test_a_draft_of_a_review_is_seen_by_nobody_else(secretary, member, above, year_end):
    year_end.judged()
    db.session.commit()

    for client in (secretary, above):
        page = client.get(url(year_end, "/results")).text
        assert "Đã làm" not in page
        assert client.get(url(year_end, "/results/yearend")).status_code == 403
    assert member.get(url(year_end, "/results")).status_code == 403


def test_the_branch_comments_and_closes(secretary, author, year_end):
    year_end.handed_in(ALL_MET)
    db.session.commit()
    form = secretary.get(url(year_end, "/comment")).text
    assert form.count('value="met" checked') == 3

    sent = secretary.post(url(year_end, "/comment"), data=comment_for(year_end))

    assert sent.location == url(year_end, "/results")
    page = author.get(sent.location).text
    assert "Cố gắng tốt." in page
    assert "Chi bộ nhất trí" in page
    assert "Khóa bản cam kết" not in page
    again = secretary.get(url(year_end, "/comment")).text
    assert again.count('value="not_met" checked') == 1

    version = db.session.query(Pledge.version).scalar()
    secretary.post(url(year_end, "/close"), data={"version": version})

    assert status() is PledgeStatus.CLOSED
    assert secretary.get(url(year_end, "/comment")).status_code == 409


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"comment": " "}, "Ghi nhận xét chung của chi bộ."),
        ({"outcome": ""}, "Chọn kết quả của nội dung 1."),
        ({"outcome": "perfect"}, "Chọn một kết quả trong danh sách."),
    ],
)
def test_a_wrong_comment_keeps_every_word(secretary, year_end, values, sentence):
    year_end.handed_in()
    db.session.commit()
    if "outcome" in values:
        values = {f"outcome_{year_end.lines[0].hex}": values["outcome"]}

    page = secretary.post(url(year_end, "/comment"), data=comment_for(year_end, **values)).text

    assert sentence in page
    assert page.count("Chi bộ nhất trí") == 3
    assert status() is PledgeStatus.SELF_REVIEWED


def test_the_branch_asks_again_in_words_the_author_reads(secretary, author, above, year_end):
    year_end.handed_in()
    db.session.commit()
    empty = secretary.post(url(year_end, "/ask-again"), data={"comment": ""})
    assert "Ghi nội dung cần đánh giá lại." in empty.text

    sent = {"comment": "Nêu rõ đề tài thứ hai", "version": year_end.pledge.version}
    secretary.post(url(year_end, "/ask-again"), data=sent)

    assert status() is PledgeStatus.CONFIRMED
    for page in ("/results", "/results/yearend"):
        assert "Nêu rõ đề tài thứ hai" in author.get(url(year_end, page)).text
    assert "Nêu rõ đề tài thứ hai" not in above.get(url(year_end, "/results")).text
    assert secretary.get(url(year_end, "/ask-again")).status_code == 409


def test_the_committee_comments_on_those_who_lead(above, secretary, year_end):
    year_end.handed_in()
    year_end.pledge.is_leaders = True
    db.session.commit()
    page = above.get(url(year_end, "/results")).text
    assert url(year_end, "/comment-above") in page

    asked = {"comment": "Xem lại nội dung 1", "version": year_end.pledge.version}
    above.post(url(year_end, "/ask-again-above"), data=asked)
    assert status() is PledgeStatus.CONFIRMED

    pledge = db.session.query(Pledge).one()
    results.hand_in_review(pledge, version=pledge.version, by=year_end.by(), now=DECEMBER)
    db.session.commit()
    sent = comment_for(year_end, version=pledge.version)
    above.post(url(year_end, "/comment-above"), data=sent)

    assert status() is PledgeStatus.COMMENTED


def test_the_committee_is_refused_for_a_plain_member(above, year_end):
    year_end.handed_in()
    db.session.commit()

    assert url(year_end, "/comment") not in above.get(url(year_end, "/results")).text
    page = above.post(url(year_end, "/comment-above"), data=comment_for(year_end)).text

    assert "do chi bộ xác nhận" in page


def test_a_leader_types_the_review_of_a_pledge_from_paper(secretary, author, member, year_end):
    year_end.pledge.last.is_from_paper = True
    db.session.commit()

    assert "Nhập thay đồng chí" in secretary.get(url(year_end, "/results/yearend")).text
    secretary.post(line_url(year_end), data={"outcome": "met"})

    assert all_stored()[0].outcome is Outcome.MET
    assert author.get(line_url(year_end, 1)).status_code == 200
    assert member.get(line_url(year_end, 1)).status_code == 403


def test_a_line_that_is_not_in_force_is_not_found(author, year_end):
    assert author.get(url(year_end, f"/results/yearend/{uuid4()}")).status_code == 404
    assert author.get(url(year_end, f"/results/later/{year_end.lines[0]}")).status_code == 404
    assert author.get(f"/pledges/{uuid4()}/results/yearend").status_code == 404


def test_without_a_text_in_force_there_is_nothing_to_judge(author, year_end):
    year_end.pledge.status = PledgeStatus.SUBMITTED
    year_end.pledge.last.state = EditionState.SUBMITTED
    db.session.commit()

    assert "Chưa có kết quả" in author.get(url(year_end, "/results")).text


def test_the_pages_ask_as_much_for_many_lines_as_for_few(
    author, secretary, year_end, count_queries
):
    year_end.handed_in()
    db.session.commit()

    def ask(client, page):
        client.get(page)
        with count_queries() as statements:
            assert client.get(page).status_code == 200
        return len(statements)

    few = [ask(author, url(year_end, "/results")), ask(secretary, url(year_end, "/comment"))]
    pledge = db.session.query(Pledge).one()
    for _ in range(6):
        line_id = uuid4()
        pledge.last.items.append(
            PledgeItem(
                line_id=line_id,
                section=pledge.last.items[0].section,
                position=9,
                content="Giúp một quần chúng ưu tú",
            )
        )
        for judge in Judge:
            pledge.results.append(
                PledgeResult(
                    line_id=line_id,
                    stage=Stage.YEAREND,
                    judge=judge,
                    outcome=Outcome.MET,
                    at=DECEMBER,
                    by="Võ Văn Bình",
                )
            )
    db.session.commit()
    many = [ask(author, url(year_end, "/results")), ask(secretary, url(year_end, "/comment"))]

    assert many == few
    assert max(few) <= 14
