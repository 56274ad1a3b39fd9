"""Lists with names leave a line of the trail; what is thick is made by the worker."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.documents.archive import write_archive
from app.documents.binding import BINDERS, Book, Paper, Report
from app.documents.files import FORMATS, file_name
from app.documents.pdf import DocumentEngineMissing, render_pdf
from app.jobs.kinds import Kind, Made, Order
from app.jobs.models import Job
from app.jobs.service import ask_for
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.meetings.document import lower_first
from app.organisations.queries import get_organisation
from app.pledges.rules.collection import fingerprint
from app.scoring.document.collection import CardCollection, closing, contents, cover
from app.scoring.document.results import ResultPaper, result_document
from app.scoring.models import GradingCampaign
from app.scoring.queries.campaigns import get_grading
from app.scoring.queries.papers.collection import JOB, Collected, card_in, collection_of, input_of
from app.scoring.queries.papers.results import result_paper

MEDIA_TYPES = {
    "pdf": FORMATS["pdf"].media_type,
    "docx": FORMATS["docx"].media_type,
    "zip": "application/zip",
}


def note_list(
    campaign: GradingCampaign,
    *,
    paper: str,
    extension: str,
    content: bytes,
    by: Actor,
    now: datetime,
) -> None:
    """Who took which list, and what it was to the byte."""
    audit.record(
        Event.SCORES_EXPORTED,
        by=by,
        now=now,
        organisation_id=campaign.organisation_id,
        subject=campaign,
        paper=paper,
        format=extension,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def order_list(
    found: Collected, data: ResultPaper, *, extension: str, folder: Path, by: Actor, now: datetime
) -> Job:
    """Ask for the result list, where it is too long to be drawn while somebody waits."""
    wanted = {
        "grading": str(found.campaign.id),
        "subject": found.campaign.subject.value,
        "paper": f"danh sách {data.subject}",
        "format": extension,
        "input": fingerprint(replace(data, on=found.campaign.decide_by)),
        "list": True,
    }
    return ask_for(JOB, found.place, wanted, total=1, folder=folder, by=by, now=now)


def order_cards(found: Collected, *, extension: str, folder: Path, by: Actor, now: datetime) -> Job:
    """Ask for all cards that are handed in; the same file of the same cards is made once.

    :raises RuleBroken: if there is nothing to collect.
    """
    data = _checked(found, now)
    wanted = {
        "grading": str(found.campaign.id),
        "subject": found.campaign.subject.value,
        "paper": lower_first(data.title),
        "format": extension,
        "input": input_of(data),
    }
    total = len(data.bound)
    return ask_for(JOB, found.place, wanted, total=total, folder=folder, by=by, now=now)


def _checked(found: Collected, now: datetime) -> CardCollection:
    data = collection_of(found, on=local(now).date())
    if not data.bound:
        raise RuleBroken("Chưa có phiếu nào được nộp nên chưa có gì để đóng thành tập.")
    return data


def make_cards(order: Order, folder: Path, report: Report) -> Made:
    """Do what `order_cards` or `order_list` asked for.

    :raises RuleBroken: if there is nothing to collect any more, or no way to draw it.
    """
    extension, out = order.wanted["format"], folder / "cards"
    campaign = get_grading(UUID(order.wanted["grading"]))
    place = get_organisation(order.organisation_id)
    if campaign is None or place is None:
        raise RuleBroken("Không còn đợt đánh giá này nên không xuất được.")
    found = Collected(campaign, place)
    try:
        if order.wanted.get("list"):
            about = _write_list(found, extension, order.asked_at, out)
        else:
            about = _write_cards(found, extension, order.asked_at, out, folder, report)
    except DocumentEngineMissing as missing:
        raise RuleBroken(str(missing)) from missing
    return Made(out, file_name(about, place.name, extension=extension), MEDIA_TYPES[extension])


def _write_list(found: Collected, extension: str, asked_at: datetime, out: Path) -> str:
    """What it is about."""
    # It is read by more than those who review.
    data = result_paper(found.campaign, on=local(asked_at).date(), with_cards=True, reviews=False)
    out.write_bytes(FORMATS[extension].draw(result_document(data)))
    return data.subject


def _write_cards(
    found: Collected, extension: str, asked_at: datetime, out: Path, folder: Path, report: Report
) -> str:
    """What they are about."""
    data = _checked(found, asked_at)
    if extension == "zip":
        write_archive(_drawn(data, report), data.on, out)
    else:
        BINDERS[extension](_book(data), out, folder, report)
    return f"phieu {data.about}"


def _book(data: CardCollection) -> Book:
    return Book(
        title=f"{data.title} – {data.letterhead.name}",
        author=data.letterhead.issuer,
        dated=data.on,
        cover=cover(data),
        contents=partial(contents, data),
        papers=tuple(
            Paper(f"{number}. {entry.title}", partial(card_in, entry.card_id, on=data.on))
            for number, entry in enumerate(data.bound, start=1)
            if entry.card_id
        ),
        closing=partial(closing, data),
    )


def _drawn(data: CardCollection, report: Report) -> Iterator[tuple[str, bytes]]:
    for number, entry in enumerate(data.bound, start=1):
        report(number - 1)
        if entry.card_id:
            name = file_name(f"{number:03}", entry.title, extension="pdf")
            yield name, render_pdf(card_in(entry.card_id, on=data.on))
    report(len(data.bound))


def note_cards(job: Job, now: datetime) -> None:
    audit.record(
        Event.SCORES_EXPORTED,
        by=Actor(job.account_id, job.actor_name),
        now=now,
        organisation_id=job.organisation_id,
        subject=job,
        paper=job.wanted["paper"],
        format=job.wanted["format"],
        sha256=job.sha256,
    )


SCORE_PAPERS = Kind(JOB, make_cards, note_cards)
