"""The plan of topical meetings as a file."""

from flask import Response

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.programmes.document.topics import plan_document
from app.programmes.queries.papers import plan_of
from app.programmes.queries.topics import Programme, get_programme
from app.programmes.routes import bp
from app.programmes.routes.topics import YEAR

_FILE = "plan.<any(pdf, docx, txt):extension>"


@bp.get(f"{YEAR}/{_FILE}", endpoint="year_plan")
@bp.get(f"{YEAR}/quarters/<int(min=1, max=4):quarter>/{_FILE}", endpoint="quarter_plan")
@guarded(Permission.PROGRAMME_READ, load=lambda extension, **place: get_programme(**place))
def plan(programme: Programme) -> Response:
    data = plan_of(programme, with_drafts=can(Permission.PROGRAMME_KEEP, programme))
    quarter = f"quy-{programme.quarter}" if programme.quarter else ""
    return sent(
        plan_document(data),
        "ke-hoach-chuyen-de" if programme.quarter else "chuong-trinh-chuyen-de",
        programme.branch.name,
        quarter,
        str(programme.year),
    )
