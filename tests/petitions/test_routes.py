from datetime import timedelta

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.petitions import service
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import PetitionKind, StageOutcome
from tests.petitions.conftest import ANSWER, NAME, TEXT, address, answered, overdue


def stage_address(petition, verb, number=1):
    return address(petition, f"/stages/{number}/{verb}")


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
