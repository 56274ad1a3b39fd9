"""The table of who may do what, and how far a grant reaches."""

from uuid import uuid4

import pytest

from app.access.permissions import (
    ROLE_LABELS,
    ROLES_WITH,
    Actor,
    Grant,
    Permission,
    Role,
    permits,
    places_with,
)
from app.people.rules import GRANTED_ROLES, ROLE_OF_POSITION

PROVINCE, COMMITTEE, BRANCH, OTHER = "/p/", "/p/a/", "/p/a/b/", "/p/a/c/"
CONTENT = {
    permission
    for permission in Permission
    if permission.value.split(":")[0]
    in {"meeting", "minutes", "restricted", "resolution", "assignment"}
}


def actor(*grants):
    return Actor(uuid4(), "Trần Thị Hạnh", grants=tuple(Grant(*grant) for grant in grants))


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_belongs_to_somebody(permission):
    assert ROLES_WITH[permission]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_name_and_a_way_to_be_held(role):
    appointed = {
        Role.CHAIR,
        Role.MINUTE_TAKER,
        Role.ACCOUNTABLE,
        Role.PRESENTER,
        Role.AUTHOR,
    }
    assert ROLE_LABELS[role]
    assert role in appointed | set(ROLE_OF_POSITION.values()) | set(GRANTED_ROLES) | {Role.MEMBER}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_alone_decides(role, permission):
    assert permits(actor((role, BRANCH)), permission, BRANCH) is (role in ROLES_WITH[permission])


@pytest.mark.parametrize(
    ("place", "reaches"), [(PROVINCE, True), (COMMITTEE, True), (BRANCH, True), (OTHER, False)]
)
def test_a_grant_covers_its_place_and_everything_below(place, reaches):
    holder = actor((Role.SECRETARY, place))

    assert permits(holder, Permission.MEETING_PLAN, BRANCH) is reaches
    assert holder.holds_anything_over(BRANCH) is reaches


def test_a_grant_at_the_branch_does_not_reach_up():
    holder = actor((Role.SECRETARY, BRANCH))

    assert not permits(holder, Permission.ORGANISATION_READ, COMMITTEE)
    assert holder.roles_over(COMMITTEE) == frozenset()


def test_a_role_in_one_place_lends_nothing_to_another():
    holder = actor((Role.SECRETARY, OTHER), (Role.MEMBER, BRANCH))

    assert holder.roles_over(BRANCH) == {Role.MEMBER}
    assert not permits(holder, Permission.MEETING_PLAN, BRANCH)


def test_an_appointment_counts_for_its_one_subject():
    member = actor((Role.MEMBER, BRANCH))

    assert permits(member, Permission.MEETING_RECORD, BRANCH, frozenset({Role.MINUTE_TAKER}))
    assert not permits(member, Permission.MEETING_RECORD, BRANCH)


def test_the_places_of_a_permission_are_those_of_the_roles_that_have_it():
    holder = actor((Role.SECRETARY, BRANCH), (Role.OFFICE, COMMITTEE), (Role.MEMBER, OTHER))

    assert places_with(holder, Permission.ASSIGNMENT_KEEP) == {BRANCH}
    assert places_with(holder, Permission.REGULATION_READ) == {BRANCH, COMMITTEE, OTHER}


@pytest.mark.parametrize("permission", sorted(CONTENT))
def test_the_system_administrator_has_no_right_to_content(permission):
    assert Role.SYSTEM_ADMINISTRATOR not in ROLES_WITH[permission]


@pytest.mark.parametrize("permission", sorted(CONTENT - {Permission.MEETING_LIST}))
def test_the_office_keeps_the_tree_without_reading_what_was_said(permission):
    assert Role.OFFICE not in ROLES_WITH[permission]


@pytest.mark.parametrize(
    "permission",
    [
        Permission.MEETING_PLAN,
        Permission.MEETING_RECORD,
        Permission.MINUTES_ADOPT,
        Permission.RESOLUTION_KEEP,
        Permission.ASSIGNMENT_KEEP,
        Permission.MEETING_READ_DRAFT,
        Permission.MINUTES_READ_DRAFT,
    ],
)
@pytest.mark.parametrize(
    "role",
    [Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.OBSERVER, Role.INSPECTOR, Role.MEMBER],
)
def test_who_watches_or_only_takes_part_neither_edits_nor_reads_drafts(permission, role):
    assert role not in ROLES_WITH[permission]


def test_only_an_inspector_reads_the_trail():
    assert ROLES_WITH[Permission.AUDIT_READ] == {Role.INSPECTOR}
