"""The timeline: every dated fact of the library, drawn and listed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from questions.generation.wording import date_words, range_words
from questions.models import FactText, FactValue, Topic, ValueKind
from questions.progress.statements import texts_in
from questions.progress.timeline import (
    Axis,
    Moment,
    Place,
    axis_of,
    decades_of,
    in_order,
    stacked,
)
from questions.templatetags.wording import reader_language
from questions.views.access import visible_facts, visible_topic

# As wide as the column of a desktop, so that a unit of the picture is a pixel; phones scroll it.
_WIDTH, _MARGIN = 624, 14
_HEAD, _LABEL, _FOOT = 32, 24, 8
_TARGET = 26  # a dot's target of 24 and a gap


@dataclass(frozen=True)
class Line:
    """A moment in words."""

    moment: Moment
    date: str
    text: FactText
    topic: Topic


@dataclass(frozen=True)
class Dot:
    """A moment in the picture."""

    line: Line
    x: float
    until: float
    y: float


@dataclass(frozen=True)
class Lane:
    """One topic's strip of the picture."""

    topic: Topic
    top: int
    label_y: int
    dots: list[Dot]


@dataclass(frozen=True)
class Tick:
    """What lies between two ticks: a year, or a decade with its own address."""

    year: str
    x: float
    middle: float
    width: float
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """Everything that the template draws."""

    lanes: list[Lane]
    ticks: list[Tick]
    height: int
    width: int = _WIDTH
    # Where a phone shows a lane's name again, so that it is in sight however far it scrolls.
    repeats: tuple[int, ...] = (_WIDTH // 3, 2 * _WIDTH // 3)


@dataclass(frozen=True)
class Choice:
    """A decade or a topic to narrow the page to."""

    name: str
    count: int
    url: str
    is_current: bool
    topic: Topic | None = None


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """All dates, or those of a decade or a topic."""
    slug = request.GET.get("topic", "")
    topic = visible_topic(slug) if slug else None
    decade = _decade(request.GET.get("decade", ""))
    moments = _moments()
    of_topic = [m for m in moments if topic is None or m.topic_id == topic.pk]
    shown = [m for m in of_topic if decade is None or m.decade == decade]
    topics = list(Topic.objects.order_by("position", "slug"))
    lines = _lines(shown, topics)
    decades = [year for year, _count in decades_of(of_topic)]
    earlier = [year for year in decades if decade is not None and year < decade]
    later = [year for year in decades if decade is not None and year > decade]
    context = {
        "topic": topic,
        "decade": "" if decade is None else str(decade),
        "count": len(lines),
        "has_any": bool(moments),
        "all_url": _url(None, None),
        "decades": _decades(of_topic, decade, topic),
        "all_decades": Choice("", len(of_topic), _url(None, topic), decade is None),
        "topics": _topics(moments, decade, topic, topics),
        "all_topics": _all_topics(moments, decade, topic),
        "earlier": _step(earlier[-1:], topic),
        "later": _step(later[:1], topic),
        "picture": _picture(lines, decade, topic, topics) if lines else None,
        "years": [
            (str(year), list(group))
            for year, group in groupby(lines, key=lambda line: line.moment.year)
        ],
    }
    return render(request, "library/timeline.html", context)


def _decade(text: str) -> int | None:
    """The decade asked for; anything that is none counts as no wish."""
    return int(text) if re.fullmatch("[12][0-9]{2}0", text, re.ASCII) else None


def _moments() -> list[Moment]:
    rows = FactValue.objects.filter(
        fact__in=visible_facts(), fact__relation__value_kind=ValueKind.DATE
    ).exclude(date_start="")
    return in_order(
        Moment(*row)
        for row in rows.values_list("fact_id", "fact__topic_id", "date_start", "date_end")
    )


def _lines(moments: Sequence[Moment], topics: Sequence[Topic]) -> list[Line]:
    language = reader_language()
    texts = texts_in(language, {moment.fact_id for moment in moments})
    by_id = {topic.pk: topic for topic in topics}
    return [
        Line(moment, _date(moment, language), texts[moment.fact_id], by_id[moment.topic_id])
        for moment in moments
        if moment.fact_id in texts
    ]


def _date(moment: Moment, language: str) -> str:
    if moment.end:
        return range_words(moment.start, moment.end, language)
    return date_words(moment.start, language)


def _url(decade: int | None, topic: Topic | None) -> str:
    asked = {"decade": decade, "topic": topic.slug if topic else None}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    address = reverse("questions:library-timeline")
    return f"{address}?{query}" if query else address


def _decades(moments: Sequence[Moment], decade: int | None, topic: Topic | None) -> list[Choice]:
    return [
        Choice(str(year), count, _url(year, topic), year == decade)
        for year, count in decades_of(moments)
    ]


def _all_topics(moments: Sequence[Moment], decade: int | None, topic: Topic | None) -> Choice:
    count = sum(decade is None or moment.decade == decade for moment in moments)
    return Choice("", count, _url(decade, None), topic is None)


def _topics(
    moments: Sequence[Moment], decade: int | None, topic: Topic | None, topics: Sequence[Topic]
) -> list[Choice]:
    counted = [m.topic_id for m in moments if decade is None or m.decade == decade]
    return [
        Choice(one.name, counted.count(one.pk), _url(decade, one), one == topic, one)
        for one in topics
    ]


def _step(decades: Sequence[int], topic: Topic | None) -> Choice | None:
    """The way to the next decade on that side that holds anything."""
    return Choice(str(decades[0]), 0, _url(decades[0], topic), False) if decades else None


def _picture(
    lines: Sequence[Line], decade: int | None, topic: Topic | None, topics: Sequence[Topic]
) -> Picture:
    axis = axis_of([line.moment for line in lines], decade, width=_WIDTH, margin=_MARGIN)
    lanes = []
    top = _HEAD
    for one in [topic] if topic else topics:
        own = {line.moment: line for line in lines if line.topic == one}
        places = stacked(own, axis, apart=_TARGET)
        dots = [_dot(place, own[place.moment], top) for place in places]
        lanes.append(Lane(one, top, top + _LABEL - 7, dots))
        top += _LABEL + _TARGET * (1 + max((place.row for place in places), default=-1)) + _FOOT
    return Picture(lanes, _ticks(axis, topic), top)


def _dot(place: Place, line: Line, top: int) -> Dot:
    y = top + _LABEL + _TARGET * place.row + _TARGET / 2
    return Dot(line, place.x, place.until, y)


def _ticks(axis: Axis, topic: Topic | None) -> list[Tick]:
    ticks = []
    for year in axis.ticks:
        x, until = axis.x(year), axis.x(year + axis.step)
        url = _url(year, topic) if axis.step > 1 else ""
        ticks.append(Tick(str(year), x, round((x + until) / 2, 1), round(until - x, 1), url))
    return ticks
