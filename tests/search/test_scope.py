"""The marks of an entry against the table of permissions itself."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.access.permissions import (
    ROLES_WITH,
    Actor,
    Grant,
    Permission,
    Role,
    led_by_committee,
    permits,
)
from app.search.rules.expressions import All, Any, Except, Mark
from app.search.rules.findables import Findable, SearchKind
from app.search.rules.readers import FULLER, KNOWN_BELOW, OWN, READING, marks_of, scope_of

ROOT, LEFT, RIGHT = (uuid4() for _ in range(3))
PATHS = {
    ROOT: f"/{ROOT.hex}/",
    LEFT: f"/{ROOT.hex}/{LEFT.hex}/",
    RIGHT: f"/{ROOT.hex}/{RIGHT.hex}/",
}
PEOPLE = [uuid4() for _ in range(3)]
ME = PEOPLE[0]
APPOINTABLE = (Role.CHAIR, Role.MINUTE_TAKER, Role.ACCOUNTABLE)

grants = st.builds(
    Grant,
    st.sampled_from([r for r in Role if r not in APPOINTABLE]),
    st.sampled_from([*PATHS.values()]),
)
actors = st.builds(
    Actor,
    account_id=st.just(uuid4()),
    name=st.just("Đồng chí"),
    member_id=st.sampled_from([ME, None]),
    grants=st.lists(grants, max_size=3).map(tuple),
)


def texts_at(path: str):
    """Texts of one place; a committee leads its own meetings, those of no other place."""
    appointments = st.lists(
        st.one_of(
            st.tuples(st.sampled_from(APPOINTABLE), st.sampled_from([*PEOPLE, None])),
            st.sampled_from(led_by_committee(path)),
        ),
        max_size=3,
    ).map(tuple)
    return st.builds(
        Findable,
        organisation_id=st.just(LEFT),
        unit_path=st.just(path),
        day=st.just(date(2026, 11, 3)),
        title=st.just(""),
        body=st.just(""),
        permission=st.sampled_from(READING),
        appointments=appointments,
        own_of=st.frozensets(st.sampled_from(PEOPLE), max_size=2),
        fuller_for=st.sampled_from([None, *FULLER]),
    )


findables = st.sampled_from([PATHS[ROOT], PATHS[LEFT]]).flatmap(texts_at) | st.builds(
    Findable,
    organisation_id=st.just(LEFT),
    unit_path=st.sampled_from([PATHS[ROOT], PATHS[LEFT]]),
    day=st.just(date(2026, 11, 3)),
    title=st.just(""),
    body=st.just(""),
    permission=st.just(KNOWN_BELOW),
    is_known_below=st.just(True),
)


def meets(condition, marks: set[str]) -> bool:
    match condition:
        case Mark(name):
            return name in marks
        case All(parts):
            return all(meets(part, marks) for part in parts)
        case Any(parts):
            return any(meets(part, marks) for part in parts)
        case Except(kept, left_out):
            return meets(kept, marks) and not meets(left_out, marks)
    raise TypeError(condition)


def may(actor, permission, found) -> bool:
    """As the guard decides it."""
    appointed = frozenset()
    if actor.holds_anything_over(found.unit_path):
        held = {actor.member_id, *actor.grants} - {None}
        appointed = frozenset(role for role, holder in found.appointments if holder in held)
    return permits(actor, permission, found.unit_path, appointed)


def expected(actor, found) -> bool:
    if found.fuller_for and may(actor, found.fuller_for, found):
        return False
    if found.is_known_below and any(
        grant.unit_path.startswith(found.unit_path) and grant.role in ROLES_WITH[KNOWN_BELOW]
        for grant in actor.grants
    ):
        return True
    is_own = actor.member_id in found.own_of and may(actor, OWN, found)
    return is_own or may(actor, found.permission, found)


@given(actors, findables)
def test_who_finds_a_text_is_who_may_read_it(actor, found):
    scope = scope_of(actor)
    marks = set(marks_of(SearchKind.MINUTES, found).split())

    assert (scope is not None and meets(scope, marks)) == expected(actor, found)


def test_no_searched_word_is_ever_a_mark():
    found = Findable(
        LEFT,
        PATHS[LEFT],
        date(2026, 11, 3),
        "",
        "",
        Permission.MINUTES_READ,
        own_of=frozenset([ME]),
    )
    assert all(mark.startswith("_") for mark in marks_of(SearchKind.MINUTES, found).split())


def test_whoever_may_read_the_fuller_text_may_read_the_page_it_stands_on():
    reading_a_page = (Permission.MINUTES_READ, Permission.COMMITTEE_MINUTES_READ)
    for fuller in FULLER:
        for page in reading_a_page:
            assert ROLES_WITH[fuller] <= ROLES_WITH[page]


def test_whoever_reads_drafts_reads_them_in_full():
    assert ROLES_WITH[Permission.MINUTES_READ_DRAFT] <= ROLES_WITH[Permission.RESTRICTED_READ]


def test_somebody_without_any_role_finds_nothing():
    assert scope_of(Actor(uuid4(), "Đồng chí", UUID(int=1), ())) is None
