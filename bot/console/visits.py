"""One visit: a request of somebody signed in, with all that a page may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.paper import Paper
from bot.library import Library
from bot.rights import Account, Right
from bot.scene import HERE
from bot.storage.store import Store

HOME = "/console"
SAID = 300  # signs of a sentence that the next page shows


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, the person behind it, and the store and library of this moment."""

    request: Request
    store: Store
    library: Library
    me: Account
    paper: Paper
    csrf: str
    form: FormData
    menu: tuple[tuple[str, str], ...]  # (path, label) of the rooms this person may enter

    @property
    def now(self) -> datetime:
        """The moment of the visit, in UTC."""
        return self.store.clock()

    @property
    def path(self) -> dict[str, Any]:
        """The parameters of the path."""
        return self.request.path_params

    def may(self, right: Right, team: int | None = None) -> bool:
        """Whether this person holds a right."""
        return self.me.may(right, team)

    def asked(self, name: str, default: str = "") -> str:
        """A parameter of the address's query, without space at its ends."""
        return self.request.query_params.get(name, default).strip()

    def given(self, name: str, default: str = "") -> str:
        """A field of the form, without space at its ends; a file is none."""
        value = self.form.get(name, default)
        return value.strip() if isinstance(value, str) else default

    def all_given(self, name: str) -> list[str]:
        """Every value of a field: of ticked boxes, of rows."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file; None when none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def page(self, template: str, /, status: int = 200, **context: Any) -> Response:
        """A page of the console."""
        given = {
            "me": self.me,
            "may": self.may,
            "csrf": self.csrf,
            "menu": self.menu,
            "here": self.request.url.path,
            "said": self.asked("said")[:SAID],
            "now": self.now.astimezone(HERE),
        }
        return self.paper.page(template, {**given, **context}, status)

    def to(self, path: str, said: str = "") -> Response:
        """Go on to another page, which shows a sentence."""
        joined = "&" if "?" in path else "?"
        target = f"{path}{joined}said={quote(said)}" if said else path
        return RedirectResponse(target, status_code=303)

    def missing(self, words: str = "Không có trang này, hoặc mục này đã bị xoá.") -> Response:
        """There is no such thing here (any more)."""
        return self.page("notice.html", status=404, title="Không tìm thấy", words=words)

    def refused(self, words: str) -> Response:
        """It may not be done; why, and what to do instead."""
        return self.page("notice.html", status=403, title="Chưa làm được", words=words)
