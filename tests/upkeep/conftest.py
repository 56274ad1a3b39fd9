import pytest

from app.extensions import db
from tests.upkeep.sites import fill, keep_paper, sites


@pytest.fixture
def make_site(tmp_path):
    with sites(tmp_path) as made:
        yield made


@pytest.fixture
def site(make_site):
    """An installation with a meeting whose minutes are adopted, and a paper."""
    return _filled(make_site())


@pytest.fixture
def sealed_site(make_site):
    site = make_site()
    return _filled(site, sealed_into=site.files)


def _filled(site, **how):
    with site.built().inside():
        keep_paper(fill(**how), site.files)
        db.session.commit()
    return site
