"""The pledges of the sample, counted in the query, on the page, in the command, in the files."""

import io
import json
import re
from collections import Counter
from datetime import time

import pypdf
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app.devtools.demo import written
from app.organisations.queries import organisation_coded
from app.people.queries import account_named
from app.people.service import session_key
from app.personal_plans.queries.lists import get_plans_place, list_plans
from app.pledges.models import Pledge, PledgeCampaign, PledgeEdition, PledgeReminder, PledgeResult
from app.pledges.queries.checks import texts_hold
from app.pledges.queries.coverage import coverage_of
from app.pledges.rules import EditionState, Judge, PledgeStatus, Stage

TODAY = written.cast()["sample"]["today"]
MORNING = written.at(TODAY, time(8, 0))


def signed_in(app, username):
    account = account_named(username)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = session_key(account.id, account.epoch)
    return client


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_seventy_nine_of_eighty_one_have_submitted_in_the_query(sample):
    campaign = sample.scalars(select(PledgeCampaign)).one()
    coverage = coverage_of(campaign.organisation, campaign, on=TODAY)

    figures = coverage.figures
    assert (figures.due, figures.submitted, figures.missing) == (81, 79, 2)
    assert (figures.late, figures.returned, figures.confirmed) == (4, 1, 78)
    assert {line.name for line in coverage.missing} == {"Bùi Ngọc Sang", "Võ Đình Anh Tú"}
    assert all(line.reminders for line in coverage.missing)


def test_the_figures_agree_on_the_page_in_the_files_and_in_the_command(sample, sample_app):
    committee = organisation_coded("du")
    address = f"/organisations/{committee.id}/pledges/2026"
    with time_machine.travel(MORNING, tick=False):
        client = signed_in(sample_app, "phobithu.du")
        page = words_of(client.get(address).text)
        pdf = client.get(f"{address}/coverage.pdf").data
        excel = client.get(f"{address}/coverage.xlsx").data
        told = sample_app.test_cli_runner().invoke(
            args=["pledges", "coverage", "--year", "2026", "--format", "json"]
        )

    assert "79/81" in page
    printed = " ".join(
        " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split()
    )
    assert "79/81" in printed
    book = CalamineWorkbook.from_filelike(io.BytesIO(excel))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    cells = [cell for row in rows for cell in row]
    assert 79 in cells
    assert 81 in cells
    total = json.loads(told.output)["campaigns"][0]["total"]
    assert (total["submitted"], total["due"]) == (79, 81)
    for name in ("Bùi Ngọc Sang", "Võ Đình Anh Tú"):
        assert name in page
        assert name in printed
        assert name in cells


def test_every_way_a_pledge_may_go_is_present(sample):
    statuses = Counter(sample.scalars(select(Pledge.status)))
    editions = Counter(sample.scalars(select(PledgeEdition.state)))
    moved = sample.scalars(select(Pledge).where(Pledge.organisation_id != Pledge.written_at_id))
    scans = sample.scalars(select(PledgeEdition).where(PledgeEdition.is_from_paper)).all()

    assert set(statuses) == set(PledgeStatus) - {PledgeStatus.SUBMITTED}
    assert statuses[PledgeStatus.DRAFT] == statuses[PledgeStatus.RETURNED] == 1
    assert editions[EditionState.RETURNED] == 2
    assert editions[EditionState.SUBMITTED] == 1
    assert [pledge.member.name for pledge in moved] == ["Lý Thành Đạt"]
    assert len(scans) == 2
    assert all(edition.scan and edition.signed_on and edition.typed_by for edition in scans)
    assert sample.scalar(select(func.count()).select_from(PledgeReminder)) == 5


def test_results_are_given_by_members_and_by_branches(sample):
    found = Counter(
        tuple(row)
        for row in sample.execute(
            select(PledgeResult.stage, PledgeResult.judge, Pledge.id)
            .join(Pledge, Pledge.id == PledgeResult.pledge_id)
            .distinct()
        ).all()
    )
    by = Counter((stage, judge) for stage, judge, _ in found)
    assert by[Stage.MIDYEAR, Judge.MEMBER] == 68
    assert by[Stage.YEAREND, Judge.MEMBER] == 18
    assert by[Stage.YEAREND, Judge.BRANCH] == 6


def test_a_members_page_and_the_public_ones_are_readable(sample, sample_app):
    own = sample.scalars(
        select(Pledge).join(Pledge.member).where(Pledge.member.has(name="Võ Thị Bích Liên"))
    ).one()
    other = sample.scalars(select(Pledge).where(Pledge.member.has(name="Tôn Nữ Quỳnh Chi"))).one()
    public = sample.scalars(select(Pledge).where(Pledge.member.has(name="Hồ Đăng Khải"))).one()
    with time_machine.travel(MORNING, tick=False):
        client = signed_in(sample_app, "dangvien.cb1")
        seen = [client.get(f"/pledges/{one.id}").status_code for one in (own, public, other)]
    assert seen[:2] == [200, 200]
    assert seen[2] in (403, 404)


def test_eight_of_eight_heads_have_registered_and_published_their_plans(sample):
    place = get_plans_place(organisation_coded("du").id, 2026)
    plans = list_plans(place, on=TODAY)
    assert (plans.due, plans.registered, plans.public) == (8, 8, 8)


def test_the_submitted_texts_are_those_the_trail_holds(sample):
    checked = list(texts_hold())
    assert len(checked) == 79 + 1 + 2  # one was handed in twice, two were changed later
    assert not any(checked)
