"""Two things measured in turn, and the line that says how they compare."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Ratio:
    """`ours` against `peer`, in one unit; `share` is what the target speaks of."""

    name: str
    ours: str
    peer: str
    share: str
    target: str
    is_met: bool | None


def in_turn(
    first: Callable[[], float], second: Callable[[], float], *, rounds: int
) -> tuple[float, float]:
    """The medians of both, measured A B A B, so that a busy minute hits both alike."""
    pairs = [(first(), second()) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def seconds(work: Callable[[], object]) -> float:
    """How long `work` took."""
    began = perf_counter()
    work()
    return perf_counter() - began


def times_faster(name: str, ours: float, peer: float, *, at_least: float) -> Ratio:
    """Ours and the peer's in seconds."""
    ratio = peer / ours
    return Ratio(
        name,
        f"{ours * 1000:,.0f} ms",
        f"{peer * 1000:,.0f} ms",
        f"{ratio:.1f} x faster",
        f">= {at_least:.0f} x",
        ratio >= at_least,
    )


def share_of(name: str, ours: float, peer: float, unit: str, *, at_least: float | None) -> Ratio:
    """Ours and the peer's by the second."""
    share = ours / peer
    return Ratio(
        name,
        f"{ours:,.0f} {unit}",
        f"{peer:,.0f} {unit}",
        f"{share:.1%}",
        "" if at_least is None else f">= {at_least:.0%}",
        None if at_least is None else share >= at_least,
    )


def times_slower(name: str, ours: float, peer: float, unit: str, *, at_most: float | None) -> Ratio:
    """Ours and the peer's by the second, where a peer that does less may be faster."""
    ratio = peer / ours
    return Ratio(
        name,
        f"{ours:,.0f} {unit}",
        f"{peer:,.0f} {unit}",
        f"{ratio:.1f} x the cost",
        "" if at_most is None else f"<= {at_most:.0f} x",
        None if at_most is None else ratio <= at_most,
    )


def at_most(name: str, ours: float, peer: float, unit: str, limit: float) -> Ratio:
    """Of what grows with the work: ours may need so many times the peer's."""
    share = ours / peer
    return Ratio(
        name,
        f"{ours:,.1f} {unit}",
        f"{peer:,.1f} {unit}",
        f"{share:.2f} x",
        f"<= {limit:.2f} x",
        share <= limit,
    )


def show(title: str, peer: str, ratios: list[Ratio], notes: tuple[str, ...] = ()) -> None:
    rows = [("", "ours", peer, "ratio", "target", "")]
    rows += [(r.name, r.ours, r.peer, r.share, r.target, _word(r.is_met)) for r in ratios]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        cells = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "   ".join(cells).rstrip())
    for note in notes:
        print(f"  {note}")


def _word(is_met: bool | None) -> str:
    return {True: "met", False: "MISSED", None: ""}[is_met]
