"""The year's form, to be written by hand."""

import pytest

from app.access.permissions import Role
from tests.pledges.pile import SECTIONS, Pile


@pytest.fixture
def pile(make) -> Pile:
    return Pile(make)


def test_a_member_prints_the_form_of_the_branch(pile, sign_in):
    pile.campaign.template.sections[0].guidance = "Nêu việc cụ thể."
    member = sign_in(Role.MEMBER, at=pile.branch)

    text = member.get(f"/branches/{pile.branch.id}/pledges/2026/blank.txt").text

    for number, heading in enumerate(SECTIONS, start=1):
        assert f"{number}. {heading}" in text
    assert "Họ và tên: ……………" in text
    assert "Chi bộ: Chi bộ Tin học" in text
    assert "Nêu việc cụ thể." in text
    assert "- Kế hoạch số 12-KH/ĐU." in text
    assert text.count("4 |  |  | ") == len(SECTIONS)
    assert text.rstrip().endswith("NGƯỜI CAM KẾT\n(Ký, ghi rõ họ tên)")


def test_the_committees_form_leaves_the_branch_open(pile, sign_in):
    office = sign_in(Role.OFFICE, at=pile.committee)

    text = office.get(f"/pledge-campaigns/{pile.campaign.id}/blank.txt").text

    assert "ĐẢNG BỘ VĂN PHÒNG UBND TỈNH\nCHI BỘ ………………" in text
    assert "Chi bộ: ……………" in text


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_it_is_printed_and_edited(pile, sign_in, extension, start):
    office = sign_in(Role.OFFICE, at=pile.committee)

    for place in (
        f"branches/{pile.branch.id}/pledges/2026",
        f"pledge-campaigns/{pile.campaign.id}",
    ):
        assert office.get(f"/{place}/blank.{extension}").data.startswith(start)


def test_a_year_without_a_campaign_has_no_form(pile, sign_in):
    member = sign_in(Role.MEMBER, at=pile.branch)

    assert member.get(f"/branches/{pile.branch.id}/pledges/2019/blank.pdf").status_code == 404
