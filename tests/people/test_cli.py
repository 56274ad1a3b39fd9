"""`flask user`: accounts from a terminal, with errors one can act on."""

import pytest

from app.access.permissions import Role
from app.people.queries import account_named
from app.people.service.passwords import fits


@pytest.fixture
def run(app, db):
    runner = app.test_cli_runner()

    def invoke(*arguments):
        db.session.commit()
        result = runner.invoke(args=["user", *arguments])
        db.session.rollback()
        assert not isinstance(result.exception, Exception), result.exception
        return result

    return invoke


def password_in(output):
    return output.strip().rpartition(" ")[2]


def test_an_account_is_created_with_a_role_and_a_password_for_once(run, make):
    make.organisation(code="DU")

    result = run(
        "create", "Van.Phong", "--name", "Lê Hoài Ân", "--organisation", "DU", "--role", "office"
    )

    account = account_named("van.phong")
    assert result.exit_code == 0
    assert fits(account.password_hash, password_in(result.output))
    assert account.must_change_password
    assert [grant.role for grant in account.grants] == [Role.OFFICE]


def test_an_account_is_tied_to_a_member_by_name(run, make):
    member = make.member("Đặng Thùy Dung", branch=make.branch(code="CB4"))

    run("create", "dung", "--organisation", "CB4", "--member", "dang thuy dung")

    assert account_named("dung").member_id == member.id


def test_two_members_of_one_name_are_not_guessed_between(run, make):
    branch = make.branch(code="CB4")
    make.member("Lê Hoài Ân", branch=branch)
    make.member("Lê Hoài Ân", branch=branch)

    result = run("create", "an", "--organisation", "CB4", "--member", "Lê Hoài Ân")

    assert result.exit_code == 1
    assert "Có 2 đảng viên tên Lê Hoài Ân" in result.output
    assert account_named("an") is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("create", "an", "--name", "An", "--organisation", "NO"), "Không có tổ chức mang mã NO"),
        (("create", "ân", "--name", "Ân", "--organisation", "DU"), "Tên đăng nhập gồm"),
        (("create", "an2", "--organisation", "DU"), "Nhập họ tên"),
        (("create", "an2", "--name", "An"), "--organisation"),
        (("create", "an2", "--organisation", "DU", "--role", "king"), "king"),
        (("reset", "ai-do"), "Không có tài khoản ai-do."),
    ],
)
def test_a_mistake_is_explained_and_fails(run, make, arguments, message):
    make.organisation(code="DU")

    result = run(*arguments)

    assert result.exit_code != 0
    assert message in result.output


def test_a_reset_prints_a_password_that_fits(run, make):
    make.account(username="hanh")

    result = run("reset", "Hanh")

    assert fits(account_named("hanh").password_hash, password_in(result.output))


def test_help_names_every_command(run):
    assert "create" in run("--help").output
    assert "USERNAME" in run("create", "--help").output
    assert "USERNAME" in run("reset", "--help").output
