"""How dates, numbers and shares are written on pages."""

from datetime import date, datetime, time
from fractions import Fraction

from flask import Flask
from markupsafe import Markup, escape

from app.kernel import points as figures
from app.kernel.clock import local

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def short_date(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def day_month(day: date) -> str:
    return f"{day:%d/%m}"


def long_date(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month} năm {day.year}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def clock(moment: time | datetime | None) -> str:
    """Wall-clock time in Vietnam: `14 giờ 00`."""
    if moment is None:
        return ""
    shown = local(moment) if isinstance(moment, datetime) else moment
    return f"{shown.hour} giờ {shown.minute:02d}"


def hour(value: datetime) -> str:
    """Wall-clock time in Vietnam, short: `14:02`."""
    return f"{local(value):%H:%M}"


def moment(value: datetime | None) -> str:
    """`19 giờ 42 ngày 21/11/2026`"""
    return f"{clock(value)} ngày {local(value):%d/%m/%Y}" if value else ""


def share(value: Fraction | None) -> str:
    """`90,5 %`, halves rounded up; a share of nothing is not defined."""
    if value is None:
        return "không xác định"
    tenths = int(value * 1000 + Fraction(1, 2))
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} %" if rest else f"{whole} %"


def points(value: Fraction | int | None) -> str:
    """`82,5`"""
    return "" if value is None else figures.shown(value)


def thousands(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def lines(text: str | None) -> Markup:
    """Typed line breaks as paragraphs; everything else is escaped."""
    paragraphs = [line for line in (text or "").split("\n") if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(escape(line)) for line in paragraphs)


def install(app: Flask) -> None:
    for function in (
        short_date,
        day_month,
        long_date,
        weekday,
        clock,
        hour,
        moment,
        share,
        points,
        thousands,
        lines,
    ):
        app.jinja_env.filters[function.__name__] = function
