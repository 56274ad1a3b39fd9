"""Who may do what: one table from permission to roles, over places in the tree.

A grant is a role at a place; it covers that place and everything below it. *When* something
may be done (before the notice, after adoption) is a rule of the room concerned, never a
permission.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    SYSTEM_ADMINISTRATOR = "system_administrator"
    OFFICE = "office"
    INSPECTOR = "inspector"
    STANDING_COMMITTEE = "standing_committee"
    COMMITTEE_MEMBER = "committee_member"
    OBSERVER = "observer"
    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    BRANCH_COMMITTEE = "branch_committee"
    MEMBER = "member"
    # Held in one meeting only, by appointment there.
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    # Held for one assignment only.
    ACCOUNTABLE = "accountable"
    # Held for one topic paper, and for what one has written oneself.
    PRESENTER = "presenter"
    AUTHOR = "author"


ROLE_LABELS: dict[Role, str] = {
    Role.SYSTEM_ADMINISTRATOR: "Quản trị hệ thống",
    Role.OFFICE: "Văn phòng cấp ủy",
    Role.INSPECTOR: "Cán bộ kiểm tra",
    Role.STANDING_COMMITTEE: "Ban Thường vụ",
    Role.COMMITTEE_MEMBER: "Cấp ủy viên cấp trên",
    Role.OBSERVER: "Cấp ủy viên theo dõi chi bộ",
    Role.SECRETARY: "Bí thư chi bộ",
    Role.DEPUTY_SECRETARY: "Phó bí thư chi bộ",
    Role.BRANCH_COMMITTEE: "Chi ủy viên",
    Role.MEMBER: "Đảng viên",
    Role.CHAIR: "Chủ trì",
    Role.MINUTE_TAKER: "Thư ký",
    Role.ACCOUNTABLE: "Người chịu trách nhiệm",
    Role.PRESENTER: "Người trình bày chuyên đề",
    Role.AUTHOR: "Người viết",
}


class Permission(StrEnum):
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_KEEP = "organisation:keep"
    MEMBER_LIST = "member:list"
    MEMBER_KEEP = "member:keep"
    ACCOUNT_KEEP = "account:keep"
    REGULATION_READ = "regulation:read"
    REGULATION_KEEP = "regulation:keep"
    MEETING_LIST = "meeting:list"
    MEETING_READ_DRAFT = "meeting:read_draft"
    MEETING_READ = "meeting:read"
    MINUTES_READ_DRAFT = "minutes:read_draft"
    MINUTES_READ = "minutes:read"
    COMMITTEE_MINUTES_READ = "minutes:read_branch_committee"
    RESTRICTED_READ = "restricted:read"
    MEETING_PLAN = "meeting:plan"
    MEETING_APPOINT = "meeting:appoint"
    MEETING_RECORD = "meeting:record"
    MINUTES_ADOPT = "minutes:adopt"
    RESOLUTION_KEEP = "resolution:keep"
    ASSIGNMENT_READ = "assignment:read"
    ASSIGNMENT_KEEP = "assignment:keep"
    ASSIGNMENT_REPORT = "assignment:report"
    AUDIT_READ = "audit:read"
    HISTORY_READ = "history:read"
    REVISION_READ = "revision:read"
    MEETING_SCREEN = "meeting:screen"
    MEETING_CHECK_IN = "meeting:check_in"
    ABSENCE_ANNOUNCE = "absence:announce"
    ABSENCE_DECIDE = "absence:decide"
    MINUTES_CONFIRM = "minutes:confirm"
    MINUTES_CONFIRM_PAPER = "minutes:confirm_paper"
    MINUTES_REOPEN = "minutes:reopen"
    MINUTES_SUPPLEMENT = "minutes:supplement"
    DISPATCH_SEND = "dispatch:send"
    DISPATCH_RECEIVE = "dispatch:receive"
    MINUTE_BOOK_READ = "minute_book:read"
    BACKUP_READ = "backup:read"
    PROGRAMME_READ = "programme:read"
    PROGRAMME_KEEP = "programme:keep"
    PROGRAMME_DECIDE = "programme:decide"
    LEAD_PAPER_READ = "lead_paper:read"
    LEAD_PAPER_WRITE = "lead_paper:write"
    LEAD_PAPER_ADOPT = "lead_paper:adopt"
    LIBRARY_READ = "library:read"
    LIBRARY_KEEP = "library:keep"
    DISSEMINATION_READ = "dissemination:read"
    DISSEMINATION_KEEP = "dissemination:keep"
    DRAFT_READ = "resolution:read_circulated"
    COMMENT_WRITE = "comment:write"
    COMMENT_READ = "comment:read"
    COMMENT_CHANGE = "comment:change"
    PETITION_RAISE = "petition:raise"
    PETITION_READ = "petition:read"
    PETITION_AUTHOR_READ = "petition:read_author"
    PETITION_ANSWER = "petition:answer"
    PETITION_ANSWER_ABOVE = "petition:answer_above"
    PETITION_PURSUE = "petition:pursue"
    OBSERVER_ASSIGN = "observer:assign"
    OBSERVER_READ = "observer:read"
    VISIT_READ = "visit:read"
    VISIT_WRITE = "visit:write"
    VISIT_KEEP = "visit:keep"
    BRANCH_ASSIGN = "assignment:give_to_branch"
    CAMPAIGN_READ = "pledge_campaign:read"
    CAMPAIGN_KEEP = "pledge_campaign:keep"
    PLEDGE_SECTION_KEEP = "pledge:keep_section"
    PLEDGE_START = "pledge:start"
    PLEDGE_WRITE = "pledge:write"
    PLEDGE_TYPE = "pledge:type_from_paper"
    PLEDGE_READ_DRAFT = "pledge:read_draft"
    PLEDGE_READ_SUBMITTED = "pledge:read_submitted"
    PLEDGE_READ_LEADERS = "pledge:read_leaders"
    PLEDGE_READ = "pledge:read"
    PLEDGE_READ_PUBLIC = "pledge:read_public"
    PLEDGE_REVIEW = "pledge:review"
    PLEDGE_REVIEW_ABOVE = "pledge:review_above"
    PLEDGE_ANSWER_PAPER = "pledge:answer_from_paper"
    PLEDGE_REVISE = "pledge:revise"
    PLEDGE_TAKE_OVER = "pledge:take_over"
    PLEDGE_LIST = "pledge:list"
    PLEDGE_LIST_SHOWN = "pledge:list_shown"
    PLEDGE_REMIND = "pledge:remind"
    PLEDGE_EXPORT = "pledge:export"
    PLAN_READ_DRAFT = "personal_plan:read_draft"
    PLAN_READ = "personal_plan:read"
    PLAN_WRITE = "personal_plan:write"
    PLAN_PUBLISH = "personal_plan:publish"
    MAIL_READ = "mail:read"
    RUBRIC_READ = "rubric:read"
    RUBRIC_KEEP = "rubric:keep"
    SCORE_READ_DRAFT = "score:read_draft"
    SCORE_READ = "score:read"
    SCORE_WRITE = "score:write"
    SCORE_REVIEW = "score:review"
    SCORE_DECIDE = "score:decide"
    SCORE_APPEAL = "score:appeal"
    SCORE_LIST = "score:list"
    MEMBER_SCORE_READ_DRAFT = "member_score:read_draft"
    MEMBER_SCORE_READ = "member_score:read"
    MEMBER_SCORE_WRITE = "member_score:write"
    MEMBER_SCORE_REVIEW = "member_score:review"
    MEMBER_SCORE_APPEAL = "member_score:appeal"
    GRADING_READ = "grading:read"
    GRADING_KEEP = "grading:keep"
    GRADE_READ = "grade:read"
    GRADE_DECIDE = "grade:decide"
    GRADE_KEEP = "grade:keep"


_LEADERS = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY})
_BRANCH = _LEADERS | {Role.BRANCH_COMMITTEE}
_APPOINTED = frozenset({Role.CHAIR, Role.MINUTE_TAKER})
_PREPARERS = _BRANCH | _APPOINTED
_ABOVE = frozenset({Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.OBSERVER})
_CLERKS = frozenset({Role.OFFICE, Role.INSPECTOR})

ROLES_WITH: dict[Permission, frozenset[Role]] = {
    Permission.ORGANISATION_READ: (
        _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER, Role.SYSTEM_ADMINISTRATOR}
    ),
    Permission.ORGANISATION_KEEP: frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR}),
    Permission.MEMBER_LIST: _BRANCH | _ABOVE | _CLERKS,
    Permission.MEMBER_KEEP: _LEADERS | {Role.OFFICE},
    Permission.ACCOUNT_KEEP: frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR}),
    Permission.REGULATION_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.REGULATION_KEEP: frozenset({Role.OFFICE}),
    Permission.MEETING_LIST: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    # A plan is silent: nobody outside the branch's leading hands sees it before the notice.
    Permission.MEETING_READ_DRAFT: _PREPARERS,
    Permission.MEETING_READ: _BRANCH | _ABOVE | _APPOINTED | {Role.MEMBER, Role.INSPECTOR},
    Permission.MEETING_PLAN: _PREPARERS,
    # Who leads and who writes decides who may record and adopt: nobody appoints themselves.
    Permission.MEETING_APPOINT: _LEADERS,
    Permission.MEETING_RECORD: _LEADERS | _APPOINTED,
    # What was said is read by those who write it, and by everyone entitled once adopted.
    Permission.MINUTES_READ_DRAFT: _PREPARERS,
    Permission.MINUTES_READ: _BRANCH | _ABOVE | _APPOINTED | {Role.MEMBER, Role.INSPECTOR},
    Permission.COMMITTEE_MINUTES_READ: _BRANCH | _ABOVE | _APPOINTED | {Role.INSPECTOR},
    Permission.RESTRICTED_READ: (_PREPARERS | {Role.STANDING_COMMITTEE, Role.INSPECTOR}),
    Permission.MINUTES_ADOPT: _LEADERS | {Role.CHAIR},
    Permission.RESOLUTION_KEEP: _LEADERS | _APPOINTED,
    Permission.ASSIGNMENT_READ: (
        _BRANCH | _ABOVE | _APPOINTED | {Role.MEMBER, Role.ACCOUNTABLE, Role.INSPECTOR}
    ),
    Permission.ASSIGNMENT_KEEP: _LEADERS | _APPOINTED,
    Permission.ASSIGNMENT_REPORT: _LEADERS | {Role.ACCOUNTABLE},
    Permission.AUDIT_READ: frozenset({Role.INSPECTOR}),
    # What became of one meeting, by those who answer for it and those who check it.
    Permission.HISTORY_READ: _PREPARERS | {Role.STANDING_COMMITTEE, Role.INSPECTOR},
    Permission.REVISION_READ: _PREPARERS | {Role.INSPECTOR},
    Permission.MEETING_SCREEN: _PREPARERS,
    Permission.MEETING_CHECK_IN: _BRANCH | {Role.MEMBER},
    Permission.ABSENCE_ANNOUNCE: _BRANCH | {Role.MEMBER},
    Permission.ABSENCE_DECIDE: _LEADERS | _APPOINTED,
    # Each confirms with their own hand; who has no account signs the printed copy.
    Permission.MINUTES_CONFIRM: _APPOINTED,
    Permission.MINUTES_CONFIRM_PAPER: _LEADERS,
    Permission.MINUTES_REOPEN: _LEADERS | {Role.CHAIR},
    Permission.MINUTES_SUPPLEMENT: _LEADERS | {Role.CHAIR},
    Permission.DISPATCH_SEND: _LEADERS | _APPOINTED,
    # Acknowledging a delivery is clerical: it opens nothing to read.
    Permission.DISPATCH_RECEIVE: frozenset(
        {Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.OFFICE}
    ),
    Permission.MINUTE_BOOK_READ: _BRANCH | {Role.STANDING_COMMITTEE, Role.INSPECTOR},
    Permission.BACKUP_READ: frozenset({Role.SYSTEM_ADMINISTRATOR}),
    Permission.PROGRAMME_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.PROGRAMME_KEEP: _BRANCH,
    Permission.PROGRAMME_DECIDE: frozenset({Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER}),
    # Once it is sent, the paper is one of the meeting's materials, for all of the branch.
    Permission.LEAD_PAPER_READ: _PREPARERS | {Role.PRESENTER},
    Permission.LEAD_PAPER_WRITE: _PREPARERS | {Role.PRESENTER},
    Permission.LEAD_PAPER_ADOPT: _BRANCH,
    Permission.LIBRARY_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.LIBRARY_KEEP: _BRANCH | {Role.OFFICE},
    Permission.DISSEMINATION_READ: _BRANCH | _ABOVE | _CLERKS,
    Permission.DISSEMINATION_KEEP: _BRANCH | _APPOINTED,
    # A draft under comment is read by whoever may comment on it.
    Permission.DRAFT_READ: _PREPARERS | _ABOVE | {Role.MEMBER, Role.INSPECTOR},
    Permission.COMMENT_WRITE: _PREPARERS | _ABOVE | {Role.MEMBER},
    # A named opinion is read by those who must answer it; its author sees it all the same.
    Permission.COMMENT_READ: _LEADERS | _APPOINTED | {Role.INSPECTOR},
    Permission.COMMENT_CHANGE: frozenset({Role.AUTHOR}),
    Permission.PETITION_RAISE: _BRANCH | _APPOINTED | {Role.MEMBER},
    Permission.PETITION_READ: (
        _BRANCH | {Role.STANDING_COMMITTEE, Role.COMMITTEE_MEMBER, Role.INSPECTOR, Role.AUTHOR}
    ),
    Permission.PETITION_AUTHOR_READ: (
        _LEADERS | {Role.STANDING_COMMITTEE, Role.INSPECTOR, Role.AUTHOR}
    ),
    # Who is asked answers: the branch for the branch, the committee for the committee.
    Permission.PETITION_ANSWER: _LEADERS,
    Permission.PETITION_ANSWER_ABOVE: frozenset({Role.STANDING_COMMITTEE}),
    Permission.PETITION_PURSUE: frozenset({Role.AUTHOR}),
    Permission.OBSERVER_ASSIGN: frozenset({Role.STANDING_COMMITTEE, Role.OFFICE}),
    Permission.OBSERVER_READ: _ABOVE | _CLERKS,
    # The observer's own view is for the committee, never for the branch that was visited.
    Permission.VISIT_READ: _ABOVE | {Role.INSPECTOR, Role.AUTHOR},
    Permission.VISIT_WRITE: _ABOVE,
    # Until it is submitted, it is its author's alone.
    Permission.VISIT_KEEP: frozenset({Role.AUTHOR}),
    Permission.BRANCH_ASSIGN: frozenset({Role.STANDING_COMMITTEE}),
    Permission.CAMPAIGN_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.CAMPAIGN_KEEP: frozenset({Role.STANDING_COMMITTEE, Role.OFFICE}),
    Permission.PLEDGE_SECTION_KEEP: _BRANCH,
    Permission.PLEDGE_START: _BRANCH | {Role.MEMBER},
    Permission.PLEDGE_WRITE: frozenset({Role.AUTHOR}),
    # On behalf of a comrade, from the paper they signed.
    Permission.PLEDGE_TYPE: _BRANCH,
    # What one pledges is one's own until it is submitted, the branch's until it is confirmed; the
    # committee reads what is confirmed, and what is submitted by those who lead the branch.
    Permission.PLEDGE_READ_DRAFT: frozenset({Role.AUTHOR}),
    Permission.PLEDGE_READ_SUBMITTED: _BRANCH | {Role.AUTHOR},
    Permission.PLEDGE_READ_LEADERS: _BRANCH | {Role.AUTHOR, Role.STANDING_COMMITTEE},
    Permission.PLEDGE_READ: _BRANCH | _ABOVE | {Role.AUTHOR, Role.INSPECTOR},
    Permission.PLEDGE_READ_PUBLIC: _BRANCH | _ABOVE | {Role.AUTHOR, Role.INSPECTOR, Role.MEMBER},
    Permission.PLEDGE_REVIEW: _BRANCH,
    Permission.PLEDGE_REVIEW_ABOVE: frozenset({Role.STANDING_COMMITTEE}),
    # What became of a pledge typed from paper is said by its author, or typed for them again.
    Permission.PLEDGE_ANSWER_PAPER: _BRANCH | {Role.AUTHOR},
    # A comrade may also bring a changed paper, and moves with the own pledge.
    Permission.PLEDGE_REVISE: _BRANCH | {Role.AUTHOR},
    Permission.PLEDGE_TAKE_OVER: _BRANCH | {Role.AUTHOR},
    # Who has submitted and who has not, never what; a campaign may show it to all of the branch.
    Permission.PLEDGE_LIST: _BRANCH | _ABOVE | _CLERKS,
    Permission.PLEDGE_LIST_SHOWN: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.PLEDGE_REMIND: _BRANCH | {Role.STANDING_COMMITTEE, Role.OFFICE},
    Permission.PLEDGE_EXPORT: _BRANCH | {Role.STANDING_COMMITTEE, Role.INSPECTOR},
    Permission.PLAN_READ_DRAFT: frozenset({Role.AUTHOR}),
    # A head's plan is for the branch where they take part, and for the committee, by rule.
    Permission.PLAN_READ: _BRANCH | _ABOVE | {Role.AUTHOR, Role.INSPECTOR, Role.MEMBER},
    Permission.PLAN_WRITE: frozenset({Role.AUTHOR}),
    Permission.PLAN_PUBLISH: _BRANCH | {Role.AUTHOR, Role.STANDING_COMMITTEE, Role.OFFICE},
    Permission.MAIL_READ: frozenset({Role.SYSTEM_ADMINISTRATOR}),
    Permission.RUBRIC_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.RUBRIC_KEEP: frozenset({Role.STANDING_COMMITTEE, Role.OFFICE}),
    # The branch's own score is its leading hands' until it is submitted, then everybody's in it:
    # the branch discusses and votes on it. The office sees figures, never what was said.
    Permission.SCORE_READ_DRAFT: _PREPARERS,
    Permission.SCORE_READ: _PREPARERS | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.SCORE_WRITE: _PREPARERS,
    Permission.SCORE_REVIEW: _ABOVE | {Role.OFFICE},
    Permission.SCORE_DECIDE: frozenset({Role.STANDING_COMMITTEE}),
    Permission.SCORE_APPEAL: _LEADERS,
    Permission.SCORE_LIST: _BRANCH | _ABOVE | _CLERKS,
    # A member's own review goes the same way, but is nobody else's in the branch.
    Permission.MEMBER_SCORE_READ_DRAFT: frozenset({Role.AUTHOR}),
    Permission.MEMBER_SCORE_READ: (
        _BRANCH | {Role.AUTHOR, Role.STANDING_COMMITTEE, Role.OFFICE, Role.INSPECTOR}
    ),
    Permission.MEMBER_SCORE_WRITE: frozenset({Role.AUTHOR}),
    Permission.MEMBER_SCORE_REVIEW: _BRANCH | {Role.STANDING_COMMITTEE},
    Permission.MEMBER_SCORE_APPEAL: frozenset({Role.AUTHOR}),
    Permission.GRADING_READ: _BRANCH | _ABOVE | _CLERKS | {Role.MEMBER},
    Permission.GRADING_KEEP: frozenset({Role.STANDING_COMMITTEE, Role.OFFICE}),
    Permission.GRADE_READ: _BRANCH | _ABOVE | _CLERKS | {Role.AUTHOR},
    Permission.GRADE_DECIDE: frozenset({Role.STANDING_COMMITTEE}),
    # Grades of years before the tool, typed from the papers.
    Permission.GRADE_KEEP: frozenset({Role.STANDING_COMMITTEE, Role.OFFICE}),
}


@dataclass(frozen=True)
class Grant:
    role: Role
    unit_path: str  # "/a/b/" covers "/a/b/c/"

    def covers(self, unit_path: str) -> bool:
        return unit_path.startswith(self.unit_path)


# Roles held in one subject only: by a member who is named, or by whoever holds a certain grant.
Appointments = tuple[tuple[Role, UUID | Grant | None], ...]

# In the meetings of a committee itself its own bodies are what leaders and members are in those
# of a branch. Nothing of it reaches the meetings of the branches below.
_STANDS_IN = {
    Role.STANDING_COMMITTEE: Role.SECRETARY,
    Role.COMMITTEE_MEMBER: Role.MEMBER,
}


def led_by_committee(unit_path: str) -> Appointments:
    """What holding a committee at `unit_path`, and no other place, gives in its own meetings."""
    return tuple((role, Grant(held, unit_path)) for held, role in _STANDS_IN.items())


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, the member behind it if any, and what they hold today."""

    account_id: UUID
    name: str
    member_id: UUID | None = None
    grants: tuple[Grant, ...] = ()

    def holds_anything_over(self, unit_path: str) -> bool:
        return any(grant.covers(unit_path) for grant in self.grants)

    def roles_over(self, unit_path: str) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants if grant.covers(unit_path))


def permits(
    actor: Actor,
    permission: Permission,
    unit_path: str,
    appointed: frozenset[Role] = frozenset(),
) -> bool:
    """Whether `actor` may do this at `unit_path`; `appointed` are roles held in one meeting."""
    return not ROLES_WITH[permission].isdisjoint(actor.roles_over(unit_path) | appointed)


def places_with(actor: Actor, permission: Permission) -> frozenset[str]:
    """The places at which, and below which, `actor` may do this."""
    return frozenset(g.unit_path for g in actor.grants if g.role in ROLES_WITH[permission])
