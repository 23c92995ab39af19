"""The rooms of curation as staff use them: questions, topics, drafts, review, words, workbooks."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from curation.writing import field_of, publish, shipped
from desk_at import Hall, Member, token_in
from openpyxl import load_workbook
from talking import LAN, heard, turn

from bot.messages import KeepQuestion, OpenCase
from bot.storage.store import Store

BIRTH = "dang-ky-khai-sinh"
HOME = "/console"
TEXTAREA = r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>'
SELECT = r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>'
ODD = "xin giấy phép nuôi voi"


async def keep(store: Store, *effects: object) -> None:
    await store.put(heard(address=LAN))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=effects))  # type: ignore[arg-type]


def fields_of(page: str) -> dict[str, str]:
    """The fields of the long form of a draft, as a browser would send them."""
    form = next(
        found[0]
        for found in re.finditer(r"<form.*?</form>", page, re.DOTALL)
        if 'name="edition"' in found[0]
    )
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        if 'type="checkbox"' not in tag:
            sent[_attribute(tag, "name")] = _attribute(tag, "value")
    for name, text in re.findall(TEXTAREA, form, re.DOTALL):
        sent[name] = unescape(text)
    for name, inside in re.findall(SELECT, form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[name] = unescape(chosen[1]) if chosen else ""
    sent.pop("csrf", None)
    return sent


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


async def begun(editor: Member, topic: str = BIRTH) -> str:
    answer = await editor.sends(f"{HOME}/chu-de/{topic}", act="edit")
    return str(answer.headers["location"]).partition("?")[0]


async def form_of(editor: Member, draft: str) -> dict[str, str]:
    return fields_of((await editor.client.get(draft)).text)


def row(form: dict[str, str], sheet: str, **cells: str) -> str:
    """The stem of the row that holds these cells."""
    stems = {key.rpartition(".")[0] for key in form if key.startswith(f"{sheet}.")}
    return next(
        stem for stem in stems
        if all(form[f"{stem}.{key}"] == text for key, text in cells.items())
    )  # fmt: skip


# ---- questions


async def test_clusters_are_shown_with_size_examples_and_nearest_topics(hall: Hall) -> None:
    await keep(hall.store, KeepQuestion(ODD, "unknown", (BIRTH,)))
    await keep(hall.store, KeepQuestion("cho hỏi xin giay phep nuôi voi", "wrong", (BIRTH,)))
    editor = await hall.enter("editor")
    page = await editor.reads(f"{HOME}/cau-hoi")
    assert "2 lần" in page
    assert "cho hỏi xin giay phep nuôi voi" in page
    assert hall.library.topics[BIRTH].title in page


async def test_one_click_adds_a_wording_and_settles_the_cluster(hall: Hall) -> None:
    await keep(hall.store, KeepQuestion(ODD, "unknown"))
    [kept] = await hall.store.unanswered()
    editor = await hall.enter("editor")
    await editor.sends(
        f"{HOME}/cau-hoi", act="wording", topic=BIRTH, words=ODD, confirm="1", alike=[kept.alike]
    )
    [draft] = await hall.store.revisions("topic", BIRTH, "draft")
    assert f'    "{ODD}",\n' in draft.body
    assert await hall.store.unanswered() == []
    assert [one.expects for one in await hall.store.confirmed_questions()] == [f"topics/{BIRTH}"]
    assert "Chưa có câu hỏi nào" in await editor.reads(f"{HOME}/cau-hoi")


async def test_a_second_wording_goes_into_the_same_draft(hall: Hall) -> None:
    editor = await hall.enter("editor")
    for words in ("cách hỏi một", "cách hỏi hai", "Cách hỏi hai"):
        await editor.sends(f"{HOME}/cau-hoi", act="wording", topic=BIRTH, words=words)
    [draft] = await hall.store.revisions("topic", BIRTH, "draft")
    assert draft.body.count("cách hỏi") == 2


async def test_an_unknown_topic_is_said_so_kindly(hall: Hall) -> None:
    editor = await hall.enter("editor")
    answer = await editor.sends(f"{HOME}/cau-hoi", 422, act="wording", topic="khong-co", words="x")
    assert "Mời chọn chủ đề" in answer.text


async def test_what_needs_nothing_is_put_away(hall: Hall) -> None:
    await keep(hall.store, KeepQuestion("trời đẹp", "unknown"))
    [kept] = await hall.store.unanswered()
    editor = await hall.enter("editor")
    await editor.sends(f"{HOME}/cau-hoi", act="nothing", alike=[kept.alike])
    assert await hall.store.unanswered() == []


async def test_a_cluster_becomes_a_new_topic(hall: Hall) -> None:
    editor = await hall.enter("editor")
    await editor.sends(
        f"{HOME}/cau-hoi", act="topic", title="Nuôi voi", name="nuoi-voi", field="khieu-nai",
        example=[ODD, "gọi tôi 0912345678"],
    )  # fmt: skip
    [draft] = await hall.store.revisions("topic", "nuoi-voi")
    assert ODD in draft.body
    assert "0912345678" not in draft.body


# ---- topics


async def test_topics_past_their_review_date_stand_first_and_are_counted(hall: Hall) -> None:
    late = hall.library.topics[BIRTH]
    hall.store.clock.now = hall.store.clock.now.replace(year=2030)  # type: ignore[attr-defined]
    editor = await hall.enter("editor")
    page = await editor.reads(f"{HOME}/chu-de?loc=qua-han&tim=khai sinh")
    assert late.title in page
    assert "quá hạn" in page
    assert "đang được kiểm tra lại" in page


async def test_a_solved_case_becomes_a_draft_with_its_source(hall: Hall) -> None:
    await keep(hall.store, OpenCase("KH7M2P4X", ODD, (), "unknown-twice"))
    await hall.store.answer_case("KH7M2P4X", "Bác hỏi Hạt Kiểm lâm, gọi 0912345678.", "Chị Hoa")
    editor = await hall.enter("editor")
    fields = {"title": "", "name": "nuoi-voi", "field": "khieu-nai", "case": "kh7m2p4x"}
    answer = await editor.sends(f"{HOME}/chu-de", 422, **fields)
    assert "Không có yêu cầu nào đã xong" in unescape(answer.text)
    await hall.store.close_case("KH7M2P4X", "Chị Hoa")
    await editor.sends(f"{HOME}/chu-de", **fields)
    [draft] = await hall.store.revisions("topic", "nuoi-voi")
    assert "Hạt Kiểm lâm" in draft.body
    assert "Chị Hoa trả lời yêu cầu KH7M2P4X" in draft.body
    assert "0912345678" not in draft.body


@pytest.mark.parametrize("topic,nearest", [(BIRTH, (BIRTH,)), ("", ()), ("khong-co", ())])
async def test_what_the_machine_should_have_known_goes_from_a_case_to_the_editors(
    topic: str, nearest: tuple[str, ...], hall: Hall
) -> None:
    await keep(hall.store, OpenCase("KH7M2P4X", ODD, (), "asked"))
    lan = await hall.enter("member")
    await lan.sends(f"{HOME}/viec/KH7M2P4X", act="corrected", topic=topic)
    [kept] = await hall.store.unanswered()
    assert (kept.question, kept.understood, kept.nearest) == (ODD, "corrected", nearest)


@pytest.mark.parametrize("name", [BIRTH, "Có Dấu", "", "a" * 60])
async def test_a_name_that_will_not_do_is_said_so(name: str, hall: Hall) -> None:
    editor = await hall.enter("editor")
    answer = await editor.sends(f"{HOME}/chu-de", 422, title="X", name=name, field="ho-tich")
    assert "mã chưa dùng" in unescape(answer.text)


# ---- drafts


async def test_a_form_that_nobody_changed_saves_the_same_text(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    await editor.sends(draft, act="save", **await form_of(editor, draft))
    [kept] = await hall.store.revisions("topic", BIRTH, "draft")
    assert kept.body == shipped(BIRTH)
    assert kept.edition == 1


async def test_a_field_of_the_form_changes_its_line_alone(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    form = await form_of(editor, draft)
    form[f"{row(form, 'fee', id='ban-sao')}.amount"] = "9.000"
    await editor.sends(draft, act="save", **form)
    [kept] = await hall.store.revisions("topic", BIRTH, "draft")
    assert kept.body == shipped(BIRTH).replace("amount = 8000", "amount = 9000")
    page = await editor.reads(draft.replace("nhap", "ban"))
    assert "8000" in page
    assert "9000" in page


async def test_rows_are_added_moved_and_dropped(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    form = await form_of(editor, draft)
    empty = row(form, "result", _was="")
    form |= {f"{empty}.id": "them", f"{empty}.text": "Thêm bản sao.", "steps.1._at": "1"}
    form[f"{row(form, 'fee', id='mien')}._drop"] = "1"
    await editor.sends(draft, act="save", **form)
    again = await form_of(editor, draft)
    assert (again["steps.0.id"], again["steps.1.id"]) == ("tim", "dang-nhap")
    assert again[f"{row(again, 'result', id='them')}.text"] == "Thêm bản sao."
    assert not [key for key, text in again.items() if text == "mien" and key.startswith("fee.")]


async def test_a_fault_stands_by_its_field_and_a_draft_is_saved_all_the_same(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    form = await form_of(editor, draft)
    name = f"{row(form, 'fee', id='ban-sao')}.amount"
    answer = await editor.sends(draft, 422, act="offer", **{**form, name: "tám nghìn", "why": "x"})
    assert "chưa gửi duyệt" in unescape(answer.text)
    page = await editor.reads(draft)
    assert re.search(rf'name="{re.escape(name)}" value="tám nghìn"[^>]*aria-invalid="true"', page)
    assert "Chỗ này cần một con số" in page


async def test_a_save_over_what_another_saved_is_not_taken(hall: Hall) -> None:
    lan, hoa = await hall.enter("editor", "Lan"), await hall.enter("editor", "Hoa")
    draft = await begun(lan)
    form = await form_of(lan, draft)
    await hoa.sends(draft, act="save", **{**form, "topic.0.title": "Hoa sửa"})
    answer = await lan.sends(draft, 422, act="save", **{**form, "topic.0.title": "Lan sửa"})
    assert "vừa có người khác lưu" in unescape(answer.text)
    [kept] = await hall.store.revisions("topic", BIRTH, "draft")
    assert 'title = "Hoa sửa"' in kept.body


async def test_the_raw_text_is_saved_even_when_it_is_none(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    await editor.sends(draft, act="save", raw="1", edition="1", text="= =")
    page = await editor.reads(draft)
    assert "chưa đúng dạng TOML" in page
    assert '<textarea class="code"' in page


async def test_a_draft_is_previewed_as_each_channel_shows_it(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    page = await editor.reads(f"{draft}/xem?mat=fee")
    assert all(f"<h2>{channel}</h2>" in page for channel in ("Web", "Telegram", "Zalo"))
    form = await form_of(editor, draft)
    form |= {f"{row(form, 'fee', id='ban-sao')}.amount": "9.000", "facet": "fee"}
    live = await editor.sends(f"{draft}/xem", 200, page=draft, **form)
    assert "9.000 đồng" in live.text
    [kept] = await hall.store.revisions("topic", BIRTH, "draft")
    assert kept.body == shipped(BIRTH)  # looking saves nothing


async def test_what_cannot_be_previewed_is_told_in_words_of_staff(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    form = await form_of(editor, draft)
    form[f"{row(form, 'fee', id='ban-sao')}.amount"] = "chín nghìn"
    await editor.sends(draft, act="save", **form)
    for path in ("xem?mat=fee", "thu?hoi=khai sinh"):
        page = await editor.reads(f"{draft}/{path}")
        assert "Chỗ này cần một con số" in page
        assert "Input should" not in page


async def test_a_question_is_tried_side_by_side_and_confirmed(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = await begun(editor)
    page = await editor.reads(f"{draft}/thu?hoi=làm giấy khai sinh cho con cần giấy gì")
    assert page.count("trả lời: Đăng ký khai sinh") == 2
    assert "Điểm từng phần" in page
    await editor.sends(
        f"{draft}/thu", question="khai sinh cho bé Nguyễn Văn An 0912345678 cần gì",
        expects=f"topics/{BIRTH}#documents",
    )  # fmt: skip
    [one] = await hall.store.confirmed_questions()
    assert "0912345678" not in one.question
    assert one.question in await editor.reads(f"{HOME}/cau-hoi/da-dung")
    await editor.sends(f"{HOME}/cau-hoi/da-dung", question=one.question)
    assert await hall.store.confirmed_questions() == []


# ---- review


async def offered(editor: Member, **cells: str) -> str:
    draft = await begun(editor)
    form = await form_of(editor, draft)
    stem = row(form, "fee", id="ban-sao")
    form |= {f"{stem}.{key}": text for key, text in cells.items()} | {"why": "mức mới"}
    await editor.sends(draft, act="offer", **form)
    return draft.replace("nhap", "duyet")


# the gate asks everything of the whole library: once is enough
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_another_person_publishes_and_nobody_their_own(hall: Hall) -> None:
    lan, hoa = await hall.enter("editor", "Lan"), await hall.enter("editor", "Hoa")
    review = await offered(lan, amount="9.000")
    assert "cần người khác duyệt" in await lan.reads(f"{HOME}/duyet")
    assert "Kiểm tra và phát hành" not in await lan.reads(review)
    assert "người khác phải duyệt" in unescape((await lan.sends(review, 422, act="publish")).text)
    page = await hoa.reads(review)
    assert "9000" in page
    await hoa.sends(review, act="publish")
    [kept] = await hall.store.in_force()
    assert (kept.by, kept.published_by, kept.why) == ("Lan", "Hoa", "mức mới")
    assert await hall.store.generation() == 1


async def test_a_draft_is_sent_back_with_the_reason(hall: Hall) -> None:
    lan, hoa = await hall.enter("editor", "Lan"), await hall.enter("editor", "Hoa")
    review = await offered(lan, amount="9.000")
    assert "Mời ghi vì sao" in unescape((await hoa.sends(review, 422, act="return")).text)
    await hoa.sends(review, act="return", why="thiếu nguồn")
    [kept] = await hall.store.revisions("topic", BIRTH)
    assert kept.state == "draft"


async def test_what_blocks_is_shown_side_by_side(hall: Hall) -> None:
    hoa = await hall.enter("editor", "Hoa")
    asked = "xin thêm bản sao giấy khai sinh tốn mấy đồng"
    await hall.store.confirm_question(asked, f"topics/{BIRTH}#fee", "Lan")
    number = await hall.store.begin_revision(await thief(asked), "Lan")
    await hall.store.offer_revision(number, 1, "Lan", "thử")
    answer = unescape((await hoa.sends(f"{HOME}/duyet/{number}", 422, act="publish")).text)
    assert "Chưa phát hành" in answer
    assert "không dẫn tới dữ kiện nào" in answer
    assert await hall.store.in_force() == []


async def thief(words: str) -> object:
    """A topic that takes another's question and has a fault of its own."""
    from garden import SMALL_TOPIC

    from bot.storage.revisions import Draft, stamp

    body = SMALL_TOPIC.replace('"thẻ hoa"', f'"{words}"').replace("related = []", "")
    return Draft(
        "topic", "the-vuon", "vuon", body.replace("{documents.don}", "{documents.x}"), stamp(""), ""
    )


async def test_an_old_version_is_restored_by_the_same_way(hall: Hall) -> None:
    body = shipped(BIRTH).replace("amount = 8000", "amount = 7000")
    first = await publish(hall.store, BIRTH, field_of(BIRTH), body)
    await publish(hall.store, BIRTH, field_of(BIRTH), body.replace("7000", "6000"))
    editor = await hall.enter("editor", "Minh")
    answer = await editor.sends(f"{HOME}/chu-de/{BIRTH}", act="restore", revision=str(first))
    draft = await hall.store.revision(
        int(re.findall(r"/nhap/(\d+)", answer.headers["location"])[0])
    )
    assert draft is not None
    assert (draft.state, draft.body, draft.by) == ("draft", body, "Minh")
    assert f"khôi phục bản #{first}" in draft.why


async def test_another_original_is_shown_and_chosen(hall: Hall) -> None:
    own = shipped(BIRTH).replace("amount = 8000", "amount = 7000")
    await publish(hall.store, BIRTH, field_of(BIRTH), own, origin="cua-ban-cu")
    editor = await hall.enter("editor")
    assert "khác bản gốc mới" in await editor.reads(f"{HOME}/chu-de?loc=khac-goc")
    page = await editor.reads(f"{HOME}/chu-de/{BIRTH}")
    assert "7000" in page
    assert "8000" in page
    await editor.sends(f"{HOME}/chu-de/{BIRTH}", act="keep")
    await editor.sends(f"{HOME}/chu-de/{BIRTH}", act="original")
    original, kept = await hall.store.revisions("topic", BIRTH, "draft")
    assert (kept.body, original.body) == (own, shipped(BIRTH))
    assert kept.origin == original.origin != "cua-ban-cu"


async def test_a_published_text_that_is_not_in_use_is_told(hall: Hall) -> None:
    gone = shipped(BIRTH).replace('id = "giay-chung-sinh"', 'id = "giay-khac"')
    number = await publish(hall.store, BIRTH, field_of(BIRTH), gone, origin="cua-ban-cu")
    editor = await hall.enter("editor")
    page = await editor.reads(f"{HOME}/chu-de")
    assert f"Bản sửa #{number} của" in page
    assert "đang trả lời theo bản gốc" in page


# ---- words and workbooks


async def test_staff_write_their_own_phrases(hall: Hall) -> None:
    editor = await hall.enter("editor")
    draft = str((await editor.sends(f"{HOME}/cach-noi", act="edit")).headers["location"])
    form = {
        "edition": "1",
        "0.said": "vô xóm bông\nvô bông",
        "0.law": "đăng ký khai sinh",
        "why": "x",
    }
    await editor.sends(draft, act="offer", **form)
    [kept] = await hall.store.revisions("lexicon", None, "review")
    assert 'said = ["vô xóm bông", "vô bông"]' in kept.body
    hoa = await hall.enter("editor", "Hoa")
    assert "vô xóm bông" in await hoa.reads(f"{HOME}/duyet/{kept.id}")
    await hall.store.publish_revision(kept.id, kept.edition, "Hoa", 0)
    assert "vô xóm bông" in await editor.reads(f"{HOME}/cach-noi")


async def test_a_workbook_goes_out_and_comes_back_as_drafts(hall: Hall) -> None:
    editor = await hall.enter("editor")
    book = load_workbook(
        io.BytesIO((await editor.client.get(f"{HOME}/hang-loat/chu-de.xlsx")).content)
    )
    page = book["Lệ phí"]
    place = next(
        at
        for at in range(2, page.max_row)
        if page.cell(at, 1).value == BIRTH and page.cell(at, 2).value == "ban-sao"
    )
    page.cell(place, 4).value = "chín nghìn"
    out = io.BytesIO()
    book.save(out)
    told = await uploaded(editor, "chu-de.xlsx", out.getvalue())
    assert f"Lệ phí, dòng {place}: " in told
    [draft] = await hall.store.revisions("topic", BIRTH, "draft")
    assert 'amount = "chín nghìn"' in draft.body


async def test_files_that_nobody_changed_bring_nothing(hall: Hall) -> None:
    editor = await hall.enter("editor")
    data = (await editor.client.get(f"{HOME}/hang-loat/chu-de.zip")).content
    assert "giống hệt" in await uploaded(editor, "chu-de.zip", data, 422)
    assert "không phải tệp" in await uploaded(editor, "x.xlsx", b"no")
    assert await hall.store.revisions() == []


async def uploaded(editor: Member, name: str, data: bytes, status: int = 200) -> str:
    token = token_in((await editor.client.get(f"{HOME}/hang-loat")).text)
    answer = await editor.client.post(
        f"{HOME}/hang-loat", data={"csrf": token}, files={"file": (name, data)}
    )
    assert answer.status_code == status
    return unescape(answer.text)
