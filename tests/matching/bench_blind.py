"""Part of `make bench-matching`: questions and messages that nothing was ever fitted on.

They lie in the project (blind*.tsv), so the figures can be printed without any file beside it but
the catalogue. Whoever reads their errors to mend them must write new ones.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from calibrate import REACTIONS
from measure import CATALOGUE, entries, first_hit, interval, noisy, shares, stripped

from bot.library import Library, read_library
from bot.session import Session
from bot.understanding import Answer, Choose, understand
from knowledge.catalogue_store import import_file, open_catalogue
from knowledge.decision import WITH_CATALOGUE
from knowledge.facets import facets_of
from knowledge.matcher import Matcher

HERE = Path(__file__).parent
STYLES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("as written", str),
    ("no marks", stripped),
    ("typing noise", noisy),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, its group, what is right (codes, topics or one kind of reaction), its side."""

    text: str
    group: str
    right: frozenset[str]
    side: str = "-"


def main() -> None:
    """Print everything."""
    if not CATALOGUE.exists():
        sys.exit("no catalogue beside the project: nothing to measure")
    with tempfile.TemporaryDirectory() as folder:
        import_file(CATALOGUE, Path(folder))
        both = Matcher.build(entries(), open_catalogue(Path(folder)))
        alone = read_library()
        with_rows = replace(
            alone, matcher=both, catalogue=both.catalogue, thresholds=WITH_CATALOGUE
        )
        questions, messages = list(_questions()), list(_messages())
        on_topics = [one for one in messages if one.group != "off"]
        print("blind questions for rows, hit@1/@3/@5")
        _print_ranks(both, questions)
        _print_decisions("with the catalogue", with_rows, questions)
        for name, library in (("topics alone", alone), ("with the catalogue", with_rows)):
            print(f"\nblind messages on the topics, {name}, hit@1/@3/@5")
            _print_ranks(library.matcher, on_topics)
            _print_decisions(name, library, on_topics)
            _print_kinds(name, library, messages)
        _print_facets(on_topics)
        _print_outside("topics alone", alone)
        _print_outside("with the catalogue", with_rows)


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _questions() -> Iterator[Asked]:
    for tier, codes, text in _lines("blind.tsv"):
        yield Asked(text, tier, frozenset(codes.split()))


def _messages() -> Iterator[Asked]:
    for style, meant, side, text in _lines("blind_messages.tsv"):
        yield Asked(text, style, frozenset(meant.split()), side)


def _print_ranks(matcher: Matcher, asked: Sequence[Asked]) -> None:
    for style, typed in STYLES:
        ranks = []
        for one in asked:
            found = matcher.match(typed(one.text)).matches
            ranks.append(first_hit([{match.id, *match.codes} for match in found], set(one.right)))
        low, high = interval(ranks, 1)
        parts = [f"{style:12s} {_hits(ranks)} (@1 {low:.3f}..{high:.3f})"]
        for group in sorted({one.group for one in asked}):
            among = [rank for rank, one in zip(ranks, asked, strict=True) if one.group == group]
            parts.append(f"{group} {_hits(among)}")
        print(" · ".join(parts))


def _hits(ranks: Sequence[int]) -> str:
    return "/".join(f"{share:.3f}" for share in shares(ranks))


def _print_decisions(name: str, library: Library, asked: Sequence[Asked]) -> None:
    answered = right = served = 0
    for one in asked:
        match understand(library, Session(), one.text):
            case Answer(match=found):
                is_right = not one.right.isdisjoint({found.id, *found.codes})
                answered, right, served = answered + 1, right + is_right, served + is_right
            case Choose(matches=offered):
                served += any(not one.right.isdisjoint({m.id, *m.codes}) for m in offered)
            case _:
                continue
    count = len(asked)
    print(
        f"decisions, {name}: answered {answered / count:.2f}, right of those "
        f"{right / max(1, answered):.3f}, wrong of all {(answered - right) / count:.3f}, "
        f"served {served / count:.3f}"
    )


def _print_kinds(name: str, library: Library, asked: Sequence[Asked]) -> None:
    right = 0
    for one in asked:
        met = type(understand(library, Session(), one.text)).__name__.lower()
        kind = {"answer": "topic", "choose": "topic", "staffwanted": "staff"}.get(met, met)
        wanted = next(iter(one.right)) if one.right <= {*REACTIONS, "unknown"} else "topic"
        right += kind == wanted
    print(f"kinds of reaction, {name}: {right / len(asked):.3f}")


def _print_facets(asked: Sequence[Asked]) -> None:
    sides = [(facets_of(one.text), one.side) for one in asked if one.side != "-"]
    first = sum(list(map(str, found[:1])) == [side] for found, side in sides) / len(sides)
    some = sum(side in map(str, found) for found, side in sides) / len(sides)
    print(f"\nfacets, {len(sides)} messages: first asked {first:.3f}, among those {some:.3f}")


def _print_outside(name: str, library: Library) -> None:
    said = list(_lines("blind_outside.tsv"))
    parts = []
    for hardness in ("easy", "hard"):
        met = [understand(library, Session(), text) for kind, text in said if kind == hardness]
        answered = sum(isinstance(one, Answer) for one in met) / len(met)
        offered = sum(isinstance(one, Choose) for one in met) / len(met)
        parts.append(f"{hardness} answered {answered:.3f}, offered {offered:.2f}")
    print(f"out of scope, {name}: {' · '.join(parts)}")


if __name__ == "__main__":
    main()
