"""A petition that sealed minutes hold: what may still become of it, and what may not."""

import pytest

from app.extensions import db
from app.minutes.queries.checks import seals_hold
from app.petitions import service
from app.petitions.rules import PetitionKind
from tests.factory import NOW
from tests.minutes.sittings import held, sealed
from tests.petitions.conftest import TEXT


def written_down(sitting):
    petition = service.raise_in_meeting(
        sitting.meeting,
        author=sitting.members[3],
        kind=PetitionKind.PROPOSAL,
        text=TEXT,
        by=sitting.by,
        now=NOW,
    )
    db.session.flush()
    return petition


def test_minutes_with_a_petition_hold_after_sealing_whatever_it_is_answered(make, tmp_path):
    sitting = held(make)
    [stage] = written_down(sitting).stages
    sealed(sitting, tmp_path)
    service.answer_stage(stage, answer="Đồng ý.", version=stage.version, by=sitting.by, now=NOW)
    db.session.flush()

    assert [flaw for flaw in seals_hold(tmp_path) if flaw] == []


@pytest.mark.parametrize("changed", ["text", "author", "gone"])
def test_a_petition_changed_behind_a_seal_is_noticed(make, tmp_path, changed):
    sitting = held(make)
    petition = written_down(sitting)
    sealed(sitting, tmp_path)
    if changed == "text":
        petition.text = "Đề nghị khác."
    elif changed == "author":
        petition.author = sitting.members[2]
    else:
        petition.meeting = None
    db.session.flush()

    [flaw] = [flaw for flaw in seals_hold(tmp_path) if flaw]
    assert "kiến nghị, đề xuất" in str(flaw)
