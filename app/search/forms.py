from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import SearchField, ValidationError

from app.search.rules.findables import KIND_LABELS, Narrowed, SearchKind
from app.search.rules.question import TYPED_LENGTH, Reading
from app.web.forms import ALL, Form, choice, hidden, number

_EARLIEST, _LATEST = 1930, 2200


class SearchForm(Form):
    """What is looked for, and where; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    marks_optional = False

    q = SearchField(
        "Từ cần tìm",
        filters=[lambda typed: (typed or "").strip()[:TYPED_LENGTH]],
    )
    kind = choice("Loại", [(kind.value, label) for kind, label in KIND_LABELS.items()], empty=ALL)
    place = choice("Tổ chức", [])
    first_year = number("Từ năm", at_least=_EARLIEST, at_most=_LATEST)
    last_year = number("Đến năm", at_least=_EARLIEST, at_most=_LATEST)

    # Asked for by links: how the words are to be understood.
    reading = hidden()

    def offer(self, places: Iterable[tuple[UUID, str]]) -> None:
        self.place.choices = [ALL, *((str(id_), name) for id_, name in places)]

    @property
    def has_several_places(self) -> bool:
        return len(self.place.choices) > 2

    def validate_last_year(self, field: Any) -> None:
        if field.data and self.first_year.data and field.data < self.first_year.data:
            raise ValidationError("Năm cuối không thể trước năm đầu.")

    @property
    def strictest(self) -> Reading:
        known = {reading.value: reading for reading in Reading}
        return known.get(self.reading.data, Reading.TOGETHER)

    def narrowed(self) -> Narrowed:
        """The filters that make sense; nonsense in the address narrows nothing."""
        chosen = {field.name: field.data for field in self if field.data and not field.errors}
        return Narrowed(
            kind=SearchKind(chosen["kind"]) if "kind" in chosen else None,
            place_id=UUID(chosen["place"]) if "place" in chosen else None,
            first_year=chosen.get("first_year"),
            last_year=chosen.get("last_year"),
        )

    @property
    def address(self) -> dict[str, Any]:
        """The question as it stands in the address of another page of the list."""
        return {field.name: field.data for field in self if field.data and field.name != "reading"}
