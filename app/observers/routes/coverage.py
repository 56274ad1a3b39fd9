"""Which meetings of the year had an observer, branch by branch."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.kernel.clock import today
from app.observers.forms import YearForm
from app.observers.queries.coverage import coverage_below, years_held
from app.observers.routes import bp
from app.organisations.models import Organisation
from app.organisations.queries import ancestors_of, get_organisation


@bp.get("/organisations/<uuid:organisation_id>/observers/coverage")
@guarded(Permission.OBSERVER_READ, load=get_organisation)
def coverage(organisation: Organisation) -> ResponseReturnValue:
    years = years_held(organisation)
    form = YearForm(request.args)
    form.offer(range(years[0], years[1] + 1) if years else (), today=today())
    year = int(form.year.data) if form.validate() else today().year
    form.year.data = str(year)
    rows = coverage_below(organisation, year=year)
    return render_template(
        "observers/coverage.html",
        organisation=organisation,
        above=ancestors_of(organisation),
        form=form,
        year=year,
        rows=rows,
        attended=sum(row.attended for row in rows),
        held=sum(row.held for row in rows),
    )
