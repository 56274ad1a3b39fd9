"""A rubric goes out as JSON and comes back the same; whatever comes in is answered in words."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.rules.plain import DEEPEST, FORMAT, from_plain, to_plain
from tests.scoring.rubrics import NATIONAL, criterion, rubric, rubrics


@given(rubrics())
def test_what_goes_out_comes_back_the_same(sheet):
    assert from_plain(json.loads(json.dumps(to_plain(sheet)))) == (sheet, [])


def test_gates_and_columns_come_back_too():
    assert from_plain(to_plain(NATIONAL)) == (NATIONAL, [])


def test_points_lose_nothing_on_the_way():
    sheet = rubric(criterion("1", points=Fraction(1, 3)))
    assert from_plain(to_plain(sheet))[0].max_points == Fraction(1, 3)


def broken(**changes):
    data = to_plain(rubric(criterion("1")))
    data["criteria"][0].update(changes)
    return data


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ([], "", "không phải bảng chấm"),
        ({"format": "khác"}, "", "không phải bảng chấm"),
        (broken(kind="lạ"), "criteria[1].kind", "“lạ” không có"),
        (broken(max_points="năm"), "criteria[1].max_points", "Phải là một số"),
        (broken(max_points="1/0"), "criteria[1].max_points", "Phải là một số"),
        (broken(max_points=True), "criteria[1].max_points", "Phải là một số"),
        (broken(max_points="1e999999999"), "criteria[1].max_points", "Phải là một số"),
        (broken(label=5), "criteria[1].label", "Phải là chữ"),
        (broken(levels={}), "criteria[1].levels", "Phải là một danh sách"),
        (broken(children=["x"]), "criteria[1].children[1]", "Phải là một nhóm"),
        (broken(not_applicable="x"), "criteria[1].not_applicable", "không có; chọn trong"),
        ({**broken(), "columns": ["x"]}, "columns", "không có; chọn trong"),
        (
            {**broken(), "gates": [{"kind": "no_case", "codes": [1]}]},
            "gates[1].codes",
            "phải là chữ",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_place(data, place, words):
    made, flaws = from_plain(data)
    assert made is None
    assert any(flaw.place == place and words in flaw.sentence for flaw in flaws)


def test_every_flaw_is_named_at_once():
    assert len(from_plain(broken(kind="lạ", max_points="năm", label=5))[1]) == 3


def test_a_tree_without_end_is_refused_in_words():
    data = broken()
    lowest = data["criteria"][0]
    for _ in range(DEEPEST + 5):
        lowest["children"] = [{"code": "1", "label": "x", "kind": "section"}]
        lowest = lowest["children"][0]
    assert any("cấp tiêu chí" in flaw.sentence for flaw in from_plain(data)[1])


plain_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "1", "2,5", "section", "levels"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "label", "kind", "max_points", "levels", "children", "codes"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["title", "columns", "criteria", "grades", "gates"]), plain_json
    )
)
def test_whatever_comes_in_is_read_or_answered_in_words(data):
    made, flaws = from_plain({"format": FORMAT, **data})
    assert (made is None) == bool(flaws)
