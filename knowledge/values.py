"""Typed facts in Vietnamese words: the one place where a figure becomes text."""

from __future__ import annotations

from datetime import date

from knowledge.topic import (
    Click,
    Document,
    Duration,
    Fact,
    Form,
    Law,
    Money,
    Quantity,
    Statement,
    Trouble,
    Where,
)

UNITS = {
    "working-day": "ngày làm việc",
    "day": "ngày",
    "hour": "giờ",
    "minute": "phút",
    "month": "tháng",
    "year": "năm",
}


def number(amount: float) -> str:
    """A figure as Vietnamese write it: 8000 -> "8.000", 1.5 -> "1,5"."""
    whole = isinstance(amount, int) or float(amount).is_integer()
    text = f"{int(amount):,}" if whole else f"{amount:,.10g}"
    return text.translate(str.maketrans(",.", ".,"))


def day(value: date) -> str:
    """A date as it stands on papers: 05/10/2026."""
    return f"{value:%d/%m/%Y}"


def money(fee: Money) -> str:
    """What is to be paid; unknown and set-by-the-province are said, never guessed."""
    if fee.by_province:
        return "mức do tỉnh quy định"
    if fee.amount is None:
        return "chưa rõ mức"
    if fee.amount == 0:
        return "không mất tiền"
    return f"{number(fee.amount)} đồng" + (f" một {fee.per}" if fee.per else "")


def duration(time: Duration) -> str:
    """How long: "không quá 3 ngày làm việc"."""
    if time.amount is None:
        return "chưa rõ thời hạn"
    words = f"{number(time.amount)} {UNITS[time.unit]}"
    return f"không quá {words}" if time.at_most else words


def quantity(figure: Quantity) -> str:
    """A figure with its unit: "14 tuổi"."""
    space = "" if figure.unit == "%" else " "
    return f"{number(figure.amount)}{space}{figure.unit}"


def form(paper: Form) -> str:
    """A form's name with its number."""
    return f"{paper.name} (mẫu {paper.number})" if paper.number else paper.name


def value(fact: Fact) -> str:
    """What a slot that names the fact becomes; may itself hold slots where the fact is prose."""
    match fact:
        case Money():
            return money(fact)
        case Duration():
            return duration(fact)
        case Quantity():
            return quantity(fact)
        case Document():
            return fact.name
        case Form():
            return form(fact)
        case Law():
            return fact.title
        case Trouble():
            return fact.fix
        case Where() | Click() | Statement():
            return fact.text
        case _:
            raise TypeError(f"no wording for {type(fact).__name__}")
