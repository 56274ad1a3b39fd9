"""What a committee opens over 260 branches asks the database as often as over three."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.devtools.scale import Scale, fill
from app.organisations.models import Organisation
from app.organisations.queries import places_below
from app.scoring.models import GradingCampaign
from tests.factory import NOW

FEW, MANY = 3, 260


@pytest.fixture
def committees(db):
    """One of each size, all of whose branches have scored the month and the year."""

    for branches in (FEW, MANY):
        fill(Scale(branches, 1, 3, until=date(2026, 11, 3), scores=True), now=NOW)
    db.session.commit()
    campaigns = db.session.scalars(select(GradingCampaign)).all()
    return sorted(campaigns, key=lambda one: len(places_below(one.organisation)))


PAGES = (
    "/organisations/{place}/scores",
    "/organisations/{place}/rollup/2026/11",
    "/organisations/{place}/report/2026/1",
    "/organisations/{place}/grades/2026",
    "/organisations/{place}/streaks/2026?at_least=1",
    "/gradings/{campaign}",
    "/gradings/{campaign}/results",
    "/scores",
)


def test_every_page_of_a_committee_asks_as_much_for_many_branches_as_for_few(
    committees, db, sign_in, count_queries
):
    def asked(campaign):
        client = sign_in(Role.OFFICE, at=db.session.get(Organisation, campaign.organisation_id))
        names = {"place": campaign.organisation_id, "campaign": campaign.id}
        return {page: asks(client, page.format(**names)) for page in PAGES}

    def asks(client, page):
        with count_queries() as statements:
            assert client.get(page).status_code == 200
        return len(statements)

    few, many = map(asked, committees)

    assert few == many
    assert max(many.values()) < 32
