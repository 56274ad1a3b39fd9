from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of, today
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from app.petitions.models import Petition
from app.petitions.rules import PetitionKind
from app.petitions.service import answer_stage, raise_petition
from tests.factory import Make

NAME = "Võ Văn Bình"
ANSWER = "Chi bộ mở lớp trong tháng 12."
TEXT = "Đề nghị chi bộ mở lớp bồi dưỡng kỹ năng số cho đảng viên cao tuổi."


@dataclass
class Tree:
    """A branch under a committee under a province, and one member of the branch who asks."""

    make: Make
    province: Organisation
    committee: Organisation
    branch: Organisation
    secretary: Member
    author: Member

    def by(self, role: Role, at: Organisation, member: Member | None = None):
        return self.make.actor(role, at=at, member=member)

    @property
    def leading(self):
        return self.by(Role.SECRETARY, self.branch, self.secretary)

    @property
    def asking(self):
        return self.by(Role.MEMBER, self.branch, self.author)

    def raised(self, text: str = TEXT, *, on=None, to=None, **values) -> Petition:
        return raise_petition(
            self.branch,
            **{
                "author": self.author,
                "kind": PetitionKind.PROPOSAL,
                "text": text,
                "addressee": to or self.branch,
                "by": self.asking,
                "now": moment_of(on or today(), 9),
                **values,
            },
        )


def days_ago(number):
    return today() - timedelta(days=number)


@pytest.fixture
def tree(make) -> Tree:
    province = make.organisation(kind="province", name="Tỉnh ủy")
    committee = make.organisation(parent=province, name="Đảng ủy Văn phòng")
    branch = make.branch(parent=committee, name="Chi bộ Hành chính")
    secretary = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    author = make.member(NAME, branch=branch)
    return Tree(make, province, committee, branch, secretary, author)


@pytest.fixture
def author(make, tree, sign_in):
    return sign_in(account=make.account(at=tree.branch, member=tree.author))


@pytest.fixture
def secretary(make, tree, sign_in):
    return sign_in(account=make.account(at=tree.branch, member=tree.secretary))


def address(petition, verb=""):
    return f"/petitions/{petition.id}{verb}"


def answered(tree, petition, text=ANSWER):
    stage = petition.stages[-1]
    db.session.flush()
    answer_stage(
        stage, answer=text, version=stage.version, by=tree.leading, now=moment_of(today(), 10)
    )
    db.session.commit()
    return petition


def overdue(tree, text=TEXT):
    return tree.raised(text, on=days_ago(120))
