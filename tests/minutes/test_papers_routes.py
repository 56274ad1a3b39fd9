import pytest

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import BRANCH_TYPES
from app.meetings.service.life import notify_meeting
from tests.factory import NOW
from tests.minutes.sittings import called, held

OPEN = ("programme", "notice", "invitation", "blank-minutes", "vote-tally")
ROLLS = ("roll", "blank-roll")


def url_of(sitting, path=""):
    return f"/meetings/{sitting.meeting.id}/papers{path}"


@pytest.fixture
def sitting(make):
    sitting = held(make)
    sitting.meeting.notified_at = NOW
    return sitting


def as_secretary(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


def as_member(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.members[3], at=sitting.branch))


@pytest.mark.parametrize("kind", [*OPEN, *ROLLS])
def test_every_paper_leaves_as_pdf_and_as_word(sitting, make, sign_in, kind):
    client = as_secretary(sitting, make, sign_in)

    for extension, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = client.get(url_of(sitting, f"/{kind}.{extension}"))
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert f"_2026-11-03.{extension}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("meeting_type", BRANCH_TYPES)
def test_a_planned_meeting_of_every_type_has_its_papers(make, sign_in, meeting_type):
    sitting = called(make, meeting_type=meeting_type)
    client = as_secretary(sitting, make, sign_in)

    for kind in ("programme", "notice", "blank-minutes", "blank-roll"):
        assert client.get(url_of(sitting, f"/{kind}.docx")).status_code == 200


def test_the_page_links_to_every_paper_the_reader_may_have(sitting, make, sign_in):
    page = as_secretary(sitting, make, sign_in).get(url_of(sitting)).text

    for kind in (*OPEN, *ROLLS):
        assert url_of(sitting, f"/{kind}.pdf") in page
        assert url_of(sitting, f"/{kind}.docx") in page
    assert f"/meetings/{sitting.meeting.id}/resolutions/new" in page


def test_a_member_has_what_was_announced_and_no_roll_before_adoption(sitting, make, sign_in):
    client = as_member(sitting, make, sign_in)
    page = client.get(url_of(sitting)).text

    assert client.get(url_of(sitting, "/programme.pdf")).status_code == 200
    assert client.get(url_of(sitting, "/roll.pdf")).status_code == 403
    assert url_of(sitting, "/roll.pdf") not in page
    assert "resolutions/new" not in page


def test_a_silent_plan_has_no_papers_for_members(make, sign_in):
    sitting = called(make)
    client = as_member(sitting, make, sign_in)

    assert client.get(url_of(sitting)).status_code == 403
    assert client.get(url_of(sitting, "/notice.pdf")).status_code == 403
    notify_meeting(sitting.meeting, members=5, guests=0, by=sitting.by, now=NOW)
    db.session.commit()
    assert client.get(url_of(sitting, "/notice.pdf")).status_code == 200


def test_another_branch_has_none_of_them(sitting, make, sign_in):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    for path in ("", "/programme.pdf", "/roll.pdf", "/blank-roll.docx"):
        assert stranger.get(url_of(sitting, path)).status_code == 404


def test_an_unknown_paper_is_not_found(sitting, make, sign_in):
    client = as_secretary(sitting, make, sign_in)

    assert client.get(url_of(sitting, "/ballot.pdf")).status_code == 404
    assert client.get(url_of(sitting, "/programme.exe")).status_code == 404
