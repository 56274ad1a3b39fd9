"""The outbox of live saving, as the plain functions it is made of."""

import json

import pytest


@pytest.fixture(scope="module", params=["wide"])
def size(request):
    return request.param


@pytest.fixture
def run(enter, site):
    """`run("withTyped", entries, …)`: the entries after that step, in order."""
    visitor = enter()
    visitor.open("/sign-in")

    def run(name, entries, *arguments):
        step = """async ([name, entries, rest]) => {
          const outbox = await import("/static/js/live/outbox.js");
          const { put = [], drop = [] } = outbox[name](entries, ...rest);
          const gone = new Set([...put, ...drop].map((entry) => entry.id));
          const after = [...entries.filter((entry) => !gone.has(entry.id)), ...put];
          return after.sort((one, other) => one.order - other.order);
        }"""
        return visitor.page.evaluate(step, [name, json.loads(json.dumps(entries)), arguments])

    return run


UNIT = "closing:1"


def typed(values, *, base=3, tab="a"):
    return {"unit": UNIT, "values": values, "bases": dict.fromkeys(values, base), "tab": tab}


def answer(entry, outcome, number=4, **more):
    return {"id": entry["id"], "unit": UNIT, "outcome": outcome, "number": number, **more}


def disputed(entry):
    conflict = {
        "field": "remedy",
        "mine": entry["values"]["remedy"],
        "theirs": "họ",
        "merged": "cả",
    }
    return answer(entry, "conflict", 5, values={"remedy": "họ"}, conflicts=[conflict])


def test_keystrokes_of_one_tab_are_one_change(run):
    once = run("withTyped", [], typed({"remedy": "Họ"}))
    twice = run("withTyped", once, typed({"remedy": "Họp", "weakness": "Chậm"}))

    assert len(twice) == 1
    assert twice[0]["id"] == once[0]["id"]
    assert twice[0]["values"] == {"remedy": "Họp", "weakness": "Chậm"}


def test_another_tab_writes_a_change_of_its_own(run):
    both = run(
        "withTyped", run("withTyped", [], typed({"remedy": "a"})), typed({"remedy": "b"}, tab="b")
    )

    assert [entry["values"]["remedy"] for entry in both] == ["a", "b"]


def test_what_was_sent_once_never_changes_under_its_name(run):
    sent = run("frozen", run("withTyped", [], typed({"remedy": "a"})))
    after = run("withTyped", sent, typed({"remedy": "ab"}))

    assert [(entry["state"], entry["values"]["remedy"]) for entry in after] == [
        ("sending", "a"),
        ("open", "ab"),
    ]
    assert run("frozen", after) == after, "one change of a unit at a time"


def test_fields_typed_on_different_revisions_go_one_after_the_other(run):
    entries = run("withTyped", [], typed({"remedy": "a"}, base=3))
    entries = run("withTyped", entries, typed({"weakness": "b"}, base=5))

    first, rest = run("frozen", entries)

    assert (first["base"], first["values"]) == (3, {"remedy": "a"})
    assert (rest["state"], rest["values"], rest["bases"]) == (
        "open",
        {"weakness": "b"},
        {"weakness": 5},
    )


def test_what_is_typed_on_a_saved_text_rests_on_the_new_revision(run):
    sent = run("frozen", run("withTyped", [], typed({"remedy": "a"})))
    entries = run("withTyped", sent, typed({"remedy": "ab", "weakness": "b"}))
    values = {"remedy": "a", "weakness": "của người khác"}

    after = run(
        "withAnswer", entries, answer(sent[0], "merged", 7, values=values), {"weakness": ""}
    )

    assert after[0]["bases"] == {"remedy": 7, "weakness": 3}, "others wrote beside it: still on 3"


@pytest.mark.parametrize("outcome", ["held", "refused"])
def test_what_is_not_taken_goes_out_again_with_what_is_typed_next(run, outcome):
    sent = run("frozen", run("withTyped", [], typed({"remedy": "a"})))
    parked = run("withAnswer", sent, answer(sent[0], outcome, errors={"": "Thiếu."}))
    assert parked[0]["errors"] == {"": "Thiếu."}
    assert run("frozen", parked) == parked

    again = run("withTyped", parked, typed({"weakness": "b"}))

    assert len(again) == 1
    assert again[0]["id"] != sent[0]["id"], "another content, another name"
    assert again[0]["values"] == {"remedy": "a", "weakness": "b"}


def test_a_dispute_gathers_what_is_typed_until_it_is_settled(run):
    sent = run("frozen", run("withTyped", [], typed({"remedy": "tôi"})))
    dispute = run("withAnswer", sent, disputed(sent[0]))
    dispute = run("withTyped", dispute, typed({"remedy": "tôi nữa"}))
    assert dispute[0]["conflicts"][0]["mine"] == "tôi nữa"
    assert run("frozen", dispute) == dispute, "nothing goes out before the choice"

    chosen = run("withChoice", dispute, dispute[0]["id"], {"remedy": "tôi nữa"}, "a")

    assert [(one["values"], one["bases"]) for one in chosen] == [
        ({"remedy": "tôi nữa"}, {"remedy": 5})
    ]


def test_choosing_what_stands_sends_nothing(run):
    sent = run("frozen", run("withTyped", [], typed({"remedy": "tôi"})))
    dispute = run("withAnswer", sent, disputed(sent[0]))

    assert run("withChoice", dispute, dispute[0]["id"], {"remedy": "họ"}, "a") == []
