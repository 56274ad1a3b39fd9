"""The table of sentences names constraints that exist, by the columns they stand on."""

import pytest
from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

from app.extensions import db
from app.web.duplicates import _IN_WORDS


def unique_in(table):
    alone = [c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    return [*alone, *(index for index in table.indexes if index.unique)]


@pytest.mark.parametrize("name", _IN_WORDS)
def test_each_constraint_put_in_words_exists_on_those_columns(app, name):
    columns, _, sentence = _IN_WORDS[name]
    known: dict[str, UniqueConstraint | Index] = {
        str(unique.name): unique
        for table in db.metadata.tables.values()
        for unique in unique_in(table)
    }

    assert ", ".join(f"{c.table.name}.{c.name}" for c in known[name].columns) == columns
    assert sentence.endswith(".")
