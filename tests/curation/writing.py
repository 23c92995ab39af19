"""Short ways for tests of curation to say who published what."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.storage.revisions import Draft, Kind, Revision, stamp
from bot.storage.store import Store
from knowledge.pack import TOPICS

LAN, HOA = "Chị Lan", "Chị Hoa"
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def shipped(topic: str) -> str:
    """The wheel's file of a topic."""
    return next(TOPICS.rglob(f"{topic}.toml")).read_text("utf-8")


def field_of(topic: str) -> str:
    """The folder it lies in."""
    return next(TOPICS.rglob(f"{topic}.toml")).parent.name


def revision(body: str, name: str = "the-vuon", field: str = "vuon", **more: object) -> Revision:
    """A published revision as the store would give it."""
    values: dict[str, object] = {
        "id": 1, "kind": "topic", "name": name, "field": field, "body": body, "made_from": "",
        "origin": "", "state": "published", "by": LAN, "at": AT, "why": "", "edition": 1,
        "published_by": HOA, "published": AT,
    }  # fmt: skip
    return Revision(**{**values, **more})  # type: ignore[arg-type]


async def publish(
    store: Store, name: str, field: str, body: str, kind: Kind = "topic", origin: str = ""
) -> int:
    """Lan writes it, Hoa publishes it; its number."""
    draft = Draft(kind, name, field, body, stamp(body), origin)
    number = await store.begin_revision(draft, LAN, "thử")
    assert await store.offer_revision(number, 1, LAN, "thử")
    published = await store.publish_revision(number, 1, HOA, await store.generation())
    assert isinstance(published, int)
    return number
