"""Minutes as files: what was sealed leaves as it was drawn then, byte for byte."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.documents.files import FORMATS, pages_of, pictures_of
from app.documents.pdf import DocumentEngineMissing
from app.files.service import FileDamaged, read_kept
from app.meetings.rules.life import MeetingType
from app.minutes.queries import Preview, sealed_file
from app.minutes.routes import bp
from app.minutes.rules.records import Copy
from app.web.downloads import attachment, files_folder

_KINDS = {
    MeetingType.REGULAR: "bien-ban",
    MeetingType.TOPICAL: "bien-ban-chuyen-de",
    MeetingType.COMBINED: "bien-ban-ket-hop-chuyen-de",
    MeetingType.EXTRAORDINARY: "bien-ban-hop-bat-thuong",
    MeetingType.BRANCH_COMMITTEE: "bien-ban-hop-chi-uy",
    MeetingType.BRIEFING: "bien-ban-giao-ban",
    MeetingType.STUDY: "bien-ban-hoi-nghi-hoc-tap",
}


def name_parts(
    meeting_type: MeetingType, branch: str, month: str, state: str, copy: Copy
) -> tuple[str, ...]:
    """What a file of minutes is called after, whichever way it is made."""
    return (
        _KINDS[meeting_type],
        branch,
        month,
        state,
        "pho-bien" if copy is Copy.CIRCULATED else "",
    )


def kept(sha256: str, *, name: str, extension: str) -> Response:
    """A sealed file. Its hash is its tag: whoever has it already is not sent it again.

    :raises FileDamaged: if the file is gone or has changed; wrong bytes never leave.
    """
    if request.if_none_match.contains(sha256):
        response = Response(status=304)
    else:
        content = read_kept(sha256, folder=files_folder())
        response = attachment(content, name=name, media_type=FORMATS[extension].media_type)
    response.set_etag(sha256)
    return response


def pages_to_see(preview: Preview) -> Sequence[bytes]:
    """Pictures of the pages: of the sealed file where there is one.

    :raises DocumentEngineMissing: if there is none, and this machine cannot draw it.
    :raises FileDamaged: if there was one.
    """
    file = sealed_file(preview.record.id, preview.copy, "pdf") if preview.record else None
    if file is None:
        return pages_of(preview.document)
    return pictures_of(read_kept(file.sha256, folder=files_folder()))


def number_of_pages(preview: Preview) -> tuple[int, str]:
    """How many there are to see; where there are none, why."""
    try:
        return len(pages_to_see(preview)), ""
    except DocumentEngineMissing:
        return 0, (
            "Máy chủ chưa cài thư viện tạo PDF nên chưa hiện được trang giấy; nội dung ở dưới "
            "vẫn đầy đủ."
        )
    except FileDamaged as damaged:
        return 0, damaged.message


@bp.app_errorhandler(DocumentEngineMissing)
def engine_missing(problem: DocumentEngineMissing) -> ResponseReturnValue:
    return render_template("errors/refused.html", message=str(problem)), 503


@bp.app_errorhandler(FileDamaged)
def file_damaged(problem: FileDamaged) -> ResponseReturnValue:
    return render_template("errors/refused.html", message=problem.message), 503
