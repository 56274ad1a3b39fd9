"""How a command finds the place it is asked about."""

import click

from app.organisations.models import Organisation
from app.organisations.queries import get_branch, organisation_coded


def organisation_with(code: str) -> Organisation:
    """:raises click.ClickException: if no organisation has this code."""
    found = organisation_coded(code)
    if found is None:
        raise click.ClickException(f"Không có tổ chức mang mã {code}.")
    return found


def branch_coded(code: str) -> Organisation:
    """:raises click.ClickException: if no branch has this code."""
    found = organisation_coded(code)
    branch = get_branch(found.id) if found else None
    if branch is None:
        raise click.ClickException(f"Không có chi bộ mang mã {code}.")
    return branch
