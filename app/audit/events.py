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
    TOPIC_PLANNED = "topic:planned"
    TOPIC_CHANGED = "topic:changed"
    TOPIC_REMOVED = "topic:removed"
    TOPIC_REGISTERED = "topic:registered"
    TOPIC_APPROVED = "topic:approved"
    TOPIC_RETURNED = "topic:returned"
    TOPIC_CALLED = "topic:called"
    TOPIC_UNCALLED = "topic:uncalled"
    WORK_PLANNED = "work_item:planned"
    WORK_CHANGED = "work_item:changed"
    WORK_REMOVED = "work_item:removed"
    WORK_REGISTERED = "work_item:registered"
    WORK_APPROVED = "work_item:approved"
    WORK_RETURNED = "work_item:returned"
    WORK_DONE = "work_item:done"
    LEAD_PAPER_ASSIGNED = "lead_paper:assigned"
    LEAD_PAPER_WRITTEN = "lead_paper:written"
    LEAD_PAPER_FILE_ADDED = "lead_paper:file_added"
    LEAD_PAPER_FILE_REMOVED = "lead_paper:file_removed"
    LEAD_PAPER_SUBMITTED = "lead_paper:submitted"
    LEAD_PAPER_RETURNED = "lead_paper:returned"
    LEAD_PAPER_ADOPTED = "lead_paper:adopted"
    LEAD_PAPER_SENT = "lead_paper:sent"
    QUESTION_CHANGED = "question:changed"
    DIFFICULTY_RECORDED = "difficulty:recorded"
    DIFFICULTY_CHANGED = "difficulty:changed"
    DIFFICULTY_REMOVED = "difficulty:removed"
    DOCUMENT_REGISTERED = "document:registered"
    DOCUMENT_CHANGED = "document:changed"
    DOCUMENT_WITHDRAWN = "document:withdrawn"
    DOCUMENT_ATTACHED = "document:attached"
    DOCUMENT_DETACHED = "document:detached"
    MEMBER_TOLD = "document:told"
    TELLING_REMOVED = "document:telling_removed"
    DRAFT_CIRCULATED = "resolution:circulated"
    ROUND_EXTENDED = "comment_round:extended"
    ROUND_CLOSED = "comment_round:closed"
    COMMENTER_INVITED = "comment:invited"
    INVITATION_REVOKED = "comment:invitation_revoked"
    COMMENT_MADE = "comment:made"
    COMMENT_CHANGED = "comment:changed"
    COMMENT_WITHDRAWN = "comment:withdrawn"
    COMMENT_ANSWERED = "comment:answered"
    DRAFT_REVISED = "resolution:revised"
    GROUNDS_CHANGED = "resolution:grounds_changed"
    REVIEW_PLANNED = "resolution:review_planned"
    REVIEW_REMOVED = "resolution:review_removed"
    REVIEW_HELD = "resolution:review_held"
    RESOLUTION_CLOSED = "resolution:closed"
    ASSIGNMENT_EXTENDED = "assignment:extended"
    ASSIGNMENT_DROPPED = "assignment:dropped"
    EVIDENCE_ADDED = "assignment:evidence_added"
    UNIT_ADDED = "outside_unit:added"
    UNIT_CHANGED = "outside_unit:changed"
    PETITION_RAISED = "petition:raised"
    PETITION_CHANGED = "petition:changed"
    PETITION_EXTENDED = "petition:extended"
    PETITION_ANSWERED = "petition:answered"
    PETITION_ESCALATED = "petition:escalated"
    PETITION_WITHDRAWN = "petition:withdrawn"
    PETITION_REMOVED = "petition:removed"
    PETITION_ANSWER_SEEN = "petition:answer_seen"
    VISIT_WRITTEN = "visit:written"
    VISIT_SUBMITTED = "visit:submitted"
    POINT_COUNTED = "meeting:point_counted"
    CAMPAIGN_PREPARED = "pledge_campaign:prepared"
    CAMPAIGN_CHANGED = "pledge_campaign:changed"
    CAMPAIGN_OPENED = "pledge_campaign:opened"
    CAMPAIGN_CLOSED = "pledge_campaign:closed"
    CAMPAIGN_REOPENED = "pledge_campaign:reopened"
    CAMPAIGN_REMOVED = "pledge_campaign:removed"
    PLEDGE_TEMPLATE_ADDED = "pledge_template:added"
    PLEDGE_TEMPLATE_CHANGED = "pledge_template:changed"
    PLEDGE_SECTION_ADDED = "pledge_section:added"
    PLEDGE_SECTION_CHANGED = "pledge_section:changed"
    PLEDGE_SECTION_REMOVED = "pledge_section:removed"
    PLEDGE_CHOICE_MADE = "pledge_choice:made"
    PLEDGE_CHOICE_REMOVED = "pledge_choice:removed"
    PLEDGE_STARTED = "pledge:started"
    PLEDGE_SCANNED = "pledge:scanned"
    PLEDGE_SUBMITTED = "pledge:submitted"
    PLEDGE_RETURNED = "pledge:returned"
    PLEDGE_CONFIRMED = "pledge:confirmed"
    PLEDGE_REVISED = "pledge:revised"
    PLEDGE_REVISION_DROPPED = "pledge:revision_dropped"
    PLEDGE_PUBLISHED = "pledge:published"
    PLEDGE_UNPUBLISHED = "pledge:unpublished"
    PLEDGE_TAKEN_OVER = "pledge:taken_over"
    PLEDGE_CHECKED = "pledge:checked"
    PLEDGE_SELF_REVIEWED = "pledge:self_reviewed"
    PLEDGE_REVIEW_RETURNED = "pledge:review_returned"
    PLEDGE_COMMENTED = "pledge:commented"
    PLEDGE_CLOSED = "pledge:closed"
    PLEDGE_REMINDED = "pledge:reminded"
    PLEDGES_EXPORTED = "pledge:exported"
    MAIL_RESENT = "mail:resent"
    PLAN_STARTED = "personal_plan:started"
    PLAN_CHANGED = "personal_plan:changed"
    PLAN_SUBMITTED = "personal_plan:submitted"
    PLAN_REOPENED = "personal_plan:reopened"
    PLAN_CLOSED = "personal_plan:closed"
    PLAN_PUBLISHED = "personal_plan:published"
    PUBLICATION_CHANGED = "publication:changed"
    PUBLICATION_REMOVED = "publication:removed"


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
    Event.TOPIC_PLANNED: frozenset({"topic", "month", "year"}),
    Event.TOPIC_CHANGED: _CHANGE,
    Event.TOPIC_REMOVED: frozenset({"topic"}),
    Event.TOPIC_REGISTERED: frozenset({"topic"}),
    Event.TOPIC_APPROVED: frozenset({"topic"}),
    Event.TOPIC_RETURNED: frozenset({"topic", "reason"}),
    Event.TOPIC_CALLED: frozenset({"topic", "held_on"}),
    Event.TOPIC_UNCALLED: frozenset({"topic"}),
    Event.WORK_PLANNED: frozenset({"text", "month", "year"}),
    Event.WORK_CHANGED: _CHANGE,
    Event.WORK_REMOVED: frozenset({"text"}),
    Event.WORK_REGISTERED: frozenset({"text"}),
    Event.WORK_APPROVED: frozenset({"text"}),
    Event.WORK_RETURNED: frozenset({"text", "reason"}),
    Event.WORK_DONE: frozenset({"text", "done_on"}),
    Event.LEAD_PAPER_ASSIGNED: frozenset({"presenters"}),
    Event.LEAD_PAPER_WRITTEN: frozenset({"number"}),
    Event.LEAD_PAPER_FILE_ADDED: frozenset({"title", "sha256"}),
    Event.LEAD_PAPER_FILE_REMOVED: frozenset({"title", "sha256"}),
    Event.LEAD_PAPER_SUBMITTED: frozenset({"number"}),
    Event.LEAD_PAPER_RETURNED: frozenset({"reason"}),
    Event.LEAD_PAPER_ADOPTED: frozenset({"number"}),
    Event.LEAD_PAPER_SENT: frozenset({"number"}),
    Event.QUESTION_CHANGED: _CHANGE,
    Event.DIFFICULTY_RECORDED: frozenset({"text", "solution"}),
    Event.DIFFICULTY_CHANGED: _CHANGE,
    Event.DIFFICULTY_REMOVED: frozenset({"text"}),
    Event.DOCUMENT_REGISTERED: frozenset({"symbol", "issued_on", "issuer", "present_by"}),
    Event.DOCUMENT_CHANGED: _CHANGE,
    Event.DOCUMENT_WITHDRAWN: frozenset({"symbol", "withdrawn_on"}),
    Event.DOCUMENT_ATTACHED: frozenset({"symbol", "item"}),
    Event.DOCUMENT_DETACHED: frozenset({"symbol", "item"}),
    Event.MEMBER_TOLD: frozenset({"symbol", "members", "told_on", "how"}),
    Event.TELLING_REMOVED: frozenset({"symbol", "members", "told_on"}),
    Event.DRAFT_CIRCULATED: frozenset({"closes_at"}),
    Event.ROUND_EXTENDED: frozenset({"before", "after"}),
    Event.ROUND_CLOSED: frozenset({"comments"}),
    Event.COMMENTER_INVITED: frozenset({"name", "title"}),
    Event.INVITATION_REVOKED: frozenset({"name"}),
    Event.COMMENT_MADE: frozenset({"name"}),
    Event.COMMENT_CHANGED: frozenset({"name"}),
    Event.COMMENT_WITHDRAWN: frozenset({"name"}),
    Event.COMMENT_ANSWERED: frozenset({"name", "treatment", "answer"}),
    Event.DRAFT_REVISED: frozenset({"taken_in", "explained"}),
    Event.GROUNDS_CHANGED: _CHANGE,
    Event.REVIEW_PLANNED: frozenset({"kind", "due_on"}),
    Event.REVIEW_REMOVED: frozenset({"kind", "due_on"}),
    Event.REVIEW_HELD: frozenset({"kind", "held_on", "outcome"}),
    Event.RESOLUTION_CLOSED: frozenset(),
    Event.ASSIGNMENT_EXTENDED: frozenset({"before", "after", "reason"}),
    Event.ASSIGNMENT_DROPPED: frozenset({"text", "reason"}),
    Event.EVIDENCE_ADDED: frozenset({"title", "sha256"}),
    Event.UNIT_ADDED: frozenset({"name", "kind"}),
    Event.UNIT_CHANGED: _CHANGE,
    Event.PETITION_RAISED: frozenset({"kind", "due_on"}),
    Event.PETITION_CHANGED: frozenset({"fields"}),
    Event.PETITION_EXTENDED: frozenset({"extended_until", "reason"}),
    Event.PETITION_ANSWERED: frozenset({"answer"}),
    Event.PETITION_ESCALATED: frozenset({"addressee", "due_on"}),
    Event.PETITION_WITHDRAWN: frozenset(),
    Event.PETITION_REMOVED: frozenset({"text"}),
    Event.PETITION_ANSWER_SEEN: frozenset(),
    Event.VISIT_WRITTEN: frozenset({"member"}),
    Event.VISIT_SUBMITTED: frozenset({"member", "score"}),
    Event.POINT_COUNTED: frozenset({"point", "invited", "present"}),
    Event.CAMPAIGN_PREPARED: frozenset({"year", "opens_on", "closes_on"}),
    Event.CAMPAIGN_CHANGED: _CHANGE,
    Event.CAMPAIGN_OPENED: frozenset({"year"}),
    Event.CAMPAIGN_CLOSED: frozenset({"year"}),
    Event.CAMPAIGN_REOPENED: frozenset({"year", "reason"}),
    Event.CAMPAIGN_REMOVED: frozenset({"year"}),
    Event.PLEDGE_TEMPLATE_ADDED: frozenset({"title", "year", "edition"}),
    Event.PLEDGE_TEMPLATE_CHANGED: _CHANGE,
    Event.PLEDGE_SECTION_ADDED: frozenset({"heading"}),
    Event.PLEDGE_SECTION_CHANGED: _CHANGE,
    Event.PLEDGE_SECTION_REMOVED: frozenset({"heading"}),
    Event.PLEDGE_CHOICE_MADE: frozenset({"member", "is_due", "reason"}),
    Event.PLEDGE_CHOICE_REMOVED: frozenset({"member"}),
    Event.PLEDGE_STARTED: frozenset({"member", "year"}),
    Event.PLEDGE_SCANNED: frozenset({"sha256", "signed_on"}),
    Event.PLEDGE_SUBMITTED: frozenset({"edition", "sha256", "is_on_paper"}),
    Event.PLEDGE_RETURNED: frozenset({"edition", "comment"}),
    Event.PLEDGE_CONFIRMED: frozenset({"edition"}),
    Event.PLEDGE_REVISED: frozenset({"edition", "reason"}),
    Event.PLEDGE_REVISION_DROPPED: frozenset({"edition"}),
    Event.PLEDGE_PUBLISHED: frozenset(),
    Event.PLEDGE_UNPUBLISHED: frozenset(),
    Event.PLEDGE_TAKEN_OVER: frozenset({"member", "left"}),
    Event.PLEDGE_CHECKED: frozenset({"met", "partly_met", "not_met"}),
    Event.PLEDGE_SELF_REVIEWED: frozenset({"met", "partly_met", "not_met"}),
    Event.PLEDGE_REVIEW_RETURNED: frozenset({"comment"}),
    Event.PLEDGE_COMMENTED: frozenset({"met", "partly_met", "not_met", "comment"}),
    Event.PLEDGE_CLOSED: frozenset(),
    Event.PLEDGE_REMINDED: frozenset({"members", "by_mail"}),
    Event.PLEDGES_EXPORTED: frozenset({"year", "format", "sha256"}),
    Event.MAIL_RESENT: frozenset({"email"}),
    Event.PLAN_STARTED: frozenset({"member", "year"}),
    Event.PLAN_CHANGED: _CHANGE,
    Event.PLAN_SUBMITTED: frozenset({"lines"}),
    Event.PLAN_REOPENED: frozenset({"reason"}),
    Event.PLAN_CLOSED: frozenset({"met", "partly_met", "not_met"}),
    Event.PLAN_PUBLISHED: frozenset({"channel", "audience", "from_on"}),
    Event.PUBLICATION_CHANGED: _CHANGE,
    Event.PUBLICATION_REMOVED: frozenset({"channel", "from_on"}),
}
