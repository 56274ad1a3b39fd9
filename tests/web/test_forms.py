"""What is typed, and what two at once make of it."""

from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import StaleEdit
from app.organisations import service as organisations
from app.people import service as people
from app.people.models import Account, Member, SignInAttempt
from app.people.service import accounts
from app.revisions.rules.live import LONGEST
from app.web import forms
from app.web.forms import TEXT_LENGTH
from tests.factory import NOW


class _Versioned(forms.Form):
    version = forms.version_field()
    note = forms.hidden()


@pytest.mark.parametrize("sent", ["²", "9" * 5000, "-", "1; DROP", "\0", ""])
def test_a_version_that_is_no_number_is_stale_and_not_an_error(app, sent):
    with app.test_request_context(method="POST", data={"version": sent}):
        form = _Versioned()

        assert form.validate()
        assert form.version.data is None


def test_a_tampered_version_ends_on_the_page_of_stale_edits(make, sign_in):
    branch = make.branch()
    client = sign_in(Role.OFFICE, at=branch)
    page = {"name": "Chi bộ Một", "code": "CB1", "header_name": "A", "body_name": "B"}

    for version in ("²", "9" * 4000, "9" * 5000):
        answer = client.post(
            f"/organisations/{branch.id}/edit",
            data={**page, "symbol": "CB", "place": "Huế", "version": version},
        )
        assert answer.status_code == 409
        assert "Có đồng chí khác vừa sửa" in answer.text


@pytest.mark.parametrize("sent", [[1, {"a": None}], {"note": {"a": 1}}, "x", 7, None])
def test_json_fills_no_form(app, sent):
    with app.test_request_context(method="POST", json=sent):
        assert _Versioned().note.data is None


def test_json_in_place_of_a_form_is_answered_in_words(make, sign_in):
    branch = make.branch()

    answer = sign_in(Role.SECRETARY, at=branch).post(f"/branches/{branch.id}/units/new", json=[1])

    assert answer.status_code == 200
    assert "Nhập tên đơn vị." in answer.text


def test_a_hidden_field_holds_no_control_characters(app):
    with app.test_request_context(method="POST", data={"note": "a\0b"}):
        assert _Versioned().note.data == "ab"


def test_the_second_of_two_who_take_a_name_is_told_so_beside_the_field(make, sign_in, monkeypatch):
    branch = make.branch()
    make.account(at=branch, username="khoi")
    client = sign_in(Role.OFFICE, at=branch)
    monkeypatch.setattr(accounts, "account_named", lambda _name: None)

    page = client.post(
        f"/organisations/{branch.id}/accounts/new", data={"username": "khoi", "name": "Lê Khôi"}
    )

    assert page.status_code == 200
    assert "Tên đăng nhập này đã có" in page.text


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ({"code": "CB1"}, "Mã này đã dùng cho tổ chức khác."),
        ({"name": "Chi bộ Một"}, "Ở đây đã có một tổ chức mang tên này."),
    ],
)
def test_the_second_of_two_organisations_alike_is_refused_in_words(
    make, sign_in, monkeypatch, taken, said
):
    committee = make.organisation()
    make.branch(parent=committee, **taken)
    client = sign_in(Role.OFFICE, at=committee)
    for guard in ("_check_code_free", "_check_name_free"):
        monkeypatch.setattr(organisations, guard, lambda *_: None)

    page = client.post(
        f"/organisations/{committee.id}/new",
        data={"kind_code": "branch", "name": "Chi bộ Khác", "code": "KHAC", **taken},
    )

    assert page.status_code == 200
    assert said in page.text


def test_a_collision_nobody_foresaw_is_not_hidden(app, make):
    member = make.member()
    db.session.commit()
    row = {"id": member.id, "name": "A", "sort_name": "a", "folded_name": "a", "version": 1}

    with app.test_request_context(method="POST"), pytest.raises(IntegrityError):
        forms.saved(_Versioned(), lambda: db.session.execute(insert(Member).values(row)))


@pytest.mark.parametrize("failure", [StaleDataError("1 row expected"), StaleEdit()])
def test_two_who_press_one_button_at_once_are_told_so(make, sign_in, monkeypatch, failure):
    account = make.account()
    client = sign_in(Role.OFFICE, at=account.organisation)

    def fail(*_args, **_kwargs):
        raise failure

    monkeypatch.setattr(people, "close_account", fail)

    answer = client.post(f"/accounts/{account.id}/close")

    assert answer.status_code == 409
    assert "Có đồng chí khác vừa sửa nội dung này" in answer.text


def _collide(*_args, **_kwargs):
    attempt = {"id": uuid4(), "username": "khoi", "address": "10.0.0.7", "at": NOW}
    for _ in range(2):
        db.session.execute(insert(SignInAttempt).values(attempt))


def _collide_by_name(*_args, **_kwargs):
    taken = db.session.query(Account).first()
    db.session.add(
        Account(
            username=taken.username,
            name="Khác",
            organisation_id=taken.organisation_id,
            password_hash="x",
            created_at=taken.created_at,
        )
    )
    db.session.flush()


@pytest.mark.parametrize(
    ("collision", "said"),
    [(_collide_by_name, "Tên đăng nhập này đã có"), (_collide, "vừa sửa nội dung này")],
)
def test_a_collision_under_a_bare_button_is_a_conflict(make, sign_in, monkeypatch, collision, said):
    account = make.account()
    client = sign_in(Role.OFFICE, at=account.organisation)
    monkeypatch.setattr(people, "close_account", collision)

    answer = client.post(f"/accounts/{account.id}/close")

    assert answer.status_code == 409
    assert said in answer.text


def test_what_only_we_can_have_done_wrong_stays_an_error(make, sign_in, monkeypatch):
    account = make.account()
    client = sign_in(Role.OFFICE, at=account.organisation)

    def forget_the_name(*_args, **_kwargs):
        db.session.add(Member(sort_name="a", folded_name="a"))
        db.session.flush()

    monkeypatch.setattr(people, "close_account", forget_the_name)

    with pytest.raises(IntegrityError):
        client.post(f"/accounts/{account.id}/close")


@pytest.mark.parametrize("path", ["/organisations?q=a%00b", "/organ%00isations"])
def test_an_address_with_a_nul_is_refused_before_anybody_reads_it(client, path):
    assert client.get(path).status_code == 400


def test_a_text_sent_live_may_be_as_long_as_one_sent_by_form():
    assert LONGEST == TEXT_LENGTH
