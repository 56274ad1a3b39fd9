from datetime import timedelta

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import now
from app.upkeep.models import BackupRun


def ran(days_ago):
    db.session.add(
        BackupRun(
            made_at=now() - timedelta(days=days_ago),
            file_name="nenep.backup",
            sha256="a" * 64,
            size=12_300_000,
        )
    )


@pytest.fixture
def branch(make):
    return make.branch()


def test_the_first_page_warns_the_administrator_until_there_is_a_backup(branch, sign_in):
    client = sign_in(Role.SYSTEM_ADMINISTRATOR, at=branch)
    assert "Chưa có bản sao lưu nào." in client.get("/").text

    ran(30)
    db.session.commit()
    assert "Bản sao lưu gần nhất đã 30 ngày" in client.get("/").text

    ran(1)
    db.session.commit()
    assert "sao lưu gần nhất" not in client.get("/").text


def test_nobody_else_is_troubled_with_it(branch, sign_in, count_queries):
    client = sign_in(Role.SECRETARY, at=branch)

    with count_queries() as statements:
        text = client.get("/").text

    assert "sao lưu" not in text.lower()
    assert not [statement for statement in statements if "backup_run" in statement]


def test_the_administrator_sees_what_backups_there_are(branch, sign_in):
    ran(2)

    text = sign_in(Role.SYSTEM_ADMINISTRATOR, at=branch).get("/backups").text

    assert "nenep.backup" in text
    assert "12,3 MB" in text
    assert "flask --app wsgi backup --out" in text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.INSPECTOR, Role.SECRETARY])
def test_backups_are_nobody_elses_business(branch, sign_in, role):
    assert sign_in(role, at=branch).get("/backups").status_code == 404
