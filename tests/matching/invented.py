"""Questions made from the catalogue's names and the topics' wordings: no label is needed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measure import noisy, stripped

from knowledge.accents import language_model
from knowledge.catalogue_index import spoken_name
from knowledge.catalogue_store import CatalogueIndex
from knowledge.lexicon import Lexicon, lexicon
from knowledge.topic_index import Entry
from knowledge.vietnamese import syllables, words

ASKED = (
    "{x}", "thủ tục {x} như thế nào?", "hồ sơ {x} gồm những gì?", "{x} thì làm sao",
    "tôi muốn {x} thì cần giấy tờ gì", "{x} ở đâu?", "cho tôi hỏi {x} mất bao lâu",
    "điều kiện để {x} là gì?", "lệ phí {x} bao nhiêu?", "làm sao để {x}?",
    "em muốn hỏi về việc {x} ạ", "xin hỏi cơ quan nào có thẩm quyền {x}?",
    "{x} có làm trên mạng được không", "mẫu đơn {x} tải ở đâu", "giờ {x} phải làm những gì ạ",
)  # fmt: skip
STORY = (
    "Tôi hiện đang sinh sống và làm việc tại Hà Nội.",
    "Gia đình tôi có bốn người, vừa mới chuyển về đây.",
    "Năm ngoái tôi đã đến phường hỏi nhưng chưa được hướng dẫn rõ.",
    "Tôi công tác xa nhà nên không tiện đi lại.",
    "Công ty tôi mới hoạt động được hai năm.",
    "Kính gửi cơ quan chức năng.",
    "Vợ tôi đang làm công nhân, con tôi còn nhỏ.",
    "Cán bộ địa phương nói chưa nắm được quy định này.",
    "Theo tôi được biết thì quy định vừa mới thay đổi.",
    "Trước đây tôi sống ở quê, nay chuyển vào miền Nam làm ăn.",
    "Bố tôi năm nay đã ngoài bảy mươi tuổi, sức khoẻ yếu.",
)


TAILS = (
    "Tôi cần phải làm những thủ tục gì?", "Mong được hướng dẫn cụ thể.", "Xin cảm ơn!",
    "Hồ sơ cần chuẩn bị những gì?", "Nếu được thì phải làm thế nào?", "Tôi có được làm không?",
    "Như vậy có đúng quy định không?", "Rất mong nhận được phản hồi.",
)  # fmt: skip
SOLDIERS = ("tôi là bộ đội", "bố tôi là quân nhân", "trong quân đội", "đơn vị quân đội chúng tôi")
PRIOR = 3.0  # how much oftener common procedures are asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """An invented question and the catalogue group (or topic id) that it came from."""

    text: str
    group: int = -1
    topic: str = ""


def from_rows(
    catalogue: CatalogueIndex, background: Sequence[str], count: int, seed: int
) -> Iterator[Asked]:
    """Questions from names: shortened, colloquial, told as a story, stripped, noisy."""
    dice = random.Random(seed)
    sayings = _reversed(lexicon())
    prior = catalogue.index.arrays["prior"].tolist()
    target = catalogue.index.arrays["target"].tolist()
    offices_ = [catalogue.row(code).agency for code in catalogue.codes]  # type: ignore[union-attr]
    weights = [0.1 + max(0.0, value) ** PRIOR for value in prior]
    for row in dice.choices(range(len(catalogue.codes)), weights, k=count):
        core = _shortened(row, catalogue, sayings, dice)
        asked = dice.choice(ASKED).format(x=" ".join(core.split()[:25]))
        if dice.random() < 0.4:
            asked = " ".join([*_story(background, dice), asked, *_tail(dice)])
        asked = _addressed(asked, offices_[row], dice)
        yield Asked(_mistyped(asked, dice), group=target[row])


def from_wordings(entries: Sequence[Entry], seed: int) -> Iterator[Asked]:
    """Every wording of every topic, a third of them in a story or mistyped."""
    dice = random.Random(seed)
    background = [wording for entry in entries for wording in entry.wordings]
    for entry in entries:
        for wording in entry.wordings:
            asked = wording
            if dice.random() < 0.3:
                asked = " ".join([*_story(background, dice), asked + "?", *_tail(dice)])
            yield Asked(_mistyped(asked, dice), topic=entry.id)


def from_row_wordings(
    said: Sequence[tuple[int, str]], background: Sequence[str], count: int, seed: int
) -> Iterator[Asked]:
    """Some of the ways to call a row (group, wording): asked plainly, in a story, mistyped."""
    dice = random.Random(seed)
    for group, wording in dice.sample(said, min(count, len(said))):
        asked = dice.choice(ASKED).format(x=wording) if dice.random() < 0.6 else wording
        if dice.random() < 0.4:
            asked = " ".join([*_story(background, dice), asked + "?", *_tail(dice)])
        yield Asked(_mistyped(asked, dice), group=group)


def _addressed(text: str, office: str, dice: random.Random) -> str:
    """Some questions name the office; most of those about a local rule name the province."""
    if office.startswith("UBND") and dice.random() < 0.5:
        return f"{text} {office.removeprefix('UBND ')}"
    if office == "Bộ Quốc phòng" and dice.random() < 0.8:
        return f"{dice.choice(SOLDIERS)}, {text}"
    if office.startswith("Bộ") and dice.random() < 0.12:
        return f"{office} cho tôi hỏi, {text}"
    return text


def _tail(dice: random.Random) -> list[str]:
    """What people add after the question."""
    return [dice.choice(TAILS)] if dice.random() < 0.5 else []


def _story(background: Sequence[str], dice: random.Random) -> list[str]:
    """Sentences before the question: some say nothing, some speak of other topics."""
    told = dice.sample(STORY, dice.randint(1, 4))
    if background and dice.random() < 0.5:
        told.append(dice.choice(background).rstrip("?") + ".")
    return told


def _mistyped(text: str, dice: random.Random) -> str:
    chance = dice.random()
    if chance < 0.2:
        return stripped(text)
    return noisy(text, dice.randrange(99)) if chance < 0.45 else text


def _shortened(
    row: int,
    catalogue: CatalogueIndex,
    sayings: dict[tuple[str, ...], list[str]],
    dice: random.Random,
) -> str:
    name = catalogue.names[row]
    if dice.random() < 0.6:
        name = re.sub(r"\([^)]*\)", "", name)
    plain = words(spoken_name(name))
    colloquial = _colloquial(plain, sayings, dice)
    if colloquial and dice.random() < 0.6:
        return colloquial
    kind = dice.random()
    if kind < 0.35:
        return " ".join(plain[: dice.randint(4, 14)])
    if kind < 0.7:
        return " ".join(word for word in plain if dice.random() > 0.3) or name
    if kind < 0.85:
        return _with_detail(row, catalogue, plain, dice)
    return name


def _with_detail(
    row: int, catalogue: CatalogueIndex, plain: Sequence[str], dice: random.Random
) -> str:
    whole = catalogue.row(catalogue.codes[row])
    detail = ((whole.requirements or whole.result) if whole else "").split()
    start = dice.randrange(max(1, len(detail) - 18))
    kept = [word for word in plain if dice.random() > 0.5]
    return " ".join([*kept, *detail[start : start + dice.randint(3, 12)]])


def _reversed(known: Lexicon) -> dict[tuple[str, ...], list[str]]:
    """Official wording -> how people say it."""
    table: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    surfaces = language_model().surfaces
    for rows in known.sayings.values():
        for said, concept in rows:
            if not concept.near and len(said) > 1:
                law = tuple(one.accented for one in concept.law[0])
                table[law].append(
                    " ".join(surfaces.get(one.accented, one.accented) for one in said)
                )
    return dict(table)


def _colloquial(
    plain: Sequence[str], sayings: dict[tuple[str, ...], list[str]], dice: random.Random
) -> str:
    keys = [one.accented for one in syllables(" ".join(plain))]
    if len(keys) != len(plain):
        return ""
    for law, said in sayings.items():
        for start in range(len(keys) - len(law) + 1):
            if tuple(keys[start : start + len(law)]) == law:
                return " ".join([*plain[:start], dice.choice(said), *plain[start + len(law) :]])
    return ""
