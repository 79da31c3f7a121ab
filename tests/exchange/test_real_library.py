import os
from pathlib import Path

import pytest

from questions.exchange.coverage_records import sentence_places
from questions.exchange.library_check import check_library
from questions.exchange.library_import import import_library
from questions.exchange.library_records import LIBRARY_DIR
from questions.exchange.source_texts import read_document
from questions.models import Fact

SOURCES = Path(
    os.environ.get("KAZQUIZ_SOURCES") or LIBRARY_DIR.parent.parent.parent / "shared" / "sources"
)


def test_the_library_is_sound_in_form():
    assert [str(problem) for problem in check_library(LIBRARY_DIR).problems] == []


@pytest.mark.sources
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources' texts are not at hand")
def test_the_texts_bear_out_every_fact_of_the_library():
    report = check_library(LIBRARY_DIR, SOURCES)

    assert [str(problem) for problem in report.problems] == []
    assert all(row.facts and row.citations >= row.facts for row in report.figures)


def test_every_sentence_of_every_source_is_accounted_for():
    coverage = check_library(LIBRARY_DIR).coverage

    assert [str(problem) for problem in coverage.problems] == []
    assert {row.percent for row in coverage.figures} == {100}


@pytest.mark.sources
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources' texts are not at hand")
def test_the_maps_list_the_sentences_of_the_texts():
    report = check_library(LIBRARY_DIR)
    mapped = {
        coverage.source: [sentence.place for sentence in coverage.sentences]
        for coverage in report.coverage.maps
    }

    assert mapped == {
        source.id: sentence_places(read_document(SOURCES, source.id))
        for source in report.library.sources
    }


@pytest.mark.django_db
def test_the_library_can_be_imported_and_then_has_nothing_to_do(now):
    import_library(folder=LIBRARY_DIR, now=now, apply=True)

    assert Fact.objects.library().published().count() > 200
    assert import_library(folder=LIBRARY_DIR, now=now, apply=True).is_idle
