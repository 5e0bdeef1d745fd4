"""The words for urging: what is overdue at once, all else by its own day, ready to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from luoshi.documents.urging_table import text_for, text_for_all, urging_table
from luoshi.reporting.queries.urging import Owed, Urged, Urging
from luoshi.reporting.rules.reminders import USUAL

TODAY = date(2026, 11, 20)
MONTH_END = date(2026, 11, 30)
WEDNESDAY = date(2026, 11, 25)
LONG_AGO = TODAY - timedelta(days=10)


def unit(name: str, *days: date, approving: bool = False) -> Urged:
    """A unit with one matter for each day."""
    owed = (
        Owed(f"{number}.", "清理占道杂物", day, max(0, (TODAY - day).days), approving)
        for number, day in enumerate(days, start=1)
    )
    return Urged(1, name, tuple(owed), ())


def listed(units: Iterable[Urged]) -> Urging:
    return Urging(1, "停车便民", TODAY, MONTH_END, tuple(units), (), USUAL, (), True)


def words(*days: date) -> list[str]:
    one = unit("县城管局", *days)
    return text_for(listed([one]), one).splitlines()


def test_what_is_overdue_is_asked_for_at_once_and_all_else_by_its_own_day() -> None:
    assert words(LONG_AGO, WEDNESDAY, MONTH_END, MONTH_END) == [
        "县城管局：《停车便民》尚有4件未报送，其中逾期1件。",
        "已逾期1件，请尽快补报：",
        "1. 1.清理占道杂物（逾期10天）",
        "请于2026年11月25日前报送1件：",
        "2. 2.清理占道杂物",
        "请于2026年11月30日前报送2件：",
        "3. 3.清理占道杂物",
        "4. 4.清理占道杂物",
        "如有困难请及时与我们联系。",
    ]


def test_what_is_due_today_is_asked_for_today() -> None:
    assert "今日到期1件，请于今日报送：" in words(TODAY, MONTH_END)


def test_where_all_is_overdue_no_day_is_named() -> None:
    assert words(LONG_AGO)[1:] == [
        "已逾期1件，请尽快补报：",
        "1. 1.清理占道杂物（逾期10天）",
        "如有困难请及时与我们联系。",
    ]


def test_a_long_list_names_ten_matters_and_counts_the_others_by_their_day() -> None:
    said = words(*[LONG_AGO] * 9, *[WEDNESDAY] * 3, MONTH_END)
    assert said[-4:] == [
        "10. 10.清理占道杂物",
        "请于2026年11月30日前报送1件。",
        "以上列出10件，其余3件请登录查看。",
        "如有困难请及时与我们联系。",
    ]
    assert "请于2026年11月25日前报送3件：" in said


def test_what_waits_for_the_approver_is_said() -> None:
    one = unit("县城管局", LONG_AGO, approving=True)
    assert "（逾期10天，待本单位审核）" in text_for(listed([one]), one)


def test_the_words_for_all_units_count_by_day() -> None:
    said = text_for_all(listed([unit("县城管局", LONG_AGO, WEDNESDAY, WEDNESDAY), unit("东岸镇", TODAY, MONTH_END)]))
    assert said == (
        "各单位：《停车便民》2026年11月30日前应报未报5件：县城管局逾期1件、11月25日前2件；东岸镇今日到期1件、11月30日前1件。"
        "逾期的请尽快补报，其余请按时报送，如有困难请及时与我们联系。"
    )


def test_the_table_says_how_many_are_due_by_when() -> None:
    (row,) = urging_table(listed([unit("县城管局", LONG_AGO, WEDNESDAY, MONTH_END)])).tables[0].sections[0].rows
    assert row[5].text == "逾期1件\n11月25日前1件\n11月30日前1件"
    assert row[2].text.splitlines()[1] == "2.清理占道杂物（2026年11月25日到期）"
