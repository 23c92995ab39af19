"""Prints how well kinds of message and facets are recognised: `python tests/bench_kinds.py`.

Examples are ours (`tests/examples`); half of each file was not looked at while the wordings were
written. Where the shared question sets lie beside the repository, false alarms are counted on them.
`--errors` lists what goes wrong on the half that may be looked at.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from bot.privacy import asks_about_link, secrets_in  # noqa: E402 - the path comes first
from knowledge.facets import facets_of, is_follow_up  # noqa: E402
from knowledge.smalltalk import abuse, emergency, small_talk, wants_staff  # noqa: E402
from knowledge.vietnamese import fold  # noqa: E402

SHARED = HERE.parents[1] / "shared" / "data"
KINDS: dict[str, Callable[[str], object]] = {
    "secret": secrets_in,
    "link": asks_about_link,
    "emergency": emergency,
    "abuse": abuse,
    "staff": wants_staff,
    "smalltalk": small_talk,
}


def examples(kind: str) -> list[dict[str, str]]:
    """Rows of a file: half (dev or held-out), fires (yes or no), text."""
    path = HERE / "examples" / f"{kind}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def shared(name: str) -> list[dict[str, Any]]:
    """Rows of a shared question set; none when the folder is not there."""
    path = SHARED / name
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def share(results: Iterable[bool]) -> str:
    """ "31/32 = .97"."""
    values = list(results)
    return f"{sum(values)}/{len(values)} = {sum(values) / max(1, len(values)):.3f}"


def score(kind: str) -> None:
    """Recall on what must fire and on what must not, on both halves."""
    rows = examples(kind)
    line = f"{kind:10}"
    for half in ("dev", "held-out"):
        for fires in ("yes", "no"):
            chosen = [row for row in rows if row["half"] == half and row["fires"] == fires]
            right = share(bool(KINDS[kind](row["text"])) == (fires == "yes") for row in chosen)
            line += f" | {half} {'fires' if fires == 'yes' else 'quiet'} {right}"
    texts = [row["text"] for row in rows if row["fires"] == "yes"]
    bare = share(bool(KINDS[kind](fold(text))) for text in texts)
    print(f"{line} | all, no diacritics: fires {bare}")
    if "--errors" in sys.argv:
        for row in rows:
            wrong = bool(KINDS[kind](row["text"])) != (row["fires"] == "yes")
            if wrong and row["half"] == "dev":
                print(
                    f"    should {'fire' if row['fires'] == 'yes' else 'be quiet'}: {row['text']}"
                )


def false_alarms(name: str, texts: list[str]) -> None:
    """How many real questions each recogniser would swallow."""
    counts = {kind: [text for text in texts if find(text)] for kind, find in KINDS.items()}
    print(f"{name}: {len(texts)} texts; " + ", ".join(f"{k} {len(v)}" for k, v in counts.items()))
    if "--errors" in sys.argv:
        for kind, hits in counts.items():
            print(*(f"    {kind}: {text[:150]}" for text in hits[:8]), sep="\n")


def first_kind(text: str) -> str:
    """The kinds in the order in which a message is understood; "topic" when none fires."""
    return next((kind for kind, find in KINDS.items() if find(text)), "topic")


def main() -> None:
    """Print everything."""
    for kind in KINDS:
        score(kind)
    messages = shared("messages_dev.jsonl")
    topics = [row for row in messages if row["expect"] == "topic"]
    outside = shared("out_of_scope_dev.jsonl")
    questions = [row["question"] for row in shared("questions_dev.jsonl")]
    talk = [row for row in outside if row["kind"].startswith("smalltalk:")]
    false_alarms("questions_dev", questions)
    false_alarms("messages_dev, topics", [row["text"] for row in topics])
    false_alarms(
        "out_of_scope_dev without small talk", [r["question"] for r in outside if r not in talk]
    )
    kinds = [row for row in messages if row["expect"] not in {"topic", "unknown"}]
    print("messages_dev, kinds:", share(first_kind(row["text"]) == row["expect"] for row in kinds))
    print("out_of_scope_dev, small talk:", share(bool(small_talk(r["question"])) for r in talk))
    asked = [(row, facets_of(row["text"])) for row in topics if row["facet"]]
    print("facet first:", share(found[:1] == (row["facet"],) for row, found in asked))
    print("facet among those found:", share(row["facet"] in found for row, found in asked))
    bare = [(row, facets_of(fold(row["text"]))) for row, _ in asked]
    print("facet first, no diacritics:", share(f[:1] == (row["facet"],) for row, f in bare))
    follow = shared("followups_dev.jsonl")
    print("follow-ups seen:", share(is_follow_up(row["follow"]) for row in follow))
    print(
        "follow-up facets:",
        share(row["facet"] in (None, *facets_of(row["follow"])) for row in follow),
    )
    print("taken for follow-ups, topics:", share(is_follow_up(row["text"]) for row in topics))
    print("taken for follow-ups, questions:", share(is_follow_up(text) for text in questions))
    texts = [row["text"] for row in messages] + questions
    start = time.perf_counter()
    for text in texts:
        for find in (*KINDS.values(), facets_of, is_follow_up):
            find(text)
    spent = (time.perf_counter() - start) * 1000
    print(f"all recognisers together: {spent / max(1, len(texts)):.2f} ms a message")


if __name__ == "__main__":
    main()
