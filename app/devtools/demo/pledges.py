"""The campaign of the year, and every member's pledge from its first line to the branch's word."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.papers import signed_paper
from app.devtools.demo.pledge_steps import STEPS, Act, confirm
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.pledges import service
from app.pledges.models import Pledge, PledgeCampaign
from app.pledges.queries.forms import sections_for
from app.pledges.service.campaigns import open_campaign, prepare_campaign
from app.pledges.service.paper import attach_scan
from app.pledges.service.reminders import remind
from app.pledges.service.templates import add_own_section, add_supplied
from app.pledges.service.writing import add_item

_TERMS = ("opens_on", "closes_on", "counted_on", "with_exempt", "with_plans", "shows_list")
# What the committee takes of the supplied additions.
_ADDITIONS = ("degradation", "shortcomings")
_BEFORE_SUBMITTING = timedelta(minutes=5)


def happenings(world: World) -> Iterator[Happening]:
    data, year = written.pledges(), Year(world)
    yield _at(data["campaign"], "prepared_at", "campaign", year.prepare)
    yield _at(data["campaign"], "opened_at", "campaign", year.open)
    for row in data["section"]:
        yield _at(row, "at", row["branch"], partial(year.add_section, row))
    for row in data["reminder"]:
        yield _at(row, "at", row["branch"], partial(year.remind, row))
    for row in data["pledge"]:
        yield from year.life_of(row)


def _at(row: Row, name: str, of: str, do: Callable[[datetime], None]) -> Happening:
    return Happening(written.moment(row[name]), of, do)


class Year:
    """The campaign, once it is there, and the pledges by the keys of their authors."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.campaign_id: UUID
        self.pledges: dict[str, UUID] = {}

    @property
    def campaign(self) -> PledgeCampaign:
        return db.session.get_one(PledgeCampaign, self.campaign_id)

    def prepare(self, now: datetime) -> None:
        row = written.pledges()["campaign"]
        by = self.world.actors[row["by"]]
        campaign = prepare_campaign(
            self.world.organisations[row["organisation"]],
            row["year"],
            {**{name: row[name] for name in _TERMS}, "grounds": text(row, "grounds")},
            source=None,
            by=by,
            now=now,
        )
        for key in _ADDITIONS:
            add_supplied(campaign.template, key, by=by, now=now)
        self.campaign_id = campaign.id

    def open(self, now: datetime) -> None:
        by = self.world.actors[written.pledges()["campaign"]["by"]]
        open_campaign(self.campaign, version=self.campaign.version, by=by, now=now)

    def add_section(self, row: Row, now: datetime) -> None:
        names = ("heading", "guidance", "statement", "is_required")
        add_own_section(
            self.campaign,
            self.world.organisations[row["branch"]],
            {name: row.get(name) for name in names},
            by=self.world.actors[row["by"]],
            now=now,
        )

    def remind(self, row: Row, now: datetime) -> None:
        branch = self.world.organisations[row["branch"]]
        remind(
            branch,
            self.campaign,
            [self.world.members[key].id for key in row["members"]],
            site=None,
            by=self.world.actors[row["by"]],
            now=now,
        )

    def life_of(self, row: Row) -> Iterator[Happening]:
        yield self._step(row, row, "started_at", partial(self._start, row))
        if "paper" in row:
            before = written.moment(row["submitted_at"]) - _BEFORE_SUBMITTING
            yield Happening(before, row["member"], partial(self._scan, row))
        if "submitted_at" in row:
            yield self._step(row, row, "submitted_at", partial(self._submit, row))
        for name, act in STEPS.items():
            if name in row:
                yield self._step(row, row[name], "at", partial(self._act, row, row[name], act))
        for name in ("returned", "revised"):
            yield from self._mended(row, row.get(name, {}))

    def _mended(self, row: Row, step: Row) -> Iterator[Happening]:
        """A further edition is handed in, and confirmed where it is a step of its own."""
        if "submitted_at" in step:
            yield self._step(row, step, "submitted_at", partial(self._mend, row, step))
        if "confirmed" in step:
            act = partial(self._act, row, step["confirmed"], confirm)
            yield self._step(row, step["confirmed"], "at", act)

    def _step(self, row: Row, step: Row, name: str, do: Callable[[datetime], None]) -> Happening:
        return _at(step, name, f"pledge of {row['member']}", do)

    def _pledge(self, row: Row) -> Pledge:
        return db.session.get_one(Pledge, self.pledges[row["member"]])

    def _writer(self, row: Row) -> Actor:
        """The author; of what is typed from paper, who types it."""
        return self.world.actors[row["paper"]["by"] if "paper" in row else row["member"]]

    def _start(self, row: Row, now: datetime) -> None:
        pledge = service.start_pledge(
            self.campaign,
            self.world.members[row["member"]],
            self.world.organisations[row["branch"]],
            is_from_paper="paper" in row,
            by=self._writer(row),
            now=now,
        )
        self.pledges[row["member"]] = pledge.id
        self._write(pledge, row["lines"], row, now)

    def _write(self, pledge: Pledge, keys: Sequence[str], row: Row, now: datetime) -> None:
        found = sections_for(self.campaign, pledge.organisation)
        sections = {section.heading: section.id for section in found}
        for key in keys:
            line = written.pledge_lines()[key]
            add_item(
                pledge,
                section_id=sections[line["section"]],
                content=line["content"],
                measure=line["measure"],
                due_on=line.get("due_on"),
                by=self._writer(row),
                now=now,
            )

    def _scan(self, row: Row, now: datetime) -> None:
        pledge, signed_on = self._pledge(row), row["paper"]["signed_on"]
        name, content = signed_paper(pledge, signed_on)
        attach_scan(
            pledge,
            signed_on=signed_on,
            name=name,
            content=content,
            folder=self.world.files,
            by=self._writer(row),
            now=now,
        )

    def _submit(self, row: Row, now: datetime) -> None:
        pledge = self._pledge(row)
        service.submit_pledge(pledge, version=pledge.version, by=self._writer(row), now=now)
        db.session.flush()

    def _mend(self, row: Row, step: Row, now: datetime) -> None:
        """What is added to the copy is written and handed in at once."""
        self._write(self._pledge(row), step["added"], row, now)
        self._submit(row, now)

    def _act(self, row: Row, step: Row, act: Act, now: datetime) -> None:
        """One step of a pledge, by whoever is named with it, or by its author."""
        if "branch" in step:
            step = {**step, "branch": self.world.organisations[step["branch"]]}
        act(self._pledge(row), step, self.world.actors[step.get("by", row["member"])], now)
        db.session.flush()
