"""The application, put together: the only module that knows all rooms."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import models
from app.access.guards import public
from app.access.permissions import ROLES_WITH, Permission, Role
from app.assignments.queries import assignments_after
from app.assignments.routes import bp as assignments
from app.books.cli import minutes as minutes_commands
from app.books.routes import bp as books
from app.books.service import MINUTE_BOOK
from app.config import load_settings
from app.devtools.cli import demo, dev
from app.dissemination.routes import bp as dissemination
from app.dissemination.routes.attaching import shown_on as documents_shown_on
from app.extensions import csrf, db, login, migrate
from app.inspection.routes import bp as inspection
from app.jobs import queue
from app.jobs.cli import jobs
from app.kernel.database import prepare_engine
from app.library.queries import documents_after
from app.library.routes import bp as library
from app.mail.cli import mail as mail_commands
from app.mail.cli import send_waiting
from app.mail.routes import bp as mail
from app.meetings.queries.findable import findable_drafts_after, findable_meetings_after
from app.meetings.routes import asides
from app.meetings.routes import bp as meetings
from app.meetings.routes.asides import Aside
from app.minutes.queries.findable import findable_minutes_after
from app.minutes.routes import bp as minutes
from app.observers.routes import bp as observers
from app.observers.routes.visits import visits_shown
from app.organisations.routes import bp as organisations
from app.people.cli import users
from app.people.routes import bp as people
from app.personal_plans.routes import bp as personal_plans
from app.petitions.routes import bp as petitions
from app.petitions.routes.meeting import raised_at
from app.pledges.cli import pledges as pledge_commands
from app.pledges.routes import bp as pledges
from app.pledges.routes.asides import kept_pledges_shown
from app.pledges.service.export import PLEDGE_PAPERS
from app.programmes.cli import programme
from app.programmes.routes import bp as programmes
from app.programmes.routes.sittings import planned_shown
from app.programmes.routes.work import work_shown
from app.regulations.routes import bp as regulations
from app.resolutions.queries import resolutions_after
from app.resolutions.routes import bp as resolutions
from app.resolutions.routes.lists import resolutions_shown
from app.scoring.cli import rubrics, score
from app.scoring.routes import bp as scoring
from app.scoring.routes.asides import score_shown
from app.scoring.service.export import SCORE_PAPERS
from app.search.cli import search_commands
from app.search.routes import bp as search
from app.search.rules.findables import SearchKind
from app.search.service import Source
from app.today.routes import bp as today
from app.topics.routes import bp as topics
from app.topics.routes.asides import difficulties_shown, paper_shown, questions_shown
from app.upkeep.cli import backup, restore, verify
from app.upkeep.routes import bp as upkeep
from app.web import assets, errors, filters, offline, pages, security
from app.web.pages import Entry

__all__ = ["create_app", "models"]

ROOT = Path(__file__).parents[1]

BLUEPRINTS = (
    today,
    organisations,
    people,
    library,
    assignments,
    meetings,
    topics,
    resolutions,
    petitions,
    dissemination,
    minutes,
    observers,
    programmes,
    pledges,
    personal_plans,
    scoring,
    books,
    regulations,
    inspection,
    upkeep,
    mail,
    search,
)

NAVIGATION = (
    Entry("Việc của tôi", "house", "today.index", "today"),
    Entry("Sinh hoạt", "journal-text", "meetings.mine", "meetings"),
    Entry("Nhiệm vụ", "check2-square", "assignments.index", "assignments"),
    Entry(
        "Chương trình năm",
        "calendar-range",
        "programmes.mine",
        "programmes",
        needs=ROLES_WITH[Permission.PROGRAMME_READ],
    ),
    Entry(
        "Văn bản",
        "file-earmark-text",
        "library.mine",
        "library",
        needs=ROLES_WITH[Permission.LIBRARY_READ],
        beyond="dissemination",
    ),
    Entry("Cam kết", "pencil-square", "pledges.mine", "pledges", beyond="personal_plans"),
    Entry("Chấm điểm", "clipboard-check", "scoring.mine", "scoring"),
    Entry("Kiến nghị", "chat-left-text", "petitions.mine", "petitions"),
    Entry("Tổ chức", "diagram-3", "organisations.index", "organisations", beyond="people"),
    Entry("Quy định", "sliders", "regulations.mine", "regulations", needs=frozenset({Role.OFFICE})),
    Entry(
        "Nhật ký",
        "clock-history",
        "inspection.mine",
        "inspection",
        needs=ROLES_WITH[Permission.AUDIT_READ],
    ),
    Entry(
        "Sao lưu",
        "archive",
        "upkeep.backups",
        "upkeep",
        needs=ROLES_WITH[Permission.BACKUP_READ],
    ),
    Entry("Thư điện tử", "envelope", "mail.index", "mail", needs=ROLES_WITH[Permission.MAIL_READ]),
)
ACCOUNT_MENU = (("Tài khoản của tôi", "person-gear", "people.own_account"),)
# Every text that can be found, in batches of each room.
SOURCES = (
    Source(SearchKind.MEETING, findable_meetings_after),
    Source(SearchKind.DRAFT, findable_drafts_after),
    Source(SearchKind.MINUTES, findable_minutes_after),
    Source(SearchKind.RESOLUTION, resolutions_after),
    Source(SearchKind.ASSIGNMENT, assignments_after),
    Source(SearchKind.DOCUMENT, documents_after),
)
COMMANDS = (
    users,
    minutes_commands,
    programme,
    pledge_commands,
    rubrics,
    score,
    search_commands(SOURCES),
    verify,
    backup,
    restore,
    jobs,
    mail_commands,
    demo,
    dev,
)
JOB_KINDS = (MINUTE_BOOK, PLEDGE_PAPERS, SCORE_PAPERS)
# What the worker looks after beside them.
CHORES = (send_waiting,)
# What the rooms above show on the pages of a meeting, from top to bottom.
MEETING_ASIDES: tuple[Aside, ...] = (
    Aside("programmes/_months_work.html", work_shown, opens=True),
    Aside("topics/_paper.html", paper_shown, opens=True),
    Aside(
        "topics/_questions.html",
        questions_shown,
        on_screen="topics/_questions_screen.html",
        opens=True,
    ),
    Aside("topics/_difficulties.html", difficulties_shown),
    Aside("resolutions/_of_meeting.html", resolutions_shown),
    Aside("programmes/_planned.html", planned_shown),
    Aside("pledges/_kept.html", kept_pledges_shown),
    Aside("scoring/_meeting.html", score_shown),
    Aside("dissemination/_aside.html", documents_shown_on),
    Aside("petitions/_of_meeting.html", raised_at),
    Aside("observers/_visits.html", visits_shown),
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application with the settings of this machine, `settings` above them."""
    given = dict(settings or {})
    instance = Path(given.pop("INSTANCE", ROOT / "instance"))
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        instance_path=str(instance.resolve()),
    )
    app.config.from_mapping(load_settings(instance, given))
    app.config.update({key: value for key, value in given.items() if key not in app.config})
    security.install(app)  # first of all: even a refused form is answered under our headers
    _bind_extensions(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    errors.install(app)
    filters.install(app)
    assets.install(app)
    offline.install(app)
    pages.install(app, NAVIGATION, ACCOUNT_MENU)
    queue.install(app, JOB_KINDS, CHORES)
    asides.install(app, MEETING_ASIDES)
    public(app.view_functions["static"])
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    login.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)
