"""A sheet nobody has seen is entered through the pages alone, issued, and scored with."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.scoring.models import RubricEdition


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Nội vụ")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


def begun(office, committee, source="empty", subject="meeting"):
    answer = office.post(
        f"/organisations/{committee.id}/rubrics/new?subject={subject}", data={"source": source}
    )
    return edition_at(answer.location)


def edition_at(location):
    path = location.partition("#")[0]
    return (
        db.session.query(RubricEdition)
        .filter(RubricEdition.id == __import__("uuid").UUID(path.rsplit("/", 1)[1]))
        .one()
    )


def test_a_first_look(office, committee):
    print(office.get(f"/organisations/{committee.id}/rubrics").text[:100])
    edition = begun(office, committee)
    page = office.get(f"/rubrics/{edition.id}")
    assert page.status_code == 200
    for verb in ("edit", "grades", "gates", "issue", "criteria/new", "criteria/new?kind=section"):
        assert office.get(f"/rubrics/{edition.id}/{verb}").status_code == 200, verb
    other = begun(office, committee, "supplied")
    page = office.get(f"/rubrics/{other.id}").text
    for verb in ("edit", "grades", "gates", "issue", "criteria/2.1/edit"):
        assert office.get(f"/rubrics/{other.id}/{verb}").status_code == 200, verb
    answer = office.post(
        f"/rubrics/{other.id}/issue", data={"valid_from": "2026-11-01", "version": other.version}
    )
    assert answer.status_code == 302, answer.text
    assert office.get(f"/rubrics/{other.id}").status_code == 200
    assert office.get(f"/rubrics/{other.id}/end").status_code == 200
    assert office.get(f"/organisations/{committee.id}/rubrics/new").status_code == 200
