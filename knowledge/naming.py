"""Topics called by name: a message that is a topic's title or wording, or names only its matter.

"làm khai sinh cần gì" holds, beside what is asked and words of any question, just what the title
"Đăng ký khai sinh" holds: no ranking is needed to know what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.facets import without_facets
from knowledge.question import as_said
from knowledge.vietnamese import fold, syllable
from knowledge.words import word_classes

Matter = frozenset[str]
FEWEST, MOST = 2, 7  # words of a matter that tells one topic from all others
LONGEST = 16  # words of a message that may do no more than name
CALLED: Final = 0.95  # how sure a name is that stands among words of any question
# words of any question that tell one matter from another after all
_TELLING = frozenset(syllable(word).accented for word in ("mới", "lại", "tuổi", "nộp"))


@lru_cache(maxsize=16_384)
def matter(text: str) -> Matter:
    """The words of a message that say what it is about, with their marks; empty for a long one."""
    said = without_facets(as_said(text)[1])
    if len(said) > LONGEST:
        return frozenset()
    stop = word_classes().stop.accented - _TELLING
    return frozenset(one for word in said if (one := syllable(word).accented) not in stop)


@dataclass(frozen=True, slots=True)
class Names:
    """What each topic is called; a name that several topics share alike names none."""

    exact: Mapping[str, str]  # folded title or wording -> topic
    matters: Mapping[Matter, str]

    @classmethod
    def of(cls, called: Iterable[tuple[str, Iterable[str]]]) -> Names:
        """From topics' ids with their titles and wordings."""
        exact: dict[str, set[str]] = {}
        matters: dict[Matter, dict[str, int]] = {}
        for topic, names in called:
            for name in names:
                exact.setdefault(fold(name), set()).add(topic)
                if FEWEST <= len(matter(name)) <= MOST:
                    long = matters.setdefault(matter(name), {})
                    long[topic] = min(len(name.split()), long.get(topic, LONGEST))
        return cls(_alone(exact), _plainest(matters))

    def called(self, text: str) -> tuple[str, float] | None:
        """The topic that a message names, and how surely; None when it does more than that."""
        if topic := self.exact.get(fold(text)):
            return topic, 1.0
        if len(text.split()) > LONGEST or _is_bare(text):
            return None
        topic = self.matters.get(matter(text))
        return (topic, CALLED) if topic else None


def _is_bare(text: str) -> bool:
    """Whether a message is nothing but the thing ("sổ đỏ"): what to do with it must be asked."""
    said = {one.accented for one in as_said(text)[0]}
    return said == matter(text)


def _alone(named: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(topics)) for name, topics in named.items() if len(topics) == 1}


def _plainest(named: Mapping[Matter, Mapping[str, int]]) -> dict[Matter, str]:
    """The topic that is called so in the fewest words: "tạm trú" is no question of its end."""
    found: dict[Matter, str] = {}
    for words, long in named.items():
        shortest = [topic for topic, length in long.items() if length == min(long.values())]
        if len(shortest) == 1:
            found[words] = shortest[0]
    return found
