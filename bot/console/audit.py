"""What staff did: the audit, page by page."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.visits import Visit
from bot.storage.auditing import PAGE

DID = {
    "invited": "mời",
    "enrolled": "nhận lời mời",
    "locked": "khoá tạm (sai nhiều lần)",
    "signed in": "đăng nhập",
    "roles": "đổi vai trò",
    "disabled": "khoá tài khoản",
    "enabled": "mở tài khoản",
    "added staff": "thêm vào nhóm",
    "switched off": "tạm dừng",
    "switched on": "bật lại",
    "answered": "trả lời",
    "claimed": "nhận việc",
    "handed back": "trả lại hàng chờ",
    "closed": "đóng",
    "reopened": "viết tiếp, mở lại",
    "returned": "về hàng chờ vì im lặng",
    "escalated": "chuyển lên cấp trên",
    "late": "quá hạn",
    "handed over": "chuyển việc",
    "noted in": "ghi chú",
    "merged": "gộp việc",
    "revealed": "mở phần che",
    "changed team": "sửa tổ",
    "dropped team": "xoá tổ",
    "changed canned reply": "sửa câu mẫu",
    "dropped canned reply": "xoá câu mẫu",
    "forgot": "xoá dữ liệu",
    "unparked": "gửi lại",
    "began draft": "mở bản nháp",
    "offered draft": "gửi duyệt",
    "returned draft": "trả lại bản nháp",
    "dropped draft": "bỏ bản nháp",
    "published": "phát hành",
    "settled questions": "xử lý nhóm câu hỏi",
    "confirmed question": "thêm câu kiểm",
    "took back question": "bỏ câu kiểm",
    "corrected the bot": "báo máy trả lời chưa đúng",
}


async def show(visit: Visit) -> Response:
    """One page, the latest first; by person or by what it was about."""
    start = visit.asked("truoc")
    who, about = visit.asked("ai"), visit.asked("viec")
    before = int(start) if start.isascii() and start.isdigit() and len(start) < 19 else None
    lines = await visit.store.audited(before=before, who=who, about=about)
    older = lines[-1].id if len(lines) == PAGE else None
    return visit.page("audit.html", lines=lines, older=older, who=who, about=about, did=DID)


PAGES: tuple[Page, ...] = (Page("/nhat-ky", "audit", show=show, menu="Nhật ký"),)
