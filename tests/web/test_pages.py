import re

import pytest

from app.access.permissions import Role


def current(page):
    found = re.findall(r'aria-current="page"[^>]*>(?:\s|<[^>]+>)*([^<]+)', page.text)
    return {label.strip() for label in found}


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/organisations", {"Tổ chức"}),
        ("/organisations/{branch}", {"Tổ chức"}),
        ("/organisations/{branch}/members", {"Tổ chức"}),
        ("/organisations/{branch}/accounts", {"Tổ chức"}),
        ("/account", set()),
    ],
)
def test_the_navigation_shows_where_one_is(make, sign_in, path, entry):
    branch = make.branch()
    client = sign_in(Role.OFFICE, at=branch)

    page = client.get(path.format(branch=branch.id))

    assert page.status_code == 200
    assert current(page) & {"Tổ chức"} == entry
