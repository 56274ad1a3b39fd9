"""From page to page of a pledge: where each leads back to, and what stands whole on it."""

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.pledges.models import PledgeSection
from tests.factory import NOW
from tests.pledges.life_cast import Cast

STATEMENT = "Tôi cam kết không suy thoái về tư tưởng chính trị."


@pytest.fixture
def cast(make):
    return Cast(make)


@pytest.fixture
def author(cast, make, sign_in):
    return sign_in(account=make.account(member=cast.author, at=cast.branch))


@pytest.fixture
def secretary(cast, sign_in):
    return sign_in(Role.SECRETARY, at=cast.branch)


def at(pledge, verb=""):
    return f"/pledges/{pledge.id}{verb}"


def in_one_line(page):
    return " ".join(page.text.split())


def test_an_own_pledge_can_be_read_whatever_comes_next(cast, author):
    pledge = cast.confirmed()
    db.session.commit()

    page = in_one_line(author.get("/pledges"))

    assert f'href="{at(pledge)}">Đọc bản cam kết' in page
    assert "Chi bộ Hành chính · nộp " in page


def test_a_leader_goes_back_to_the_list_of_the_branch(cast, author, secretary):
    pledge = cast.submitted()
    db.session.commit()
    branch_url = f'class="back" href="/branches/{cast.branch.id}/pledges/2026"'

    assert branch_url in in_one_line(secretary.get(at(pledge)))
    assert branch_url not in in_one_line(author.get(at(pledge)))


def test_the_list_of_what_waits_leads_back(cast, sign_in, secretary):
    above = sign_in(Role.STANDING_COMMITTEE, at=cast.committee)

    here = secretary.get(f"/branches/{cast.branch.id}/pledges/waiting").text
    there = above.get(f"/organisations/{cast.committee.id}/pledges/waiting").text

    assert f'href="/branches/{cast.branch.id}/pledges/2026"' in here
    assert f'href="/organisations/{cast.committee.id}/pledges/2026"' in there


def test_every_page_of_a_text_shows_what_the_form_says_for_all(cast, secretary):
    section = PledgeSection(
        template_id=cast.campaign.template_id,
        position=3,
        heading="Về không suy thoái",
        statement=STATEMENT,
        is_required=False,
    )
    db.session.add(section)
    pledge = cast.submitted()
    db.session.commit()

    for page in ("", "/editions/1", "/return"):
        assert STATEMENT in secretary.get(at(pledge, page)).text


def test_who_confirms_a_revision_reads_its_reason_above_it(cast, secretary):
    pledge = cast.confirmed()
    cast.revise(pledge, "Nhận nhiệm vụ mới.")
    cast.submit(pledge, days=61)
    db.session.commit()

    assert "<b>Lý do viết lại:</b> Nhận nhiệm vụ mới." in in_one_line(
        secretary.get(at(pledge))
    ).replace("<p>", "")


def test_a_stage_that_is_over_says_why_and_leads_on(cast, author):
    pledge = cast.confirmed()
    db.session.commit()
    url = at(pledge, "/results/midyear")
    assert "Gửi bản tự kiểm" in author.get(url).text
    pledge.checked_at = NOW
    db.session.commit()

    page = author.get(url).text

    assert "Đã gửi bản tự kiểm" in page
    assert f'href="{at(pledge, "/results")}"' in page
