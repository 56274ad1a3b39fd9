import pytest

from app.extensions import db
from tests.upkeep.sites import fill, keep_paper, sites


@pytest.fixture
def make_site(tmp_path):
    with sites(tmp_path) as made:
        yield made


@pytest.fixture
def site(make_site):
    """An installation with a year's worth of one meeting."""
    site = make_site().built()
    with site.inside():
        sitting = fill()
        keep_paper(sitting, site.files)
        db.session.commit()
    return site
