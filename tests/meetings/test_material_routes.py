import io

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import Material


def upload(client, setting, content=b"%PDF-1.7 x", name="Báo cáo tháng.pdf", title="Báo cáo"):
    return client.post(
        f"/meetings/{setting.meeting.id}/materials/new",
        data={"title": title, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def only_material():
    return db.session.scalars(select(Material)).one()


def test_a_paper_is_added_and_taken_away_as_an_attachment(secretary, setting):
    assert upload(secretary, setting).status_code == 302
    url = f"/meetings/{setting.meeting.id}/materials/{only_material().id}/download"

    response = secretary.get(url)

    assert response.data == b"%PDF-1.7 x"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="bao-cao-thang.pdf"')
    assert "B%C3%A1o%20c%C3%A1o%20th%C3%A1ng.pdf" in disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<script>alert(1)</script>", "a.txt", "Chỉ nhận tệp"),
        (b"%PDF-1.7", "a.docx", "nội dung là PDF"),
        (b"", "a.pdf", "rỗng"),
        (b"%PDF-1.7", "", "Chọn tệp."),
    ],
)
def test_a_wrong_upload_is_explained_and_nothing_is_kept(
    secretary, setting, content, name, message
):
    page = upload(secretary, setting, content, name, title="Giữ tên này")

    assert page.status_code == 200
    assert message in page.text
    assert "Giữ tên này" in page.text
    assert db.session.scalars(select(Material)).all() == []


def test_a_file_too_large_is_said_so(secretary, setting, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2000)

    response = upload(secretary, setting, b"%PDF-" + b"x" * 3000)

    assert response.status_code == 413


def test_a_silent_drafts_paper_is_not_for_members(secretary, setting, sign_in):
    upload(secretary, setting)
    url = f"/meetings/{setting.meeting.id}/materials/{only_material().id}/download"

    assert sign_in(Role.MEMBER, at=setting.branch).get(url).status_code == 403


def test_a_paper_is_reached_only_through_its_own_meeting(secretary, setting, make):
    upload(secretary, setting)
    other = make.meeting(branch=setting.branch)
    db.session.commit()

    url = f"/meetings/{other.id}/materials/{only_material().id}/download"

    assert secretary.get(url).status_code == 404


def test_a_paper_taken_off_is_gone_from_the_page(secretary, setting):
    upload(secretary, setting)
    url = f"/meetings/{setting.meeting.id}/materials/{only_material().id}/remove"

    assert secretary.post(url).status_code == 302
    assert db.session.scalars(select(Material)).all() == []
