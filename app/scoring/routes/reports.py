"""What a committee looks at over all its branches: the month, the half year, the year."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.kernel.clock import today
from app.meetings.rules.life import month_after, month_before
from app.scoring.document.report import (
    BY_HAND,
    COLUMNS,
    KNOWN,
    report_document,
    report_sheets,
    review_rows,
    unit_cells,
)
from app.scoring.document.rollup import rollup_document, rollup_sheets
from app.scoring.queries.places import PlaceMonth, PlacePeriod, get_place_month, get_place_period
from app.scoring.queries.report import report_of, report_paper
from app.scoring.queries.rollup import rollup_of, rollup_paper
from app.scoring.routes import PLACE, bp
from app.scoring.routes.papers import TABLE, sent_table
from app.scoring.rules.report import PERIODS, report_label

_MONTH = f"{PLACE}/rollup/<int:year>/<int:month>"
_PERIOD = f"{PLACE}/report/<int:year>/<int:quarter>"


@bp.get(_MONTH)
@guarded(Permission.SCORE_LIST, load=get_place_month)
def rollup(at: PlaceMonth) -> ResponseReturnValue:
    return render_template(
        "scoring/rollup.html",
        at=at,
        rollup=rollup_of(at, on=today()),
        before=month_before(at.month),
        after=month_after(at.month),
        today=today(),
    )


@bp.get(f"{_MONTH}/download.{TABLE}")
@guarded(
    Permission.SCORE_LIST,
    load=lambda organisation_id, year, month, extension: get_place_month(
        organisation_id, year, month
    ),
)
def rollup_file(at: PlaceMonth) -> Response:
    data = rollup_paper(at, rollup_of(at, on=today()), on=today())
    name = ("tong-hop-diem-sinh-hoat", at.place.name, f"{at.month:%Y-%m}")
    return sent_table(rollup_document(data), rollup_sheets(data), *name)


@bp.get(_PERIOD)
@guarded(Permission.SCORE_LIST, load=get_place_period)
def report(at: PlacePeriod) -> ResponseReturnValue:
    found = report_of(at, on=today())
    return render_template(
        "scoring/report.html",
        at=at,
        report=found,
        periods=[(period, report_label(at.year, period)) for period in PERIODS],
        columns=[title for title, _, _ in COLUMNS],
        cells=unit_cells,
        reviews=list(review_rows(found)),
        hints=(KNOWN, BY_HAND),
        today=today(),
    )


@bp.get(f"{_PERIOD}/download.{TABLE}")
@guarded(
    Permission.SCORE_LIST,
    load=lambda organisation_id, year, quarter, extension: get_place_period(
        organisation_id, year, quarter
    ),
)
def report_file(at: PlacePeriod) -> Response:
    data = report_paper(at, report_of(at, on=today()), on=today())
    name = ("bao-cao-sinh-hoat", at.place.name, report_label(at.year, at.period))
    return sent_table(report_document(data), report_sheets(data), *name)
