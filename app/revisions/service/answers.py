"""What a page that saves as one types is told, in the shape of ADR 0011."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.revisions.models import Revision
from app.revisions.queries import Standing
from app.revisions.rules import merge
from app.revisions.rules.live import Conflict, Present, Result


def moment_told(moment: datetime) -> str:
    return local(moment).isoformat(timespec="seconds")


def unit_told(found: Present | None, last: Standing | None) -> dict[str, Any]:
    return {
        "number": last.number if last else 0,
        "values": found.values if found else {},
        "version": found.version if found else None,
        "by": last.actor_name if last else "",
        "at": moment_told(last.at) if last else None,
        "is_removed": found is None,
    }


def held_told(revision: Revision, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(revision.id),
        "unit": revision.unit,
        "base": revision.base,
        "values": texts,
        "at": moment_told(revision.at),
    }


def result_told(
    result: Result, labels: Mapping[str, str], prose: Collection[str]
) -> dict[str, Any]:
    """
    :param prose: the fields of free words, which can be merged.
    """
    return {
        "id": str(result.id),
        "unit": result.unit,
        "outcome": result.outcome,
        "number": result.number,
        "values": dict(result.values),
        "version": result.version,
        "conflicts": [_conflict(one, result, labels, prose) for one in result.conflicts],
        "errors": dict(result.errors),
    }


def _conflict(
    conflict: Conflict, result: Result, labels: Mapping[str, str], prose: Collection[str]
) -> dict[str, Any]:
    name = conflict.field
    texts = (conflict.base, conflict.mine, conflict.theirs)
    return {
        "field": name,
        "label": labels[name],
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "merged": merge(*texts) if name in prose else conflict.theirs,
        "by": result.by,
        "at": moment_told(result.at) if result.at else None,
    }
