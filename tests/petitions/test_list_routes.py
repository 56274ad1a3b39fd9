from datetime import date

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.meetings.rules.life import MeetingStatus
from app.petitions import service
from app.petitions.models import Petition
from app.petitions.rules import PetitionKind
from tests.petitions.conftest import NAME, TEXT, address, answered, days_ago, overdue


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
