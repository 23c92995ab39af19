"""What stands in force of each topic, where it came from, and drafts begun from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.curation.phrases import FILE
from bot.library import Library, with_topics
from bot.storage.revisions import LEXICON, Draft, Kind, Revision, stamp
from bot.storage.store import Store
from knowledge.pack import TOPICS, read_topics
from knowledge.topic import Topic


@dataclass(frozen=True, slots=True)
class Standing:
    """The text in force under a name.

    `original`: the wheel's file, empty where it has none; `revision`: what stands instead of it.
    """

    kind: Kind
    name: str
    field: str
    text: str
    original: str
    revision: Revision | None = None

    @property
    def stamp(self) -> str:
        """The stamp of the text in force."""
        return stamp(self.text)

    @property
    def origin(self) -> str:
        """The stamp of the wheel's file; empty for what only staff wrote."""
        return stamp(self.original) if self.original else ""

    @property
    def differs(self) -> bool:
        """Whether an upgrade brought another file than the revision was made from."""
        return self.revision is not None and self.revision.origin != self.origin

    @property
    def is_known(self) -> bool:
        """Whether anything is in force under the name."""
        return bool(self.text) or self.kind == "lexicon"


def standing(in_force: Iterable[Revision], kind: Kind, name: str) -> Standing:
    """What is in force under a name. A revision that is the file itself stands for the file."""
    original, field = original_of(kind, name)
    found = next((one for one in in_force if (one.kind, one.name) == (kind, name)), None)
    if found is None or stamp(found.body) == found.origin:
        return Standing(kind, name, field, original, original)
    return Standing(kind, name, found.field, found.body, original, found)


def original_of(kind: Kind, name: str) -> tuple[str, str]:
    """The wheel's text of a name and the folder it lies in; empty where it has none."""
    file = _files().get(name) if kind == "topic" else None
    return (file.read_text(encoding="utf-8"), file.parent.name) if file else ("", "")


@cache
def _files() -> dict[str, Path]:
    return {file.stem: file for file in TOPICS.rglob("*.toml")}


def fields() -> tuple[str, ...]:
    """The folders that topics lie in."""
    return tuple(sorted({file.parent.name for file in _files().values()}))


def file_of(kind: Kind, name: str, field: str) -> str:
    """Where it would lie in the repository."""
    return f"knowledge/topics/{field}/{name}.toml" if kind == "topic" else f"knowledge/{FILE}"


@cache
def _shipped() -> Mapping[str, Topic]:
    return read_topics().topics


def ground_of(library: Library) -> Library:
    """The wheel's topics and words beside the rest of a library: what revisions are laid over.

    Takes a few tenths of a second.
    """
    return with_topics(library, _shipped(), None)


# ---- drafts


async def stands(store: Store, kind: Kind, name: str) -> Standing:
    """What is in force under a name now."""
    return standing(await store.in_force(), kind, name)


async def begin(
    store: Store,
    kind: Kind,
    name: str,
    by: str,
    why: str,
    *,
    body: str | None = None,
    field: str = "",
) -> int:
    """A new draft, made from what is in force; its number."""
    now = await stands(store, kind, name)
    text = now.text if body is None else body
    origin = now.revision.origin if now.revision else now.origin
    draft = Draft(kind, name, field or now.field, text, now.stamp, origin)
    return await store.begin_revision(draft, by, why)


async def open_draft(store: Store, kind: Kind, name: str) -> Revision | None:
    """The latest draft of a name that somebody is still writing."""
    found = await store.revisions(kind, name, "draft")
    return found[0] if found else None


async def take_original(store: Store, kind: Kind, name: str, by: str) -> int | None:
    """A draft that is the wheel's file of today; None where the wheel has none."""
    now = await stands(store, kind, name)
    if not now.original:
        return None
    draft = Draft(kind, name, original_of(kind, name)[1], now.original, now.stamp, now.origin)
    return await store.begin_revision(draft, by, "lấy lại bản gốc")


async def keep_own(store: Store, kind: Kind, name: str, by: str) -> int | None:
    """A draft of what is in force that knows the wheel's new file; None where nothing differs."""
    now = await stands(store, kind, name)
    if not now.differs:
        return None
    draft = Draft(kind, name, now.field, now.text, now.stamp, now.origin)
    return await store.begin_revision(draft, by, "giữ bản của mình, đã xem bản gốc mới")


async def restore(store: Store, revision: Revision, by: str) -> int:
    """A new draft with an old text: it goes the same way into force."""
    why = f"khôi phục bản #{revision.id}"
    return await begin(
        store, revision.kind, revision.name, by, why, body=revision.body, field=revision.field
    )


def differing(in_force: Sequence[Revision]) -> list[Standing]:
    """Where an upgrade brought another file: staff choose, side by side."""
    found = [standing(in_force, one.kind, one.name) for one in in_force]
    return [one for one in found if one.differs and one.kind == "topic"]


def lexicon_stands(in_force: Iterable[Revision]) -> Standing:
    """Staff's own phrases in force."""
    return standing(in_force, "lexicon", LEXICON)
