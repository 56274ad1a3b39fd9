"""A pledge as it is written: its rows by section, and the values of each row's fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.permissions import Permission
from app.pledges.models import Pledge, PledgeItem, PledgeSection
from app.pledges.queries.forms import sections_for
from app.pledges.rules.rows import source_key
from app.revisions.rules import typed


def writing(pledge: Pledge) -> Permission:
    """Its author writes it; what is typed from paper, the leaders of the branch."""
    return Permission.PLEDGE_TYPE if pledge.last.is_from_paper else Permission.PLEDGE_WRITE


def row_values(item: PledgeItem) -> dict[str, str]:
    return {
        "section": str(item.section_id),
        "content": item.content,
        "measure": item.measure or "",
        "due_on": typed(item.due_on),
        "source": source_key(item.source, item.source_id),
    }


@dataclass(frozen=True)
class WrittenSection:
    section: PledgeSection
    items: Sequence[PledgeItem]


@dataclass(frozen=True)
class Written:
    """The form with what is written under each section of it."""

    sections: Sequence[WrittenSection]
    # What stands under a section that the form has no more.
    homeless: Sequence[PledgeItem]

    @property
    def choices(self) -> list[tuple[UUID, str]]:
        return [(one.section.id, one.section.heading) for one in self.sections]

    @property
    def items(self) -> list[PledgeItem]:
        return [*(item for one in self.sections for item in one.items), *self.homeless]


def written_in(pledge: Pledge) -> Written:
    items = pledge.last.items
    sections = sections_for(pledge.campaign, pledge.organisation)
    known = {section.id for section in sections}
    return Written(
        [
            WrittenSection(section, [item for item in items if item.section_id == section.id])
            for section in sections
        ],
        [item for item in items if item.section_id not in known],
    )


def offered_to(
    item: PledgeItem | None, sections: Sequence[tuple[UUID, str]]
) -> Sequence[tuple[UUID, str]]:
    """The sections a row may stand under: those of the form, and the dropped one it is in."""
    if item is None or item.section_id in dict(sections):
        return sections
    return [(item.section_id, f"{item.section.heading} (đã bỏ khỏi mẫu)"), *sections]


def item_called(pledge: Pledge, item_id: UUID) -> PledgeItem | None:
    """A row of the text that is written now."""
    return next((item for item in pledge.last.items if item.id == item_id), None)
