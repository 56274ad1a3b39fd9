from datetime import date

import pytest

from app.access.permissions import Permission, Role
from app.extensions import db
from app.search.rules.findables import Findable, SearchKind
from app.search.service import index


@pytest.fixture
def branch(make):
    return make.branch(name="Chi bộ Hành chính")


@pytest.fixture
def client(branch, sign_in):
    return sign_in(Role.MEMBER, at=branch)


def put(make, branch, title, body="", *, day=date(2026, 11, 3)):
    meeting = make.meeting(branch=branch, held_on=day)
    found = Findable(branch.id, branch.path, day, title, body, Permission.MEETING_READ)
    index(SearchKind.MEETING, meeting.id, [found])
    db.session.commit()
    return meeting


def search(client, typed="", **filters):
    return client.get("/search", query_string={"q": typed, **filters})


def test_hits_lead_to_their_pages_with_the_words_marked(make, branch, client):
    meeting = put(make, branch, "Sinh hoạt tháng 11", "Ngành thuỷ lợi <b>chống hạn</b>")

    page = search(client, "thủy lợi")

    assert f'href="/meetings/{meeting.id}"' in page.text
    assert "<mark>thuỷ lợi</mark> &lt;b&gt;chống hạn" in page.text
    assert "03/11/2026" in page.text
    assert "Chi bộ Hành chính" in page.text
    assert "1 kết quả" in page.text


def test_what_was_typed_stays_in_the_field(client):
    assert 'value="&#34;thủy lợi&#34; &lt;b&gt;"' in search(client, '"thủy lợi" <b>').text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nhập tên người, tên việc"),
        ("?!* -", "Chưa có từ nào để tìm"),
        ("thủy lợi", "Không tìm thấy"),
        ("🙂", "Chưa có từ nào để tìm"),
        ('NEAR( "' * 1000, "Không tìm thấy"),
    ],
)
def test_a_page_without_hits_says_what_to_do(client, typed, said):
    page = search(client, typed)
    assert page.status_code == 200
    assert said in page.text


def test_an_unfinished_word_is_answered_with_what_begins_so(make, branch, client):
    put(make, branch, "Thủy lợi")
    assert "bắt đầu như thế" in search(client, "thu").text
    assert "bắt đầu như thế" not in search(client, "thủy").text


def test_words_apart_are_one_click_away(make, branch, client):
    put(make, branch, "Nghị quyết của chi bộ")
    put(make, branch, "Đề nghị giải quyết")

    page = search(client, "nghị quyết")
    [link] = [part for part in page.text.split('"') if part.startswith("/search?reading=apart")]

    assert "1 kết quả" in page.text
    assert "đứng liền nhau; dưới đây" in search(client, "quyết đề").text
    assert "2 kết quả" in client.get(link.replace("&amp;", "&")).text


def test_pages_follow_each_other_and_keep_the_question(make, branch, client):
    for number in range(1, 25):
        put(make, branch, f"Việc số {number}", day=date(2026, 11, number))

    first = search(client, "việc", first_year="2026")
    assert "24 kết quả" in first.text
    assert "Việc</mark> số 24<" in first.text
    assert "Việc</mark> số 4<" not in first.text
    [link] = [part for part in first.text.split('"') if part.startswith("/search?before=")]
    second = client.get(link.replace("&amp;", "&"))

    assert "Việc</mark> số 4<" in second.text
    assert "Việc</mark> số 24<" not in second.text
    assert 'value="2026"' in second.text
    assert "Các kết quả trước đó" not in second.text


@pytest.mark.parametrize(
    "nonsense",
    [
        {"before": "x"},
        {"reading": "x"},
        {"before": "-1"},
        {"before": str(2**64)},
        {"kind": "x"},
        {"place": "x"},
        {"first_year": "x"},
        {"first_year": "999999999999"},
        {"last_year": "0"},
    ],
)
def test_nonsense_in_the_address_narrows_nothing(make, branch, client, nonsense):
    put(make, branch, "Thủy lợi")
    assert "1 kết quả" in search(client, "thủy lợi", **nonsense).text


def test_years_the_wrong_way_round_are_told(client):
    page = search(client, "việc", first_year="2026", last_year="2025")
    assert "Năm cuối không thể trước năm đầu." in page.text


def test_places_are_offered_where_there_are_several(make, branch, client, sign_in):
    make.branch(parent=branch.parent, name="Chi bộ Công nghệ")
    above = sign_in(Role.STANDING_COMMITTEE, at=branch.parent)

    assert 'name="place"' not in search(client).text
    assert "Chi bộ Công nghệ" in search(above).text


def test_the_field_stands_in_the_head_of_every_page(client):
    assert 'action="/search"' in client.get("/").text
    assert search(client).text.count('name="q"') == 1


def test_nobody_searches_without_an_account(app, db):
    answer = app.test_client().get("/search?q=x")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_the_number_of_queries_does_not_depend_on_the_number_of_hits(
    make, branch, client, count_queries
):
    def asked():
        with count_queries() as statements:
            assert search(client, "việc").status_code == 200
        return len(statements)

    put(make, branch, "Việc một", day=date(2026, 10, 1))
    alone = asked()
    for number in range(1, 7):
        put(make, branch, f"Việc số {number}", day=date(2026, 11, number))

    assert asked() == alone
    assert alone <= 7
