"""The terminal: a talk by keyboard, with numbered choices. A channel like any other."""

from __future__ import annotations

import json
from datetime import datetime

from bot.messages import Address, Event, Heard, Reply, Say
from bot.platforms import Capabilities, Raw


class TerminalChannel:
    """A pull channel whose reader is the person at the keyboard."""

    name = "terminal"
    capabilities = Capabilities(delivery="pull", text_limit=100_000)

    def read(self, raw: Raw, at: datetime) -> Event | None:
        """A kept line as an Event. Raises ValueError when it is none."""
        body = json.loads(raw.body)
        return Heard(f"terminal:{raw.id}", at, Address(self.name, raw.talk), str(body["text"]))


def raw_line(talk: str, number: str, text: str) -> Raw:
    """A typed line on its way into the inbox; `number` is unique in the talk."""
    return Raw(f"{talk}:{number}", talk, json.dumps({"text": text}, ensure_ascii=False))


def written(reply: Reply) -> str:
    """A reply as it stands on the screen, its choices numbered."""
    if not isinstance(reply, Say):
        return ""
    files = (f"  [{file.source}]" for file in reply.files)
    choices = (f"  {number}. {choice.label}" for number, choice in enumerate(reply.choices, 1))
    return "\n".join([reply.text, *files, *choices])
