"""Which commitments touch groups of people, so that organisation-level papers only are taken for them. Pure.

The product tracks what an office undertook and what paper shows it. Where a sentence is about people (those who move,
believe, need help, are promoted or watched), a photograph or a free figure would soon be about somebody. Such
commitments are proposed to take organisation-level papers only (仅收组织层面材料); the office lifts the mark where it
is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class People(StrEnum):
    """Of which people a sentence speaks."""

    MOVING = "moving"
    BELIEVING = "believing"
    REPRESENTING = "representing"
    MINORITY = "minority"
    NEEDING = "needing"
    PROMOTED = "promoted"
    WATCHED = "watched"


REASONS = {
    People.MOVING: _("“{word}”: about people who move"),
    People.BELIEVING: _("“{word}”: about believers"),
    People.REPRESENTING: _("“{word}”: about persons chosen as representatives"),
    People.MINORITY: _("“{word}”: about residents of minorities"),
    People.NEEDING: _("“{word}”: about people in need"),
    People.PROMOTED: _("“{word}”: about who is promoted"),
    People.WATCHED: _("“{word}”: about people under care or watch"),
}

WORDS = {
    People.MOVING: "流动人口 流动少数民族 外来人口 外来务工 进城务工 农民工 返乡人员",
    People.BELIEVING: "信教 信众 宗教界 教职人员",
    People.REPRESENTING: "代表人士 党外人士 党外干部 党外知识分子 新的社会阶层",
    People.MINORITY: "少数民族群众 少数民族流动 少数民族学生 少数民族居民 少数民族代表",
    People.NEEDING: (
        "困难群众 困难群体 困难家庭 困难职工 困难人员 特困 低保 低收入 脱贫户 脱贫人口 监测对象 易返贫 孤儿 孤寡 "
        "留守儿童 留守老人 留守妇女 困境儿童 残疾人 失能 空巢 弱势群体 特殊群体"
    ),
    People.PROMOTED: "少数民族干部 干部选拔 干部选用 选拔任用 选人用人 培养选拔 选拔培养 后备干部 优秀年轻干部",
    People.WATCHED: "重点人员 重点人群 社区矫正 刑满释放 安置帮教 吸毒 戒毒 精神障碍 信访人员 上访人员 涉稳",
}
# bodies and places whose names hold such a word without a sentence being about anybody
NAMES = ("残疾人联合会", "戒毒所", "戒毒管理局", "社区矫正局", "社区矫正中心", "特困供养机构")


@dataclass(frozen=True, slots=True)
class Touched:
    """Of which people a text speaks, by which of its words."""

    people: People
    word: str

    @property
    def reason(self) -> Phrase:
        """The reason in words."""
        return Phrase(REASONS[self.people], {"word": self.word})


def touched(text: str) -> Touched | None:
    """The first word of a text that speaks of a group of people; None where there is none."""
    for name in NAMES:
        text = text.replace(name, "…")
    found = [
        (text.index(word), -len(word), word, people)
        for people, words in WORDS.items()
        for word in words.split()
        if word in text
    ]
    if not found:
        return None
    _at, _length, word, people = min(found)
    return Touched(people, word)
