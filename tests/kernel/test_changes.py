from types import SimpleNamespace

from app.kernel.changes import change


def test_only_what_differs_is_told_and_all_of_it_is_written():
    record = SimpleNamespace(title="Cũ", opening=None, year=2026)

    told = change(record, {"title": "Mới", "opening": None})

    assert told == ({"title": "Cũ"}, {"title": "Mới"})
    assert vars(record) == {"title": "Mới", "opening": None, "year": 2026}
