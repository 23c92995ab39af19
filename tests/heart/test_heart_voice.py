"""How the bot speaks: forms of address, slots that carry their addresses, buttons."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from garden import garden, topic_of
from talk import TODAY, Talk

from bot.answering import LISTED, answer
from bot.library import Library
from bot.messages import Span
from bot.phrasebook import AddressForm, Language, pronoun, read_phrasebook
from bot.voice import Voice
from knowledge.slots import Slot, pieces

FORMS: tuple[AddressForm, ...] = get_args(AddressForm)
BOOK = read_phrasebook()
# how each form speaks of the citizen and of itself; none may leak into another
OWN = {"bac": r"bác|cháu", "anh-chi": r"anh/chị|em", "ban": r"bạn|tôi"}


def voice(library: Library, form: AddressForm = "bac", language: Language = "vi") -> Voice:
    return Voice(replace(library, address_form=form), TODAY, language)


@pytest.mark.parametrize("form", FORMS)
def test_no_phrase_speaks_in_another_form_of_address(form: AddressForm, library: Library) -> None:
    speaking = voice(library, form)
    others = "|".join(own for other, own in OWN.items() if other not in {form, "ban"})
    leaks = []
    for key, prose in BOOK.phrases["vi"].items():
        words = "".join(span.text for span in speaking.phrase(key, **gaps_of(prose)))
        # what the citizen might say stands in quotes; "em" is a child too, and a colleague
        spoken = re.sub(r"“[^”]*”|trẻ em|anh chị em", "", words)
        leaks += re.findall(rf"(?<!\w)(?:{others})(?!\w).*", spoken, re.IGNORECASE)
    assert leaks == []


def gaps_of(prose: str) -> dict[str, Span]:
    """Something for every gap that a turn fills."""
    slots = [piece for piece in pieces(prose) if isinstance(piece, Slot) and not piece.is_pronoun]
    return {slot.name: Span("…", "citizen") for slot in slots if "." not in slot.name}


@pytest.mark.parametrize("form", ["anh-chi", "ban"])
def test_no_answer_of_a_topic_says_bac_to_who_is_not_called_so(
    form: AddressForm, library: Library
) -> None:
    speaking = voice(library, form)
    leaks = set()
    for topic in library.topics.values():
        for facet in (None, *LISTED):
            text = answer(speaking, topic, (facet,) if facet else ()).text
            told = re.sub(
                r"“[^”]*”|bác sĩ|con cháu|cháu (nội|ngoại)|ông bà, cháu", "", text.lower()
            )
            leaks |= (
                {topic.id} if re.search(r"(?<!\w)(bác|cháu) (nộp|làm|cần|hỏi|xem)", told) else set()
            )
    assert leaks == set()


@pytest.mark.parametrize(
    "name,form,language,word",
    [
        ("you", "bac", "vi", "bác"),
        ("You", "anh-chi", "vi", "Anh/chị"),
        ("me", "anh-chi", "vi", "em"),
        ("Me", "ban", "vi", "Tôi"),
        ("you", "bac", "en", "you"),
        ("me", "ban", "en", "I"),
    ],
)
def test_a_pronoun_follows_the_operator_s_setting(
    name: str, form: AddressForm, language: Language, word: str
) -> None:
    assert pronoun(name, form, language) == word


def test_a_pronoun_that_opens_a_sentence_is_capital(library: Library) -> None:
    spans = voice(library).prose("{you} chờ. {me} xem.\n{you} nhé, {me} ghi.", "phrases/x")
    assert "".join(span.text for span in spans) == "Bác chờ. Cháu xem.\nBác nhé, cháu ghi."


def test_what_fills_a_gap_carries_its_own_address(library: Library) -> None:
    spans = voice(garden(library)).prose("Hết {fee.the}.", "topics/the-vuon#lead.fee", "the-vuon")
    assert [span.address for span in spans] == [
        "topics/the-vuon#lead.fee", "topics/the-vuon#fee.the", "topics/the-vuon#lead.fee",
    ]  # fmt: skip


def test_an_official_site_carries_the_address_of_the_list(library: Library) -> None:
    (span,) = voice(library).prose("{site.cong-dvc}", "phrases/x")
    assert span == Span("dichvucong.gov.vn", "domains#site.cong-dvc")


def test_a_paper_inside_a_sentence_begins_small_and_its_number_stays(library: Library) -> None:
    extra = '\n[[form]]\nid = "ct"\nname = "CT01"\n'
    speaking = voice(garden(library, extra=extra))

    def said(text: str) -> str:
        return "".join(span.text for span in speaking.prose(text, "x", "the-vuon"))

    assert said("Cần {documents.don}.") == "Cần đơn xin thẻ."
    assert said("{documents.don} là đủ.") == "Đơn xin thẻ là đủ."
    assert said("Điền {form.ct}.") == "Điền CT01."


def test_citizens_own_words_are_not_read_for_gaps(library: Library) -> None:
    say = voice(library).say("walk-changed", answer="{fee.the} {you}")
    assert "{fee.the} {you}" in say.text
    assert Span("{fee.the} {you}", "citizen") in say.spans


def test_a_gap_that_nobody_filled_is_an_error_of_ours(library: Library) -> None:
    with pytest.raises(KeyError):
        voice(library).phrase("case-opened")
    with pytest.raises(KeyError):
        voice(library).phrase("no-such-phrase")


def test_facts_that_name_each_other_in_a_ring_are_an_error_of_ours(library: Library) -> None:
    ring = (
        '\n[[eligibility]]\nid = "a"\ntext = "{eligibility.b}"\n'
        '[[eligibility]]\nid = "b"\ntext = "{eligibility.a}"\n'
    )
    with pytest.raises(RecursionError):
        voice(garden(library, extra=ring)).fact("topics/the-vuon#eligibility.a")


def test_a_button_without_a_label_is_named_by_its_command(library: Library) -> None:
    choice = voice(library).choice("/menu")
    assert (choice.value, choice.label) == ("/menu", "Xem danh mục")
    assert voice(library, language="en").choice("/menu").label == "List of topics"


def test_what_english_lacks_is_said_in_vietnamese(library: Library) -> None:
    book = replace(BOOK, phrases={**BOOK.phrases, "en": {}}, labels={**BOOK.labels, "en": {}})
    speaking = Voice(replace(library, phrasebook=book), TODAY, "en")
    assert speaking.choice("/menu").label == "Xem danh mục"
    assert speaking.say("rating-word").text == BOOK.phrases["vi"]["rating-word"].replace(
        "{Me}", "I"
    ).replace("{You}", "You")


def test_every_command_of_every_language_is_known(talk: Talk) -> None:
    for name, words in BOOK.commands.items():
        for said in words:
            talk.session = replace(talk.session, offered=())
            assert talk.says(said).turn.understanding == "command", (name, said)


def test_the_day_of_a_voice_decides_what_holds(library: Library) -> None:
    topic = topic_of('\n[[fee]]\nid = "moi"\nlabel = "Mới"\namount = 9000\nfrom = 2027-01-01\n')
    whole = replace(library, topics={**library.topics, topic.id: topic})
    later = Voice(whole, date(2027, 1, 1), "vi")
    assert "9.000" in answer(later, topic, ("fee",)).text
