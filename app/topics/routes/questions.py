"""Questions prepared for the discussion, as one list."""

from types import SimpleNamespace

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.meetings.models import Meeting
from app.topics import service
from app.topics.forms import QuestionsForm
from app.topics.queries import Desk, get_desk, questions_of, versions_of
from app.topics.routes import bp
from app.topics.routes.paper import to_paper
from app.topics.rules import check_topical
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/lead-paper/questions", methods=["GET", "POST"])
@guarded(Permission.LEAD_PAPER_WRITE, load=get_desk)
def questions(desk: Desk) -> ResponseReturnValue:
    meeting = desk.meeting
    check_topical(meeting.type)
    form = QuestionsForm(obj=_standing(meeting))

    def change() -> None:
        service.set_questions(
            meeting,
            form.lines,
            versions=form.version.data or "",
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=lambda: _standing(meeting)):
        flash("Đã lưu câu hỏi gợi ý thảo luận.")
        return to_paper(meeting)
    return render_template("topics/questions.html", meeting=meeting, form=form)


def _standing(meeting: Meeting) -> SimpleNamespace:
    listed = questions_of(meeting.id)
    return SimpleNamespace(
        questions="\n".join(question.text for question in listed), version=versions_of(listed)
    )
