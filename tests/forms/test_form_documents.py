"""What is printed is what was filled in: in both formats, whatever the words, and never on disk."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from filling import FORM_IDS, HAS_POPPLER, filled, form, hostile, text_of_pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import documents
from flows.form_schema import COUNTRY, MOTTO, PORTAL, SLOT, texts_of
from flows.forms import FilledForm

STEADY = settings(deadline=None, derandomize=True, max_examples=10)
POPPLER = pytest.mark.skipif(not HAS_POPPLER, reason="poppler-utils is not installed")
LETTERS = "".join(
    sorted(
        {
            unicodedata.normalize("NFC", letter + tone)
            for letter in "aăâeêioôơuưyđbcdghklmnpqrstvx"
            for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
            if letter in "aăâeêioôơuưy" or not tone
        }
    )
)
HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{_{ x }_} {_% y %_}",
    '#set page(width: 1cm) #import "@preview/x:1.0.0"',
    '#read("/etc/passwd") $x^2$ *đậm* _nghiêng_ `mã` <nhãn> @nguồn',
    "\u202eđảo ngược\u202c \u2066kín\u2069 \u200bkhông",
    "\"ngoặc\" 'đơn' \u201ccong\u201d \u2018c\u2019 \\ / ~ ^",
    "&amp; &lt;b&gt; <w:p/> ]]> <!-- x --> &#x41; &xxe;",
    "dòng một\ndòng hai\r\n\tdòng ba\x0b\x0c\x00",
    "{con-ten} {{ con_ten }} ^(1) \\u{41}",
    "a" * 300,
)
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(LETTERS + LETTERS.upper() + "0123456789 {}%#$_*@<>&\"'\\/^`~[]()-.,;:", max_size=120),
)


def text_of_docx(made: bytes) -> str:
    """Every paragraph of the file, those of its tables too, in reading order."""
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    told = []
    for node in Document(io.BytesIO(made)).element.body.iter():
        match str(node.tag).removeprefix(name):
            case "t":
                told.append(node.text or "")
            case "tab":
                told.append(" ")
            case "p":
                told.append("\n")
    return "".join(told)


@cache
def pdf_text(name: str, *, full: bool) -> str:
    return text_of_pdf(documents.pdf(filled(name) if full else filled(name, {})))


@cache
def docx_text(name: str, *, full: bool) -> str:
    return text_of_docx(documents.docx(filled(name) if full else filled(name, {})))


def bare(text: str) -> str:
    """Without what only lays out: blanks and the places where a long word may break."""
    return re.sub(r"[\s\u200b]+", "", text)


def spoken(text: str) -> Counter[str]:
    """Its words, without dots, page numbers, and the digits that stand in boxes."""
    text = re.sub(r"^\d / \d$", "", text, flags=re.MULTILINE).replace("\u200b", "")
    return Counter("".join(sorted(re.sub(r"[\s.…\u000c]", "", text))))


@POPPLER
@pytest.mark.parametrize("name", FORM_IDS)
def test_every_field_stands_in_the_pdf(name: str) -> None:
    made = filled(name)
    text = bare(pdf_text(name, full=True))
    for key, value in made.values.items():
        if value and key in {slot for _, slot, box in made.form.slots() if not box}:
            assert bare(value) in text, key
    assert "☒" in text or not made.ticks


@pytest.mark.parametrize("name", FORM_IDS)
def test_every_field_stands_in_the_word_file(name: str) -> None:
    made = filled(name)
    text = bare(docx_text(name, full=True))
    for key, value in made.values.items():
        if value and key in {slot for _, slot, box in made.form.slots() if not box}:
            assert bare(value) in text, key
    assert "☒" in text or not made.ticks


@POPPLER
@pytest.mark.parametrize("name", FORM_IDS)
@pytest.mark.parametrize("full", [True, False])
def test_both_formats_say_the_same(name: str, full: bool) -> None:
    assert spoken(pdf_text(name, full=full)) == spoken(docx_text(name, full=full))


@POPPLER
@pytest.mark.parametrize("name", FORM_IDS)
def test_the_sheet_bears_its_title_its_number_and_its_legal_basis(name: str) -> None:
    text = bare(pdf_text(name, full=False))
    one = form(name)
    for line in (*one.title, *one.basis, COUNTRY, MOTTO, one.number or ""):
        assert bare(line) in text


@POPPLER
@pytest.mark.parametrize("name", FORM_IDS)
def test_every_printed_sentence_of_the_sheet_is_there(name: str) -> None:
    text = bare(pdf_text(name, full=False))
    for row in form(name).sheet:
        for line in texts_of(row):
            for piece in SLOT.split(line)[::4]:
                assert bare(piece) in text


@POPPLER
def test_every_vietnamese_letter_survives() -> None:
    made = hostile("khai-sinh", " ".join(LETTERS + LETTERS.upper()))
    text = text_of_pdf(documents.pdf(made))
    assert not set(LETTERS + LETTERS.upper()) - set(text)
    assert unicodedata.is_normalized("NFC", text)


@POPPLER
@pytest.mark.parametrize("name", FORM_IDS)
def test_all_fonts_are_inside_the_pdf_as_subsets(name: str, tmp_path: Path) -> None:
    file = tmp_path / "to-khai.pdf"
    file.write_bytes(documents.pdf(filled(name)))
    told = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout
    fonts = told.splitlines()[2:]
    assert fonts
    for font in fonts:
        assert re.match(r"[A-Z]{6}\+(LibertinusSerif|DejaVuSansMono)", font)
        assert font.split()[-5:-2] == ["yes", "yes", "yes"]


@POPPLER
@pytest.mark.parametrize("name", ["khai-sinh", "ct01"])
@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_stay_words_in_both_formats(name: str, said: str) -> None:
    made = hostile(name, said)
    wanted = bare(made.values["con-ten" if name == "khai-sinh" else "ten"])
    assert wanted in bare(text_of_pdf(documents.pdf(made)))
    assert wanted in bare(text_of_docx(documents.docx(made)))


@POPPLER
@STEADY
@given(words)
def test_any_words_stand_in_both_formats_as_they_were_said(said: str) -> None:
    made = hostile("ket-hon", said)
    assert bare(made.values["nu-ten"]) in bare(text_of_pdf(documents.pdf(made)))
    assert bare(made.values["nu-ten"]) in bare(text_of_docx(documents.docx(made)))


@STEADY
@given(st.text(max_size=200))
def test_words_of_any_script_make_a_sound_word_file_and_a_pdf(said: str) -> None:
    made = hostile("khai-sinh", said)
    assert bare(made.values["con-ten"]) in bare(text_of_docx(documents.docx(made)))
    assert documents.pdf(made).startswith(b"%PDF-")  # a letter that its fonts lack is no fault


@POPPLER
def test_five_thousand_letters_stay_on_the_paper() -> None:
    made = hostile("khai-tu", "ữ" * 5_000)
    text = text_of_pdf(documents.pdf(made))
    assert text.count("ữ") >= 5_000 * 10
    assert text_of_docx(documents.docx(made)).count("ữ") >= 5_000 * 10


def test_the_same_form_gives_the_same_pdf() -> None:
    assert documents.pdf(filled("ct01")) == documents.pdf(filled("ct01"))


@pytest.mark.parametrize("name", FORM_IDS)
def test_a_code_opens_the_page_of_the_procedure(name: str) -> None:
    with_code, without = filled(name), filled(name, page="")
    assert len(Document(io.BytesIO(documents.docx(with_code))).inline_shapes) == 1
    assert len(Document(io.BytesIO(documents.docx(without))).inline_shapes) == 0
    assert PORTAL in docx_text(name, full=True)
    assert PORTAL not in text_of_docx(documents.docx(without))
    assert documents.pdf(with_code) != documents.pdf(without)


def test_a_form_is_made_without_writing_a_file() -> None:
    written: list[str] = []
    watching = True

    def watch(event: str, args: tuple[object, ...]) -> None:
        flags = args[2] if event == "open" and isinstance(args[2], int) else 0
        if watching and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(str(args[0]))

    documents.pdf(filled("khai-sinh"))
    documents.docx(filled("khai-sinh"))
    sys.addaudithook(watch)
    documents.pdf(filled("khai-sinh"))
    documents.docx(filled("khai-sinh"))
    watching = False
    assert written == []


def test_a_filled_form_is_only_data() -> None:
    made = filled("khai-sinh")
    assert isinstance(made, FilledForm)
    assert all(isinstance(value, str) for value in made.values.values())
