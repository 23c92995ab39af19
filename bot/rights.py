"""Who may do what at the desk: roles, the rights of each, and a person's roles by team. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["member", "officer", "editor", "admin"]
Right = Literal[
    "cases",  # read and answer, practise
    "cases.manage",  # hand over between teams, merge, canned replies
    "reveal",  # see what is masked, with a reason
    "curate",  # questions, topics, drafts
    "publish",  # somebody else's draft
    "figures",
    "people",  # staff and teams
    "switch",  # stop the bot
    "audit",
]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "member": "Tổ viên",
    "officer": "Cán bộ",
    "editor": "Biên tập",
    "admin": "Quản trị",
}
ROLE_HINTS: dict[Role, str] = {
    "member": "nhận và trả lời câu hỏi của dân",
    "officer": "như tổ viên, thêm: chuyển tổ, gộp, xem phần được che, xem số liệu",
    "editor": "sửa và duyệt nội dung, xem số liệu",
    "admin": "mọi việc, cả người, tổ, tạm dừng và nhật ký",
}
RIGHTS: dict[Role, frozenset[Right]] = {
    "member": frozenset({"cases"}),
    "officer": frozenset({"cases", "cases.manage", "reveal", "figures"}),
    "editor": frozenset({"curate", "publish", "figures"}),
    "admin": frozenset(get_args(Right)),
}


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in a team; `team` None: in every team."""

    role: Role
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff as the console knows them."""

    id: int
    name: str  # as citizens and the audit see it
    login: str | None  # none until the invitation was taken
    memberships: tuple[Membership, ...] = ()
    disabled: bool = False
    telegram: bool = False  # may answer in the staff group too

    def may(self, right: Right, team: int | None = None) -> bool:
        """Whether a right is held: for a team, or (without one) anywhere at all."""
        return any(
            right in RIGHTS[each.role] and (team is None or each.team in {None, team})
            for each in self.memberships
        )

    def teams(self, right: Right) -> frozenset[int] | None:
        """The teams for which a right is held; None: all of them."""
        held = [each.team for each in self.memberships if right in RIGHTS[each.role]]
        return None if None in held else frozenset(team for team in held if team is not None)
