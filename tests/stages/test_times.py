"""Limits, periods and rhythms, told from the words of one sentence."""

from __future__ import annotations

import pytest

from luoshi.outline.model import DeadlineKind, Every
from luoshi.outline.stages import times


def first(text: str) -> tuple[str, str | None] | None:
    found = times.deadlines(text, 0, len(text), 2022)
    return (found[0].text, found[0].date) if found else None


@pytest.mark.parametrize(
    ("text", "limit", "day"),
    [
        ("2017年10月底前完成整改", "2017年10月底前", "2017-10-31"),
        ("11月30日前，各乡镇开展自查", "11月30日前", "2022-11-30"),
        ("6月前完成征迁", "6月前", "2022-06-30"),
        ("2020年前建成", "2020年前", "2020-12-31"),
        ("8月中旬前报送", "8月中旬前", "2022-08-20"),
        ("到2025年，新增泊位300个", "到2025年", "2025-12-31"),
        ("截至2023年底", "截至2023年底", "2023-12-31"),
        ("今年内完成清理", "今年内", "2022-12-31"),
        ("2022年第四季度前验收", "2022年第四季度前", "2022-12-31"),
        ("2018年计划完成46座", "2018年", "2018-12-31"),
        ("力争2022年第四季度投入运行", "2022年第四季度", "2022-12-31"),
        ("十二月底前办结", "十二月底前", "2022-12-31"),
        ("2018年至2020年，建设公厕10座", "2018年至2020年", "2020-12-31"),
        ("完成时限：2020年6月", "2020年6月", "2020-06-30"),
        ("到“十四五”末，达到1.2万人", "到“十四五”末", "2025-12-31"),
        ("国庆节前完成修订", "国庆节前", "2022-09-30"),
        ("春节前兑付", "春节前", None),
    ],
)
def test_a_limit_is_kept_verbatim_and_gives_its_last_day(text: str, limit: str, day: str | None) -> None:
    assert first(text) == (limit, day)


@pytest.mark.parametrize(
    "text",
    [
        "每月28日报送进展",
        "每年11月底前报送总结",
        "分2年实施",
        "连续3年达标",
        "落实《2022年工作要点》",
        "比2015年提高两成",
        "2018年度先进单位",
        "2017年以来成效明显",
        "活动时间：8月下旬—9月上旬",
        "每年3月底前、9月底前各检查一次",
        "改造2000年底前建成的小区",
        "11月中旬举办第21届校运会",
        "2020年9月11日，会议作出部署",
    ],
)
def test_what_is_no_limit_is_not_read_as_one(text: str) -> None:
    assert first(text) is None


def test_a_length_of_time_counts_only_where_no_date_is_given() -> None:
    assert first("5年内建成") == ("5年内", None)
    assert first("收到后1个月内整改，11月底前完成") == ("11月底前", "2022-11-30")


def test_a_range_fills_what_one_end_leaves_out() -> None:
    text = "12月—2022年6月"
    (limit,) = times.deadlines(text, 0, len(text), 2022)
    assert (limit.kind, limit.start, limit.end) == (DeadlineKind.WITHIN, "2021-12", "2022-06")


@pytest.mark.parametrize(
    ("text", "every", "interval", "day"),
    [
        ("每季度报送", Every.QUARTER, 1, None),
        ("每月28日前上报", Every.MONTH, 1, 28),
        ("每两个月调度一次", Every.MONTH, 2, None),
        ("每半年评估", Every.HALF_YEAR, 1, None),
    ],
)
def test_a_rhythm_is_read_as_a_recurrence(text: str, every: Every, interval: int, day: int | None) -> None:
    rhythm = next(times.rhythms(text, 0, len(text)))
    assert (rhythm.every, rhythm.interval, rhythm.day) == (every, interval, day)


def test_steady_work_is_a_rhythm_only_where_a_time_is_asked_for() -> None:
    assert next(times.rhythms("长期坚持", 0, 4), None) is None
    assert next(times.rhythms("长期坚持", 0, 4, loose=True)).every is Every.CONTINUOUS
