import pytest
from sqlalchemy import func, select

from app.kernel.errors import RuleBroken, StaleEdit
from app.kernel.transaction import transaction
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation


def stored(db):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Organisation))


def test_what_a_block_did_is_kept(db, make):
    with transaction():
        make.organisation()

    assert stored(db) == 1


@pytest.mark.parametrize("problem", [RuleBroken("Không được."), KeyboardInterrupt(), ValueError()])
def test_a_block_that_fails_leaves_nothing_behind(db, make, problem):
    def fail():
        with transaction():
            make.organisation()
            raise problem

    with pytest.raises(type(problem)):
        fail()

    assert stored(db) == 0


def test_a_record_unchanged_since_the_form_was_opened_is_fresh(db, make):
    organisation = make.organisation()
    check_fresh(organisation, organisation.version)


@pytest.mark.parametrize("seen", [None, 0, 7])
def test_a_form_opened_on_another_version_is_stale(db, make, seen):
    organisation = make.organisation()
    with pytest.raises(StaleEdit):
        check_fresh(organisation, seen)


def test_a_refusal_says_what_to_mend_and_where():
    refusal = RuleBroken("Nhập tên.", field="name")
    assert (str(refusal), refusal.message, refusal.field) == ("Nhập tên.", "Nhập tên.", "name")
