from datetime import date

import pytest

from app.access.permissions import Role
from app.library.queries import documents_known_at
from app.library.service import register_document
from app.search.queries import find
from app.search.rules.findables import Narrowed
from app.search.rules.question import Reading, question
from tests.factory import NOW


@pytest.fixture
def committee(make):
    return make.organisation()


def symbols(*args, **kwargs):
    return [document.symbol for document in documents_known_at(*args, **kwargs)]


def test_a_document_is_known_where_it_is_registered_and_below(make, committee):
    branch, other = make.branch(parent=committee), make.branch(parent=committee)
    make.document(committee, "50-CT/TW", issued_on=date(2025, 7, 23))
    make.document(branch, "05-NQ/ĐU", issued_on=date(2026, 9, 5))

    assert symbols(branch) == ["05-NQ/ĐU", "50-CT/TW"]
    assert symbols(other) == symbols(committee) == ["50-CT/TW"]


@pytest.mark.parametrize("typed", ["50CT/TW", "50 - ct/tw", "chi thi 50", "bí thư sinh hoạt"])
def test_it_is_found_by_its_words_and_by_its_symbol_with_or_without_hyphen(make, committee, typed):
    make.document(committee, "50-CT/TW", issuer="Ban Bí thư", title="đổi mới sinh hoạt chi bộ")
    make.document(committee, "150-QĐ/TW", issuer="Bộ Chính trị", title="công tác cán bộ")

    assert symbols(committee, text=typed) == ["50-CT/TW"]


@pytest.mark.parametrize("typed", ["chỉ thị 50", "chi thi so 50", "50-CT/TW", "50CT/TW"])
def test_the_search_over_everything_finds_it_first(make, committee, typed):
    branch = make.branch(parent=committee)
    member = make.actor(Role.MEMBER, at=branch)
    typed_in = {
        "symbol": "50-CT/TW",
        "kind": "",
        "issued_on": date(2025, 7, 23),
        "issuer": "Ban Bí thư",
        "title": "đổi mới sinh hoạt chi bộ",
    }
    for values in ({}, {"symbol": "150-CT/TW"}):
        register_document(
            committee, typed_in | values, by=make.actor(Role.OFFICE, at=committee), now=NOW
        )

    answer = find(member, question(typed), Narrowed())

    assert answer.reading in (Reading.TOGETHER, Reading.APART)
    assert ["".join(piece.text for piece in hit.title) for hit in answer.hits] == [
        "Chỉ thị số 50-CT/TW"
    ]


def test_only_what_is_in_force_on_a_day_is_asked_for(make, committee):
    make.document(
        committee, "10-CT/TW", issued_on=date(2007, 3, 30), withdrawn_on=date(2025, 7, 23)
    )
    make.document(committee, "50-CT/TW", issued_on=date(2025, 7, 23))

    assert symbols(committee, on=date(2025, 7, 22)) == ["10-CT/TW"]
    assert symbols(committee, on=date(2025, 7, 23)) == ["50-CT/TW"]
    assert symbols(committee) == ["50-CT/TW", "10-CT/TW"]
