"""One branch with one of everything, so that every address leads to something.

A room that adds an address with a new parameter adds a line to `World._objects`.
"""

import json
from datetime import date, time, timedelta
from uuid import uuid4

from app.access.permissions import Role
from app.assignments.models import Evidence, OutsideUnit, Progress
from app.assignments.rules import AssignmentStatus, ProgressKind, UnitKind
from app.dissemination.models import LaterTelling
from app.documents.files import digest
from app.documents.serialise import to_json
from app.extensions import db
from app.files.models import StoredFile
from app.jobs.models import Job
from app.kernel.clock import today
from app.library.models import HigherDocument
from app.meetings.models import (
    AbsenceNotice,
    Conclusion,
    Guest,
    ItemDocument,
    Material,
    Meeting,
    Statement,
    Vote,
)
from app.meetings.rules.life import MeetingMode, MeetingStatus, MeetingType
from app.meetings.rules.votes import Majority, VoteMethod
from app.meetings.service.life import plan_meeting
from app.minutes.document import minutes_document
from app.minutes.models import MinutesRecord
from app.minutes.queries import data_of
from app.observers.models import VisitReport
from app.organisations.models import Organisation
from app.people.models import Account, PositionPeriod
from app.people.rules import Position
from app.petitions.models import Petition, PetitionStage
from app.petitions.rules import PetitionKind, StageOutcome
from app.resolutions.models import Resolution
from app.revisions.models import Revision
from app.revisions.rules import RevisionKind
from app.topics.models import Difficulty, LeadPaper, LeadPaperFile, LeadPaperVersion
from tests.access.drafts import draft_objects
from tests.access.pledges import pledge_objects
from tests.access.scoring import score_objects
from tests.assignments.branch_life import BranchLife
from tests.factory import NOW, Make

HELD_ON = date(2026, 10, 5)


class World:
    """`committee` with two branches; everything named in an address lies in `own`."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.committee = make.organisation()
        self.own = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        self.other = make.branch(parent=self.committee, name="Chi bộ Công nghệ")
        self.member = make.member(branch=self.own, position=Position.BRANCH_COMMITTEE_MEMBER)
        self.chair, self.minute_taker, self.accountable = make.members(3, branch=self.own)
        self.presenter = make.member(branch=self.own)
        self.author = make.member(branch=self.own)
        self.accounts: dict[tuple[Role, str], Account] = {}
        self.meeting = self._meeting()
        self.objects = self._objects()
        # One name means another thing where the address ends in this word.
        self.objects_at = {
            "_status": {"period_id": self.member.statuses[0].id},
            "_position": {"period_id": self.member.positions[0].id},
            "observers.end": {"period_id": self._sent().id},
            "_branches": {"meeting_id": self._briefing().id},
            "download_rubric": {"extension": "xlsx"},
            "_papers": {"job_id": self._job("pledge_papers", scope="confirmed").id},
            "_card_papers": {"job_id": self._card_papers().id},
        }
        places = {"own": self.own, "other": self.other, "superior": self.committee}
        for role in Role:
            for place, organisation in places.items():
                self.accounts[role, place] = self._account(role, organisation)
        db.session.commit()

    def account_of(self, role: Role, place: str) -> Account:
        return self.accounts[role, place]

    def _meeting(self) -> Meeting:
        """Under way, with its agenda, and led by plain members of the branch."""
        plan = {
            "period": HELD_ON.replace(day=1),
            "held_on": HELD_ON,
            "start_time": time(14),
            "place": "Phòng họp tầng 3",
            "mode": MeetingMode.IN_PERSON,
            "topic": "",
            "purpose": None,
            "chair_id": self.chair.id,
            "minute_taker_id": self.minute_taker.id,
            "preparer_id": None,
            "committee_met_on": None,
        }
        meeting = plan_meeting(self.own, MeetingType.REGULAR, plan, by=None, now=NOW)
        meeting.status = MeetingStatus.IN_PROGRESS
        meeting.began_time = time(14)
        return meeting

    def _briefing(self) -> Meeting:
        """Of a committee below the branch, as only here, led by plain members of the branch."""
        committee = db.session.get_one(Organisation, self.objects["committee_id"])
        return self.make.meeting(
            branch=committee,
            type=MeetingType.BRIEFING,
            status=MeetingStatus.IN_PROGRESS,
            chair=self.chair,
            minute_taker=self.minute_taker,
        )

    def _objects(self) -> dict[str, object]:
        meeting, make = self.meeting, self.make
        guest = self._keep(Guest(meeting=meeting, name="Phan Thanh Long"))
        resolution = self._keep(Resolution(meeting=meeting, abstract="về nhiệm vụ tháng 11"))
        account = make.account(at=self.own, member=self.member)
        self._keep(
            AbsenceNotice(
                meeting=meeting, member=self.member, reason="Đi công tác", announced_at=NOW
            )
        )
        grant = make.grant(account, Role.INSPECTOR, self.own)
        value = make.regulation(
            self.own, "meeting.day", "5", valid_from=today() + timedelta(days=30)
        )
        return {
            "branch_id": self.own.id,
            "organisation_id": self.own.id,
            # Below the branch, as only here: so the roles held at the branch are asked about it.
            "committee_id": make.organisation(parent=self.own).id,
            "meeting_id": meeting.id,
            "section": meeting.steps[1].section,
            "item_id": meeting.steps[1].items[0].id,
            "guest_id": guest.id,
            "resolution_id": resolution.id,
            **draft_objects(resolution, commenter=self.chair),
            "statement_id": self._statement().id,
            "vote_id": self._vote().id,
            "conclusion_id": self._conclusion().id,
            "material_id": self._material().id,
            **self._task_with_evidence(),
            "review_id": self._review().id,
            "record_id": self._record().id,
            "visit_id": self._visit().id,
            "petition_id": self._petition().id,
            "member_id": self.member.id,
            "account_id": account.id,
            "grant_id": grant.id,
            "value_id": value.id,
            "planned_id": make.topic(branch=self.own, year=HELD_ON.year).id,
            "quarter": 4,
            "work_id": make.work(branch=self.own).id,
            "setting_key": "meeting.day",
            "extension": "pdf",
            "kind": "programme",
            "number": 1,
            "unit": self._revision("conclusion").unit,
            "kept_id": self._revision("statement", kind=RevisionKind.SET_ASIDE).id,
            "book": "branch",
            "year": HELD_ON.year,
            "job_id": self._job().id,
            "attachment_id": self._attachment().id,
            "difficulty_id": self._difficulty().id,
            "document_id": self._document().id,
            **pledge_objects(make, self.own, author=self.author, excused=self.presenter),
            **score_objects(make, self.own, meeting=self.meeting, member=self.author),
        }

    def _document(self) -> HigherDocument:
        """Registered in the own branch, presented in its meeting, and told to who missed it."""
        document = self.make.document(self.own)
        item = self.meeting.steps[1].items[0]
        self._keep(ItemDocument(item_id=item.id, document=document, added_at=NOW))
        self._keep(
            LaterTelling(
                document=document,
                organisation=self.own,
                member_id=self.member.id,
                told_on=HELD_ON,
                how="Trao đổi trực tiếp",
                noted_at=NOW,
                noted_by="Lê Hoài Ân",
            )
        )
        return document

    def _task_with_evidence(self) -> dict[str, object]:
        task = self.make.assignment(meeting=self.meeting, accountable=self.accountable)
        said = self._keep(
            Progress(
                assignment_id=task.id,
                kind=ProgressKind.REPORTED,
                at=NOW,
                by=self.accountable.name,
                status=AssignmentStatus.DOING,
                percent=50,
            )
        )
        piece = self._keep(Evidence(progress_id=said.id, title="Ảnh chụp", file_id=self._file().id))
        unit = self._keep(
            OutsideUnit(
                organisation=self.own, name="Đoàn Thanh niên", kind=UnitKind.MASS_ORGANISATION
            )
        )
        return {"assignment_id": task.id, "evidence_id": piece.id, "unit_id": unit.id}

    def _keep(self, record):
        db.session.add(record)
        db.session.flush()
        return record

    def _statement(self) -> Statement:
        return self._keep(
            Statement(meeting=self.meeting, position=1, member_id=self.member.id, text="Nhất trí.")
        )

    def _conclusion(self) -> Conclusion:
        return self._keep(Conclusion(meeting=self.meeting, position=1, text="Giao văn phòng."))

    def _revision(self, unit: str, kind=RevisionKind.SAVED) -> Revision:
        """One save of a text of the meeting, or one that was set aside."""
        is_numbered = kind is RevisionKind.SAVED
        return self._keep(
            Revision(
                scope_id=self.meeting.id,
                unit=f"{unit}:{uuid4()}",
                number=1 if is_numbered else None,
                base=0,
                kind=RevisionKind.REMOVED if is_numbered else kind,
                changes={"text": [[0, "Giao văn phòng.", ""]]} if is_numbered else {},
                account_id=None,
                actor_name="Trần Thị Hạnh",
                at=NOW,
            )
        )

    def _vote(self) -> Vote:
        return self._keep(
            Vote(
                meeting=self.meeting,
                position=1,
                subject="Thông qua nghị quyết",
                majority=next(iter(Majority)),
                method=next(iter(VoteMethod)),
                in_favour=1,
                against=0,
                other=0,
                vote_base=1,
                voters_present=1,
                needed=1,
                is_passed=True,
            )
        )

    def _petition(self) -> Petition:
        """Raised at the meeting and answered by the branch."""
        petition = self._keep(
            Petition(
                organisation=self.own,
                author=self.member,
                meeting=self.meeting,
                kind=PetitionKind.PROPOSAL,
                text="Đề nghị bổ sung tài liệu học tập.",
                raised_on=HELD_ON,
            )
        )
        self._keep(
            PetitionStage(
                petition=petition,
                number=1,
                addressee=self.own,
                received_on=HELD_ON,
                due_on=HELD_ON + timedelta(days=42),
                outcome=StageOutcome.ANSWERED,
                answer="Chi bộ bổ sung trong tháng 11.",
                ended_on=HELD_ON + timedelta(days=7),
                ended_by="Trần Thị Hạnh",
            )
        )
        return petition

    def _file(self) -> StoredFile:
        return self._keep(
            StoredFile(
                organisation_id=self.own.id,
                sha256="0" * 64,
                name="bao-cao.pdf",
                media_type="application/pdf",
                size=1,
                stored_at=NOW,
            )
        )

    def _material(self) -> Material:
        file_id = self._file().id
        return self._keep(
            Material(
                meeting=self.meeting, title="Báo cáo", file_id=file_id, added_at=NOW, added_by="TK"
            )
        )

    def _attachment(self) -> LeadPaperFile:
        """On the paper somebody presents, which has one version."""
        paper = self._keep(LeadPaper(meeting=self.meeting, presenters=[self.presenter]))
        self._keep(
            LeadPaperVersion(paper=paper, number=1, text="Đề dẫn", written_at=NOW, written_by="TK")
        )
        file = self._material().file
        return self._keep(
            LeadPaperFile(paper=paper, title="Phụ lục", file=file, added_at=NOW, added_by="TK")
        )

    def _difficulty(self) -> Difficulty:
        return self._keep(
            Difficulty(meeting=self.meeting, position=1, text="Thiếu máy", solution="Mua thêm")
        )

    def _card_papers(self) -> Job:
        """The cards of the campaign, in one file."""
        grading = str(self.objects["grading_id"])
        return self._job("score_papers", subject="member_year", grading=grading)

    def _job(self, kind: str = "minute_book", **more: str) -> Job:
        wanted = {"book": "branch", "year": HELD_ON.year, "format": "pdf", "copy": "full", **more}
        return self._keep(
            Job(
                kind=kind,
                organisation=self.own,
                account_id=self.own.id,
                actor_name="Trần Thị Hạnh",
                wanted={**wanted, "input": ""},
                created_at=NOW,
            )
        )

    def _review(self):
        """Last month's task on this meeting's table."""
        life = BranchLife(self.make, branch=self.own)
        earlier = self.make.meeting(
            branch=self.own, held_on=HELD_ON - timedelta(days=30), status=MeetingStatus.ADOPTED
        )
        task = life.give(earlier)
        life.lay(self.meeting)
        return life.review_of(task, self.meeting)

    def _record(self) -> MinutesRecord:
        """As adopted: what may be done with it is a rule; who may ask, is tried here."""
        document = minutes_document(data_of(self.meeting))
        return self._keep(
            MinutesRecord(
                meeting=self.meeting,
                document=json.loads(to_json(document)),
                papers={},
                sha256=digest(document),
                adopted_at=NOW,
                adopted_by="TK",
            )
        )

    def _sent(self) -> PositionPeriod:
        """Somebody the committee sends to the branch."""
        return self.make.position(self.make.member(), self.own, Position.OBSERVER)

    def _visit(self) -> VisitReport:
        report = VisitReport(meeting=self.meeting, member=self.make.member(), submitted_at=NOW)
        return self._keep(report)

    def _account(self, role: Role, place) -> Account:
        appointed = {
            Role.CHAIR: self.chair,
            Role.MINUTE_TAKER: self.minute_taker,
            Role.ACCOUNTABLE: self.accountable,
            Role.PRESENTER: self.presenter,
        }
        if role in appointed:
            # An appointment is not held at a place: one person, whichever is asked.
            return self.accounts.get((role, "own")) or self.make.account(
                at=self.own, member=appointed[role]
            )
        return self.make.account(role, at=place)

    def arguments(self, endpoint: str, names: set[str]) -> dict[str, object]:
        known = dict(self.objects)
        for ending, objects in self.objects_at.items():
            if endpoint.endswith(ending):
                known |= objects
        unknown = names - known.keys()
        assert not unknown, (
            f"{endpoint}: say in tests/access/world.py what {', '.join(sorted(unknown))} stands for"
        )
        return {name: known[name] for name in names}
