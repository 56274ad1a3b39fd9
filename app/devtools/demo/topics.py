"""How the topic of a meeting was prepared, and what the meeting made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.documents.files import FORMATS, file_name
from app.extensions import db
from app.meetings.models import Meeting
from app.topics import service
from app.topics.document import lead_paper_document
from app.topics.models import LeadPaper
from app.topics.queries import data_of, get_paper

# The minute-taker enters the table while the room is still there, before the minutes are read.
_AFTER_THE_END = timedelta(minutes=5)


def happenings(world: World) -> Iterator[Happening]:
    ended = {row["key"]: _end_of(row) for _, row in written.meetings()}
    for row in written.topics():
        yield from Topic(world, row, ended[row["meeting"]]).happenings()


def _end_of(row: Row) -> datetime:
    return written.at(row["held_on"], row.get("end_time", time(17)))


@dataclass(frozen=True)
class Topic:
    world: World
    row: Row
    ended_at: datetime

    def happenings(self) -> Iterator[Happening]:
        yield self._at("assigned_at", self.assign)
        for version in self.row["versions"]:
            moment = written.moment(version["at"])
            yield Happening(moment, self.row["meeting"], self._writing(version))
        for stamp in self.row.get("submitted_at", ()):
            yield Happening(written.moment(stamp), self.row["meeting"], self.submit)
        for name, do in (
            ("returned_at", self.give_back),
            ("adopted_at", self.adopt),
            ("sent_at", self.send),
        ):
            if name in self.row:
                yield self._at(name, do)
        if "difficulties" in self.row:
            moment = self.ended_at + _AFTER_THE_END
            yield Happening(moment, self.row["meeting"], self.conclude)

    def _at(self, name: str, do: Any) -> Happening:
        return Happening(written.moment(self.row[name]), self.row["meeting"], do)

    @property
    def _meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.world.meetings[self.row["meeting"]])

    @property
    def _paper(self) -> LeadPaper:
        paper = get_paper(self._meeting.id)
        assert paper is not None
        return paper

    @property
    def _secretary(self) -> Actor:
        branch = self.row["meeting"].split("-")[0]
        return self.world.secretary(branch, self._meeting.held_on)

    @property
    def _presenter(self) -> Actor:
        return self.world.actors[self.row["presenters"][0]]

    def assign(self, now: datetime) -> None:
        meeting, by = self._meeting, self._secretary
        members = [self.world.members[key] for key in self.row["presenters"]]
        service.assign_presenters(meeting, members, by=by, now=now)
        service.set_questions(meeting, self.row["questions"], versions="", by=by, now=now)

    def _writing(self, version: Row) -> Any:
        def write(now: datetime) -> None:
            paper, by = self._paper, self.world.actors[version["by"]]
            words = text(version, "text")
            service.write_paper(paper, words, version=paper.version, by=by, now=now)

        return write

    def submit(self, now: datetime) -> None:
        service.submit_paper(self._paper, by=self._presenter, now=now)

    def give_back(self, now: datetime) -> None:
        reason = self.row["returned_reason"]
        service.return_paper(self._paper, reason=reason, by=self._secretary, now=now)

    def adopt(self, now: datetime) -> None:
        paper = self._paper
        service.adopt_paper(paper, version=paper.version, by=self._secretary, now=now)

    def send(self, now: datetime) -> None:
        """As a Word file: the sample also loads where no PDF can be drawn."""
        paper = self._paper
        service.send_paper(
            paper,
            name=file_name("de-dan", f"{paper.meeting.held_on}", extension="docx"),
            content=FORMATS["docx"].draw(lead_paper_document(data_of(paper))),
            folder=self.world.files,
            by=self._secretary,
            now=now,
        )

    def conclude(self, now: datetime) -> None:
        meeting = self._meeting
        assert meeting.minute_taker_id is not None
        by = next(
            actor
            for actor in self.world.actors.values()
            if actor.member_id == meeting.minute_taker_id
        )
        for row in self.row["difficulties"]:
            key = row.get("accountable")
            task = service.Task(self.world.members[key], row["due_on"]) if key else service.Task()
            service.record_difficulty(
                meeting, text=row["text"], solution=row["solution"], task=task, by=by, now=now
            )
