"""What is worth remembering, and which facts belong to it. Stored names are forever."""

from enum import StrEnum


class Event(StrEnum):
    ORGANISATION_ADDED = "organisation:added"
    ORGANISATION_CHANGED = "organisation:changed"
    TERM_ADDED = "term:added"
    TERM_ENDED = "term:ended"
    REGULATION_SET = "regulation:set"
    REGULATION_ENDED = "regulation:ended"
    REGULATION_WITHDRAWN = "regulation:withdrawn"
    MEMBER_ADDED = "member:added"
    MEMBER_CHANGED = "member:changed"
    STATUS_BEGUN = "status:begun"
    STATUS_ENDED = "status:ended"
    STATUS_CORRECTED = "status:corrected"
    POSITION_CORRECTED = "position:corrected"
    POSITION_BEGUN = "position:begun"
    POSITION_ENDED = "position:ended"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_CHANGED = "account:changed"
    PASSWORD_CHANGED = "password:changed"  # noqa: S105 - the name of an event
    PASSWORD_RESET = "password:reset"  # noqa: S105
    SIGNED_IN = "account:signed_in"
    SIGNED_OUT_EVERYWHERE = "account:signed_out_everywhere"
    ROLE_GRANTED = "role:granted"
    ROLE_ENDED = "role:ended"
    MEETING_PLANNED = "meeting:planned"
    MEETING_CHANGED = "meeting:changed"
    MEETING_NOTIFIED = "meeting:notified"
    MEETING_OPENED = "meeting:opened"
    MEETING_CLOSED = "meeting:closed"
    MEETING_CANCELLED = "meeting:cancelled"
    MEETING_POSTED = "meeting:posted_to_handbook"
    MATERIAL_ADDED = "material:added"
    MATERIAL_REMOVED = "material:removed"
    AGENDA_CHANGED = "agenda:changed"
    STEP_CHANGED = "step:changed"
    ROLL_TAKEN = "roll:taken"
    GUEST_ADDED = "guest:added"
    GUEST_REMOVED = "guest:removed"
    STATEMENT_RECORDED = "statement:recorded"
    STATEMENT_REMOVED = "statement:removed"
    VOTE_RECORDED = "vote:recorded"
    VOTE_REMOVED = "vote:removed"
    CONCLUSION_RECORDED = "conclusion:recorded"
    CONCLUSION_REMOVED = "conclusion:removed"
    ASSIGNMENT_GIVEN = "assignment:given"
    ASSIGNMENT_CHANGED = "assignment:changed"
    ASSIGNMENT_HANDED_OVER = "assignment:handed_over"
    ASSIGNMENT_REMOVED = "assignment:removed"
    ASSIGNMENT_REPORTED = "assignment:reported"
    ASSIGNMENT_REVIEWED = "assignment:reviewed"
    RESOLUTION_DRAFTED = "resolution:drafted"
    RESOLUTION_CHANGED = "resolution:changed"
    RESOLUTION_ADOPTED = "resolution:adopted"
    RESOLUTION_RETURNED = "resolution:returned"
    RESOLUTION_ISSUED = "resolution:issued"
    MINUTES_ADOPTED = "minutes:adopted"
    NUMBER_TAKEN = "number:taken"
    TEXT_WRITTEN = "text:written"
    TEXT_RESTORED = "text:restored"
    SECTION_REACHED = "section:reached"
    CHECKED_IN = "member:checked_in"
    ABSENCE_ANNOUNCED = "absence:announced"
    ABSENCE_WITHDRAWN = "absence:withdrawn"
    ABSENCE_DECIDED = "absence:decided"
    MINUTES_CONFIRMED = "minutes:confirmed"
    MINUTES_SEALED = "minutes:sealed"
    MINUTES_REOPENED = "minutes:reopened"
    DISPATCH_SENT = "dispatch:sent"
    DISPATCH_RECEIVED = "dispatch:received"
    BOOK_MADE = "minute_book:made"
    BACKUP_MADE = "backup:made"
    BACKUP_RESTORED = "backup:restored"


_CHANGE = frozenset({"before", "after"})

FACTS: dict[Event, frozenset[str]] = {
    Event.ORGANISATION_ADDED: frozenset({"name", "kind"}),
    Event.ORGANISATION_CHANGED: _CHANGE,
    Event.TERM_ADDED: frozenset({"name", "starts_on", "ends_on"}),
    Event.TERM_ENDED: frozenset({"name", "ends_on"}),
    Event.REGULATION_SET: frozenset({"key", "value", "valid_from", "valid_until", "source"}),
    Event.REGULATION_ENDED: frozenset({"key", "value", "valid_until"}),
    Event.REGULATION_WITHDRAWN: frozenset({"key", "value", "valid_from"}),
    Event.MEMBER_ADDED: frozenset({"name"}),
    Event.MEMBER_CHANGED: _CHANGE,
    Event.STATUS_BEGUN: frozenset({"member", "status", "starts_on", "ends_on", "basis"}),
    Event.STATUS_ENDED: frozenset({"member", "status", "ends_on"}),
    Event.STATUS_CORRECTED: _CHANGE | {"member", "reason"},
    Event.POSITION_CORRECTED: _CHANGE | {"member", "reason"},
    Event.POSITION_BEGUN: frozenset({"member", "position", "starts_on", "ends_on"}),
    Event.POSITION_ENDED: frozenset({"member", "position", "ends_on"}),
    Event.ACCOUNT_CREATED: frozenset({"username"}),
    Event.ACCOUNT_CHANGED: _CHANGE,
    Event.PASSWORD_CHANGED: frozenset(),
    Event.PASSWORD_RESET: frozenset({"username"}),
    Event.SIGNED_IN: frozenset({"address"}),
    Event.SIGNED_OUT_EVERYWHERE: frozenset(),
    Event.ROLE_GRANTED: frozenset({"username", "role", "starts_on", "ends_on"}),
    Event.ROLE_ENDED: frozenset({"username", "role", "ends_on"}),
    Event.MEETING_PLANNED: frozenset({"type", "held_on"}),
    Event.MEETING_CHANGED: _CHANGE,
    Event.MEETING_NOTIFIED: frozenset({"members", "guests"}),
    Event.MEETING_OPENED: frozenset({"began_time"}),
    Event.MEETING_CLOSED: frozenset({"ended_time"}),
    Event.MEETING_CANCELLED: frozenset({"reason"}),
    Event.MEETING_POSTED: frozenset({"posted_at"}),
    Event.MATERIAL_ADDED: frozenset({"title", "sha256"}),
    Event.MATERIAL_REMOVED: frozenset({"title", "sha256"}),
    Event.AGENDA_CHANGED: frozenset({"item", "before", "after"}),
    Event.STEP_CHANGED: frozenset({"section", "before", "after"}),
    Event.ROLL_TAKEN: frozenset({"present", "excused", "unexcused"}),
    Event.GUEST_ADDED: frozenset({"name"}),
    Event.GUEST_REMOVED: frozenset({"name"}),
    Event.STATEMENT_RECORDED: frozenset({"speaker", "section"}),
    Event.STATEMENT_REMOVED: frozenset({"speaker", "text"}),
    Event.VOTE_RECORDED: frozenset(
        {"question", "method", "in_favour", "against", "other", "vote_base", "needed", "is_passed"}
    ),
    Event.VOTE_REMOVED: frozenset({"question"}),
    Event.CONCLUSION_RECORDED: frozenset({"text"}),
    Event.CONCLUSION_REMOVED: frozenset({"text"}),
    Event.ASSIGNMENT_GIVEN: frozenset({"text", "accountable", "due_on"}),
    Event.ASSIGNMENT_CHANGED: _CHANGE,
    Event.ASSIGNMENT_HANDED_OVER: _CHANGE | {"reason"},
    Event.ASSIGNMENT_REMOVED: frozenset({"text", "accountable"}),
    Event.ASSIGNMENT_REPORTED: frozenset({"status", "percent"}),
    Event.ASSIGNMENT_REVIEWED: frozenset({"outcome", "reason", "due_on"}),
    Event.RESOLUTION_DRAFTED: frozenset({"abstract", "reason"}),
    Event.RESOLUTION_CHANGED: _CHANGE,
    Event.RESOLUTION_ADOPTED: frozenset({"vote_id"}),
    Event.RESOLUTION_RETURNED: frozenset({"reason"}),
    Event.RESOLUTION_ISSUED: frozenset({"number_symbol", "issued_on"}),
    Event.MINUTES_ADOPTED: frozenset({"edition", "sha256", "decision"}),
    Event.NUMBER_TAKEN: frozenset({"number_symbol", "scope"}),
    # A run of live saves is one line; the texts themselves stand in the revisions.
    Event.TEXT_WRITTEN: frozenset({"unit", "revision"}),
    Event.TEXT_RESTORED: frozenset({"unit", "revision", "restored"}),
    Event.SECTION_REACHED: frozenset({"section"}),
    Event.CHECKED_IN: frozenset({"member"}),
    Event.ABSENCE_ANNOUNCED: frozenset({"member", "reason"}),
    Event.ABSENCE_WITHDRAWN: frozenset({"member"}),
    Event.ABSENCE_DECIDED: frozenset({"member", "decision", "answer"}),
    Event.MINUTES_CONFIRMED: frozenset({"role", "member", "sha256", "is_on_paper"}),
    Event.MINUTES_SEALED: frozenset({"number_symbol", "edition", "sequence", "hash"}),
    Event.MINUTES_REOPENED: frozenset({"edition", "reason"}),
    Event.DISPATCH_SENT: frozenset({"number_symbol", "edition"}),
    Event.DISPATCH_RECEIVED: frozenset({"number_symbol", "edition", "note"}),
    Event.BOOK_MADE: frozenset({"year", "format", "sha256"}),
    Event.BACKUP_MADE: frozenset({"file_name", "sha256", "size"}),
    Event.BACKUP_RESTORED: frozenset({"file_name", "sha256"}),
}
