from datetime import date, timedelta

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.meetings.rules.life import MeetingStatus
from app.petitions import service
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import PetitionKind, StageOutcome
from tests.petitions.conftest import TEXT, days_ago

NAME = "Võ Văn Bình"
ANSWER = "Chi bộ mở lớp trong tháng 12."


@pytest.fixture
def author(make, tree, sign_in):
    return sign_in(account=make.account(at=tree.branch, member=tree.author))


@pytest.fixture
def secretary(make, tree, sign_in):
    return sign_in(account=make.account(at=tree.branch, member=tree.secretary))


def address(petition, verb=""):
    return f"/petitions/{petition.id}{verb}"


def stage_address(petition, verb, number=1):
    return address(petition, f"/stages/{number}/{verb}")


def answered(tree, petition, text=ANSWER):
    stage = petition.stages[-1]
    db.session.flush()
    service.answer_stage(
        stage, answer=text, version=stage.version, by=tree.leading, now=moment_of(today(), 10)
    )
    db.session.commit()
    return petition


def overdue(tree, text=TEXT):
    return tree.raised(text, on=days_ago(120))


def new_of(tree, **values):
    return {"kind": "proposal", "text": TEXT, "addressee": str(tree.branch.id), **values}


def test_a_member_raises_one_and_is_told_by_when_it_is_answered(tree, author):
    sent = author.post(f"/branches/{tree.branch.id}/petitions/new", data=new_of(tree))

    petition = db.session.query(Petition).one()
    assert sent.location.endswith(address(petition))
    [stage] = petition.stages
    assert f"Hạn trả lời: {stage.due_on:%d/%m/%Y}" in author.get(sent.location).text
    assert "Đề nghị chi bộ mở lớp" in author.get("/petitions").text


def test_it_may_go_straight_to_the_committee_and_nowhere_else(tree, author):
    url = f"/branches/{tree.branch.id}/petitions/new"
    refused = author.post(url, data=new_of(tree, addressee=str(tree.province.id)))
    assert "Chọn một giá trị trong danh sách" in refused.text
    assert TEXT in refused.text

    author.post(url, data=new_of(tree, addressee=str(tree.committee.id)))

    assert db.session.query(PetitionStage).one().addressee == tree.committee


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " "}, "Viết nội dung kiến nghị"),
        ({"text": "ơ" * 20_001}, "Dài nhất 20.000 ký tự"),
        ({"kind": "order"}, "Chọn một giá trị trong danh sách"),
    ],
)
def test_bad_input_is_answered_beside_its_field(tree, author, values, sentence):
    url = f"/branches/{tree.branch.id}/petitions/new"

    assert sentence in author.post(url, data=new_of(tree, **values)).text
    assert db.session.query(Petition).count() == 0


def test_sent_twice_it_is_one_and_the_words_are_not_lost(tree, author):
    url = f"/branches/{tree.branch.id}/petitions/new"
    author.post(url, data=new_of(tree))

    again = author.post(url, data=new_of(tree))

    assert "đã được ghi nhận hôm nay" in again.text
    assert TEXT in again.text
    assert db.session.query(Petition).count() == 1


# Who sees the words of a petition, and who the name beside them: page by page.
NAMED, UNNAMED, CLOSED, UNKNOWN = "named", "unnamed", 403, 404
READERS = [
    (Role.SECRETARY, "branch", NAMED),
    (Role.DEPUTY_SECRETARY, "branch", NAMED),
    (Role.BRANCH_COMMITTEE, "branch", UNNAMED),
    (Role.MEMBER, "branch", CLOSED),
    (Role.OBSERVER, "committee", CLOSED),
    (Role.OFFICE, "committee", CLOSED),
    (Role.STANDING_COMMITTEE, "committee", NAMED),
    (Role.COMMITTEE_MEMBER, "committee", UNNAMED),
    (Role.INSPECTOR, "committee", NAMED),
    (Role.SECRETARY, "other", UNKNOWN),
]


@pytest.mark.parametrize(("role", "place", "seen"), READERS)
def test_a_named_opinion_is_seen_by_role_only(make, tree, sign_in, role, place, seen):
    petition = answered(tree, tree.raised())
    other = make.branch(parent=tree.committee)
    at = {"branch": tree.branch, "committee": tree.committee, "other": other}[place]
    reader = sign_in(role, at=at)

    for url in (
        address(petition),
        f"/branches/{tree.branch.id}/petitions",
        f"/organisations/{tree.branch.id}/petitions?scope=below",
        stage_address(petition, "download.txt"),
        f"/organisations/{tree.branch.id}/petitions/download.txt?scope=below",
    ):
        page = reader.get(url)
        if seen in (CLOSED, UNKNOWN):
            assert page.status_code == seen, url
            assert TEXT[:20] not in page.text
        else:
            words = " ".join(page.text.replace("\xa0", " ").split())
            assert TEXT[:20] in words, url
            assert (NAME in words) is (seen == NAMED), url
    assert NAME not in reader.get("/petitions").text


def test_another_member_sees_nothing_of_it_anywhere(make, tree, sign_in):
    petition = answered(tree, tree.raised())
    other = sign_in(Role.MEMBER, at=tree.branch)

    for url in ("/", "/petitions", "/search?q=bồi+dưỡng"):
        assert "bồi dưỡng kỹ năng số" not in other.get(url).text
    for verb in ("/edit", "/pursue"):
        assert other.get(address(petition, verb)).status_code == 403
    for verb in ("/withdraw", "/seen"):
        assert other.post(address(petition, verb)).status_code == 403


def test_the_author_always_sees_what_became_of_their_own(tree, author):
    petition = answered(tree, tree.raised())

    page = author.get(address(petition)).text

    assert ANSWER in page
    assert NAME in page
    assert author.get(stage_address(petition, "download.pdf")).status_code == 200


def test_an_answer_waits_for_its_author_until_it_is_read(tree, author):
    petition = answered(tree, tree.raised())
    assert "Đọc trả lời kiến nghị" in author.get("/").text

    author.post(address(petition, "/seen"))

    assert "Đọc trả lời kiến nghị" not in author.get("/").text
    assert "Tôi đã đọc trả lời" not in author.get(address(petition)).text


def test_the_secretary_is_asked_and_answers(tree, secretary):
    petition = tree.raised()
    stage = petition.stages[0]
    db.session.commit()
    assert "Trả lời kiến nghị: Đề nghị chi bộ" in secretary.get("/").text

    secretary.post(
        stage_address(petition, "answer"), data={"answer": ANSWER, "version": stage.version}
    )

    db.session.expire_all()
    assert db.session.get(PetitionStage, stage.id).answer == ANSWER
    assert "Trả lời kiến nghị:" not in secretary.get("/").text


def test_a_second_answer_keeps_what_was_typed(tree, secretary):
    petition = tree.raised()
    db.session.flush()
    version = petition.stages[0].version
    answered(tree, petition)

    page = secretary.post(
        stage_address(petition, "answer"), data={"answer": "Câu trả lời khác", "version": version}
    )

    assert "đã được trả lời" in page.text
    assert "Câu trả lời khác" in page.text


def test_an_answer_to_changed_words_shows_both(tree, secretary):
    petition = tree.raised()
    db.session.flush()
    version = petition.stages[0].version
    service.change_petition(
        petition,
        kind=PetitionKind.QUESTION,
        text="Bao giờ mở lớp?",
        version=petition.version,
        by=tree.asking,
        now=moment_of(today(), 10),
    )
    db.session.commit()

    page = secretary.post(
        stage_address(petition, "answer"), data={"answer": ANSWER, "version": version}
    )

    assert page.status_code == 409
    assert ANSWER in page.text


def test_each_level_is_answered_by_its_own(tree, sign_in, secretary):
    petition = tree.raised(to=tree.committee)
    db.session.commit()
    standing = sign_in(Role.STANDING_COMMITTEE, at=tree.committee)
    member = sign_in(Role.COMMITTEE_MEMBER, at=tree.committee)

    url = stage_address(petition, "answer")
    assert secretary.get(url).status_code == 404  # it lies with the committee, above the branch
    assert member.get(url).status_code == 403
    assert standing.get(url).status_code == 200
    assert "Trả lời kiến nghị: " in standing.get("/").text
    assert "Trả lời kiến nghị: " not in secretary.get("/").text

    own = tree.raised("Việc của chi bộ.")
    db.session.commit()
    assert standing.get(stage_address(own, "answer")).status_code == 403


def test_longer_needs_a_reason_that_the_author_reads(tree, secretary, author):
    petition = tree.raised()
    db.session.commit()
    later = today() + timedelta(days=90)
    data = {"extended_until": later.isoformat(), "version": petition.stages[0].version}
    url = stage_address(petition, "extend")

    assert "Nêu lý do kéo dài" in secretary.post(url, data=data).text
    secretary.post(url, data={**data, "reason": "Chờ kinh phí năm tới."})

    page = author.get(address(petition)).text
    assert "Chờ kinh phí năm tới." in page
    assert f"{later:%d/%m/%Y}" in page


def test_it_is_passed_up_and_its_author_sees_where_it_lies(tree, secretary, author):
    petition = tree.raised()
    db.session.commit()

    secretary.post(
        stage_address(petition, "pass-on"),
        data={"reason": "Vượt thẩm quyền.", "version": petition.stages[0].version},
    )

    page = author.get(address(petition)).text
    assert "Vượt thẩm quyền." in page
    assert "Đảng ủy Văn phòng" in page
    assert "Đã chuyển lên cấp trên" in page


def test_an_author_left_without_an_answer_goes_up(tree, author, sign_in):
    petition = overdue(tree)
    db.session.commit()
    assert "Quá hạn trả lời" in author.get(address(petition)).text

    author.post(
        address(petition, "/pursue"),
        data={"reason": "Chi bộ chưa trả lời.", "version": petition.stages[0].version},
    )

    reader = sign_in(Role.COMMITTEE_MEMBER, at=tree.committee)
    page = reader.get(address(petition)).text
    assert "yêu cầu của người kiến nghị" in page
    assert NAME not in page


def test_going_up_too_early_is_refused_with_the_words_kept(tree, author):
    petition = tree.raised()
    db.session.commit()

    page = author.post(
        address(petition, "/pursue"),
        data={"reason": "Muốn nhanh hơn.", "version": petition.stages[0].version},
    )

    assert "Còn trong thời hạn trả lời" in page.text
    assert "Muốn nhanh hơn." in page.text


def test_its_author_changes_and_withdraws_it(tree, author):
    petition = tree.raised()
    db.session.commit()
    author.post(
        address(petition, "/edit"),
        data={"kind": "question", "text": "Bao giờ mở lớp?", "version": petition.version},
    )
    db.session.expire_all()
    assert petition.text == "Bao giờ mở lớp?"

    version = petition.stages[0].version
    assert author.post(address(petition, "/withdraw"), data={"version": 1}).status_code == 409
    author.post(address(petition, "/withdraw"), data={"version": version})

    db.session.expire_all()
    assert petition.stages[0].outcome is StageOutcome.WITHDRAWN


@pytest.fixture
def meeting(make, tree):
    return make.meeting(branch=tree.branch, status=MeetingStatus.IN_PROGRESS)


def test_what_is_raised_at_a_meeting_is_written_down_for_its_author(
    tree, meeting, secretary, author
):
    db.session.commit()
    url = f"/meetings/{meeting.id}/petitions/new"
    words = {"kind": "proposal", "text": TEXT}
    assert "Chọn đồng chí kiến nghị" in secretary.post(url, data=words).text

    secretary.post(url, data={**words, "author_id": str(tree.author.id)})

    petition = db.session.query(Petition).one()
    for page in (f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/closing"):
        assert "Đồng chí Võ Văn Bình · Kiến nghị, đề xuất" in secretary.get(page).text
    assert TEXT[:20] not in author.get(f"/meetings/{meeting.id}").text
    assert TEXT[:20] in author.get(address(petition)).text

    own = f"/meetings/{meeting.id}/petitions/{petition.id}"
    changed = {**words, "text": "Nói khác.", "author_id": str(tree.secretary.id)}
    secretary.post(own, data={**changed, "version": petition.version})
    db.session.expire_all()
    assert (petition.text, petition.author) == ("Nói khác.", tree.secretary)
    secretary.post(f"{own}/remove")
    assert db.session.query(Petition).count() == 0


def test_on_a_meetings_page_too_the_name_is_seen_by_role_only(tree, meeting, sign_in):
    meeting.notified_at = moment_of(date(2026, 11, 1), 8)
    service.raise_in_meeting(
        meeting,
        author=tree.author,
        kind=PetitionKind.PROPOSAL,
        text=TEXT,
        by=tree.leading,
        now=moment_of(today(), 9),
    )
    reader = sign_in(Role.BRANCH_COMMITTEE, at=tree.branch)

    page = reader.get(f"/meetings/{meeting.id}").text

    assert "Một đồng chí · Kiến nghị, đề xuất" in page
    assert NAME not in page


def test_nothing_is_written_down_before_the_meeting_begins(make, tree, secretary):
    meeting = make.meeting(branch=tree.branch)
    db.session.commit()

    refused = secretary.get(f"/meetings/{meeting.id}/petitions/new")

    assert refused.status_code == 409
    assert "chưa bắt đầu" in refused.text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("state=overdue", {"Quá hạn"}),
        ("state=waiting", {"Mới nêu"}),
        ("state=answered", {"Trả lời"}),
        ("year=2024", {"Năm cũ"}),
        ("year=2024&quarter=1", {"Năm cũ"}),
        ("year=2024&quarter=2", set()),
        ("year=1999&state=nonsense", {"Quá hạn", "Mới nêu", "Trả lời", "Năm cũ"}),
    ],
)
def test_a_list_is_narrowed_by_state_year_and_quarter(tree, secretary, asked, shown):
    tree.raised("Quá hạn: việc một.", on=days_ago(120))
    tree.raised("Mới nêu: việc hai.")
    answered(tree, tree.raised("Trả lời: việc ba."))
    old = tree.raised("Năm cũ: việc bốn.", on=date(2024, 2, 20))
    service.withdraw(old, version=1, by=tree.asking, now=moment_of(date(2024, 2, 21), 9))
    db.session.commit()

    page = secretary.get(f"/branches/{tree.branch.id}/petitions?{asked}").text

    words = {"Quá hạn": "một", "Mới nêu": "hai", "Trả lời": "ba", "Năm cũ": "bốn"}
    assert {name for name, word in words.items() if f"{name}: việc {word}." in page} == shown


def test_a_committee_sees_what_it_was_asked_and_how_its_branches_answer(tree, sign_in):
    tree.raised("Gửi đảng ủy.", to=tree.committee)
    overdue(tree, "Chi bộ chưa trả lời.")
    answered(tree, tree.raised("Chi bộ đã trả lời."))
    standing = sign_in(Role.STANDING_COMMITTEE, at=tree.committee)
    url = f"/organisations/{tree.committee.id}/petitions"

    page = standing.get(url).text
    below = standing.get(f"{url}?scope=below").text

    assert "Gửi đảng ủy." in page
    assert "Chi bộ chưa trả lời." not in page
    assert {"Gửi đảng ủy.", "Chi bộ chưa trả lời.", "Chi bộ đã trả lời."} <= {
        text
        for text in ("Gửi đảng ủy.", "Chi bộ chưa trả lời.", "Chi bộ đã trả lời.")
        if text in below
    }
    row = " ".join(page[page.index(f"/branches/{tree.branch.id}/petitions") :].split())
    assert 'data-label="Đã nhận" class="number">2</td>' in row
    assert 'data-label="Trả lời đúng hạn" class="number">1/2</td>' in row
    assert 'data-label="Đang quá hạn" class="number">1</td>' in row


def test_lists_keep_their_number_of_questions(make, tree, sign_in, count_queries):
    standing = sign_in(Role.STANDING_COMMITTEE, at=tree.committee)
    urls = (
        f"/organisations/{tree.committee.id}/petitions?scope=below",
        f"/branches/{tree.branch.id}/petitions",
        "/petitions",
    )
    tree.raised("Việc đầu.")
    db.session.commit()
    few = [ask(standing, url, count_queries) for url in urls]
    for number in range(100):
        make.branch(parent=tree.committee)
        tree.raised(f"Việc thứ {number}.")
    db.session.commit()

    many = [ask(standing, url, count_queries) for url in urls]

    assert few == many
    assert max(many) < 12


def ask(client, url, count_queries):
    client.get(url)
    with count_queries() as statements:
        client.get(url)
    return len(statements)


def test_a_long_list_is_read_page_by_page_under_its_filter(tree, secretary):
    for number in range(51):
        tree.raised(f"Việc thứ {number}.")
    db.session.commit()
    url = f"/branches/{tree.branch.id}/petitions?state=waiting"

    first = secretary.get(url).text
    second = secretary.get(f"{url}&page=2").text

    assert "state=waiting&amp;page=2" in first
    assert first.count("Việc thứ") == 50
    assert second.count("Việc thứ") == 1
