"""A sentence and the date of its report in, the time that the sentence gives out."""

from __future__ import annotations

from datetime import date

import pytest

from kg.times import find_time

FRIDAY = date(2014, 6, 13)


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("The two met on Friday.", "2014-06-13"),
        ("The two met on Thursday.", "2014-06-12"),
        ("The two met on Saturday.", "2014-06-07"),
        ("The two met today.", "2014-06-13"),
        ("The two met yesterday.", "2014-06-12"),
        ("The two met two days ago.", "2014-06-11"),
        ("The two met a week ago.", "2014-06-06"),
        ("The two met 3 weeks ago.", "2014-05-23"),
        ("The two met last week.", "2014-06-02/2014-06-08"),
        ("The two met last month.", "2014-05"),
        ("The two met last year.", "2013"),
        ("The two met on 15 June 2012.", "2012-06-15"),
        ("The two met on June 15, 2012.", "2012-06-15"),
        ("The two met on May 2.", "2014-05-02"),
        ("The two met on 20 December.", "2013-12-20"),
        ("The two met in March 2011.", "2011-03"),
        ("The two met in 2007.", "2007"),
        ("The two have met since 1998.", "1998"),
        ("The two met in 2001, after the attacks of September 11.", "2001"),
        ("The two met in a tent.", None),
        ("The two met 2007 times.", None),
        ("The two marched on.", None),
    ],
)
def test_time(sentence: str, time: str | None) -> None:
    assert find_time(sentence, FRIDAY) == time


def test_last_month_of_a_january_lies_in_the_year_before() -> None:
    assert find_time("The two met last month.", date(2014, 1, 31)) == "2013-12"


def test_the_expression_nearest_to_the_relation_counts() -> None:
    sentence = "In 2007 the two fell out, and in 2009 they met."
    assert find_time(sentence, FRIDAY, sentence.index("fell")) == "2007"
    assert find_time(sentence, FRIDAY, sentence.index("met")) == "2009"


@pytest.mark.parametrize("when", ["on Friday", "yesterday", "last week", "two days ago", "on 15 June"])
def test_relative_time_needs_the_date_of_the_report(when: str) -> None:
    assert find_time(f"The two met {when}.", None) is None


@pytest.mark.parametrize(
    ("when", "time"), [("in 2007", "2007"), ("in May 2011", "2011-05"), ("on 15 June 2012", "2012-06-15")]
)
def test_full_date_needs_no_date_of_the_report(when: str, time: str) -> None:
    assert find_time(f"The two met {when}.", None) == time
