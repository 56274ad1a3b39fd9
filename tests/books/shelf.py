"""Meetings of a branch with their minutes already in the file, as adoption and seal leave them."""

import json
from datetime import date, time
from uuid import uuid4

from app.documents.files import digest
from app.documents.model import Document, Header, Paragraph, Signatory, Signatures
from app.documents.serialise import to_json
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus, minutes_subject
from app.minutes.models import MinutesRecord
from app.minutes.rules.records import RecordKind
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from tests.factory import NOW, Make

RESTRICTED = "Một đồng chí còn băn khoăn về việc sắp xếp lại bộ máy."


class Shelf:
    """One branch and what it files away."""

    def __init__(self, make: Make) -> None:
        self.make = make
        committee = make.organisation(
            name="Đảng ủy Văn phòng UBND tỉnh", body_name="Đảng bộ Văn phòng UBND tỉnh"
        )
        self.branch: Organisation = make.branch(parent=committee, name="Chi bộ Tin học")
        self.secretary: Member = make.member(
            "Trần Thị Hạnh", branch=self.branch, position=Position.SECRETARY
        )

    def meeting(self, day: date, **values) -> Meeting:
        """A meeting that has begun, its minutes a draft."""
        return self.make.meeting(
            branch=self.branch,
            held_on=day,
            chair_id=self.secretary.id,
            **{"began_time": time(14), "status": MeetingStatus.MINUTES_DRAFTED, **values},
        )

    def record(self, meeting: Meeting, number: str | None = None, **values) -> MinutesRecord:
        document = minutes(meeting, number, RESTRICTED)
        record = MinutesRecord(
            id=uuid4(),
            meeting=meeting,
            number_symbol=number,
            papers={},
            adopted_at=NOW,
            adopted_by="Trần Thị Hạnh",
            **{
                "kind": RecordKind.MAIN,
                "edition": 1,
                "document": json.loads(to_json(document)),
                "circulated": json.loads(to_json(minutes(meeting, number, "(không phổ biến)"))),
                "sha256": digest(document),
                **values,
            },
        )
        meeting.status = MeetingStatus.ADOPTED
        db.session.add(record)
        db.session.flush()
        return record

    def file(self, day: date, number: str, **values) -> MinutesRecord:
        """A meeting with minutes that are final."""
        return self.record(self.meeting(day, **values), number)

    def months(self, year: int, months: range = range(1, 13)) -> list[MinutesRecord]:
        return [
            self.file(date(year, month, 3), f"{number:02}-BB/CB")
            for number, month in enumerate(months, start=1)
        ]


def minutes(meeting: Meeting, number: str | None, mood: str) -> Document:
    return Document(
        style="hd05",
        dated=meeting.held_on,
        title=f"Biên bản tháng {meeting.period.month}",
        header=Header(
            over="Đảng bộ Văn phòng UBND tỉnh",
            issuer="Chi bộ Tin học",
            number_symbol=f"Số {number or '……-BB/CB'}",
        ),
        type_name="Biên bản",
        subject=minutes_subject(meeting.type, meeting.period),
        blocks=(
            Paragraph(f"Chi bộ họp ngày {meeting.held_on:%d/%m/%Y}."),
            Paragraph(mood),
            Signatures(
                Signatory(("NGƯỜI GHI BIÊN BẢN",), "Nguyễn Thu Trang"),
                Signatory(("CHỦ TRÌ HỘI NGHỊ",), "Trần Thị Hạnh"),
            ),
        ),
    )
