from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.exchange.import_report import ImportReport
from questions.exchange.library_import import LibraryProblemsError, import_library
from questions.exchange.source_texts import load_texts
from questions.models import Citation, Entity, Fact, FactText, FactValue, Relation, Source, Topic
from tests.exchange.conftest import MadeUpLibrary
from tests.factories import FactFactory

pytestmark = pytest.mark.django_db
FACTS = "facts/league.toml"


def run(made_up: MadeUpLibrary, now, *, apply: bool = True) -> ImportReport:
    return import_library(folder=made_up.folder, now=now, apply=apply)


def rows() -> list[tuple]:
    """Everything the import writes, as it stands in the database."""
    models = (Topic, Source, Relation, Entity, Fact, FactText, FactValue, Citation)
    return [row for model in models for row in model.objects.order_by("pk").values_list()]


def told(changes) -> list[str]:
    return [str(change) for change in changes]


def test_a_first_import_adds_every_row(made_up, now):
    report = run(made_up, now)

    assert list(report.figures()) == [
        "topics: 1 added",
        "sources: 1 added",
        "relations: 5 added",
        "entities: 4 added",
        "facts: 5 added",
        "sets: none",
    ]
    fact = Fact.objects.get(slug="league-founded")
    assert (fact.topic.slug, fact.subject.slug, fact.relation.slug) == (
        "league",
        "lantern-league",
        "founded-on",
    )
    assert (fact.owner, fact.withdrawn_at, fact.importance) == (None, None, 3)
    assert [text.language for text in fact.texts.order_by("language")] == ["en", "ru"]
    values = Fact.objects.get(slug="league-admitted").values.all()
    assert [value.entity.slug for value in values] == ["norland", "sudland"]
    assert Fact.objects.get(slug="league-size").values.get().number == 6


def test_a_dry_run_says_the_same_and_changes_nothing(made_up, now):
    dry = run(made_up, now, apply=False)

    assert rows() == []
    assert dry == run(made_up, now)


def test_a_second_import_has_nothing_to_do(made_up, now):
    run(made_up, now)
    before = rows()

    report = run(made_up, now + timedelta(days=1))

    assert report.is_idle
    assert rows() == before
    assert "facts: 5 unchanged" in report.figures()


def test_an_idle_import_writes_no_row(made_up, now):
    run(made_up, now)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        run(made_up, now)

    written = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "DELETE")]
    assert written == []


def test_citations_know_their_section_and_paragraph(made_up, now):
    run(made_up, now)

    places = Citation.objects.order_by("start").values_list("section", "paragraph").distinct()

    assert set(places) == {("Founding", 1), ("Members", 1)}


def test_changes_are_told_with_their_fields(made_up, now):
    run(made_up, now)
    made_up.edit(FACTS, "importance = 3", 'importance = 2\nnear = ["league-rule"]')
    made_up.edit(FACTS, "lamplighters'", "lamp makers'")
    made_up.edit(FACTS, "Когда основана", "Когда была основана")
    made_up.edit(FACTS, "number = 6", "number = 7")
    made_up.edit(
        "entities.toml", 'name.en = "Norland"', 'name.en = "Norland"\nname.ru = "Норландия"'
    )
    made_up.edit("sources.toml", 'year = "2011"', 'year = "2012"')

    report = run(made_up, now)

    assert told(report.changed) == [
        "source league-history: year",
        "entity norland: names",
        "fact league-founded: importance, near, en.explanation, ru.ask_value",
        "fact league-size: value",
    ]
    assert Fact.objects.get(slug="league-size").values.get().number == 7
    assert run(made_up, now).is_idle


def test_a_wording_that_comes_or_goes_is_told_by_its_language(made_up, now):
    run(made_up, now)
    made_up.edit(FACTS, "[fact.ru]", "[fact.kk]")

    report = run(made_up, now)

    assert told(report.changed) == ["fact league-founded: kk, ru"]
    assert set(
        FactText.objects.filter(fact__slug="league-founded").values_list("language", flat=True)
    ) == {"en", "kk"}


def without(made_up: MadeUpLibrary, *slugs: str) -> None:
    """Take facts out of the facts' file."""
    path = made_up.folder / FACTS
    entries = path.read_text("utf-8").split("[[fact]]")
    kept = [entry for entry in entries if not any(f'id = "{slug}"' in entry for slug in slugs)]
    path.write_text("[[fact]]".join(kept), "utf-8")


def test_a_fact_that_vanished_is_withdrawn_and_comes_back(made_up, now):
    run(made_up, now)
    whole = (made_up.folder / FACTS).read_text("utf-8")
    without(made_up, "league-admitted")
    for name in ("norland", "sudland"):
        made_up.append(FACTS, "")
        _drop_entity(made_up, name)
    _drop_relation(made_up, "admitted")

    report = run(made_up, now)

    assert told(report.withdrawn) == ["fact league-admitted"]
    assert told(report.kept) == ["relation admitted", "entity norland", "entity sudland"]
    assert Fact.objects.get(slug="league-admitted").withdrawn_at == now
    assert run(made_up, now + timedelta(days=1)).is_idle
    assert Fact.objects.get(slug="league-admitted").withdrawn_at == now

    (made_up.folder / FACTS).write_text(whole, "utf-8")
    _restore(made_up)
    back = run(made_up, now)

    assert told(back.changed) == ["fact league-admitted: withdrawn_at"]
    assert Fact.objects.get(slug="league-admitted").withdrawn_at is None


def _drop_entity(made_up: MadeUpLibrary, slug: str) -> None:
    _drop(made_up, "entities.toml", "[[entity]]", slug)


def _drop_relation(made_up: MadeUpLibrary, slug: str) -> None:
    _drop(made_up, "relations.toml", "[[relation]]", slug)


def _drop(made_up: MadeUpLibrary, file: str, mark: str, slug: str) -> None:
    path = made_up.folder / file
    entries = path.read_text("utf-8").split(mark)
    path.write_text(mark.join(e for e in entries if f'id = "{slug}"' not in e), "utf-8")


def _restore(made_up: MadeUpLibrary) -> None:
    from tests.exchange.conftest import ENTITIES, RELATIONS

    (made_up.folder / "entities.toml").write_text(ENTITIES, "utf-8")
    (made_up.folder / "relations.toml").write_text(RELATIONS, "utf-8")


def test_an_entity_that_vanished_and_is_unused_is_deleted(made_up, now):
    run(made_up, now)
    made_up.edit("entities.toml", 'id = "brightwater"', 'id = "bright-water"')
    made_up.edit(FACTS, '"brightwater"', '"bright-water"')

    report = run(made_up, now)

    assert told(report.added) == ["entity bright-water"]
    assert told(report.deleted) == ["entity brightwater"]
    assert told(report.changed) == ["fact league-founded-in: value"]
    assert not Entity.objects.filter(slug="brightwater").exists()


def test_an_entity_that_a_teacher_uses_is_kept(made_up, now, alice):
    run(made_up, now)
    FactFactory(
        owner=alice,
        slug="mine",
        topic=Topic.objects.get(slug="league"),
        subject=Entity.objects.get(slug="brightwater"),
    )
    made_up.edit("entities.toml", 'id = "brightwater"', 'id = "bright-water"')
    made_up.edit(FACTS, '"brightwater"', '"bright-water"')

    report = run(made_up, now)

    assert [str(row) for row in report.kept if row.kind == "entity"] == ["entity brightwater"]


def test_rows_of_people_are_left_alone(made_up, now, alice):
    run(made_up, now)
    mine = FactFactory(owner=alice, slug="league-founded", topic=Topic.objects.get(slug="league"))
    Entity.objects.create(owner=alice, slug="my-town", kind="city", names={"en": "My Town"})

    report = run(made_up, now)

    assert report.is_idle or told(report.deleted) == []
    mine.refresh_from_db()
    assert (mine.withdrawn_at, mine.owner) == (None, alice)
    assert Entity.objects.filter(slug="my-town").exists()


def test_a_fact_that_a_curator_withdrew_stays_withdrawn(made_up, now):
    run(made_up, now)
    Fact.objects.filter(slug="league-rule").update(withdrawn_at=now)

    report = run(made_up, now)

    assert report.is_idle
    assert Fact.objects.get(slug="league-rule").withdrawn_at == now


def test_two_facts_can_swap_their_values(made_up, now):
    relation = '[[relation]]\nid = "met-in"\nname.en = "met in"\nvalue = "date"\nseveral = true\n'
    made_up.append("relations.toml", relation)
    template = (
        '[[fact]]\nid = "{id}"\nsubject = "lantern-league"\nrelation = "met-in"\nvalue = "{year}"\n'
        "importance = 1\ncite = [{cite}]\n[fact.en]\n"
        'statement = "The League met."\nask.value = "When was {id}?"\n'
    )
    cite = (made_up.folder / FACTS).read_text("utf-8").split("cite = [")[1].split("]")[0]
    first = [
        template.format(id="one", year=2008, cite=cite),
        template.format(id="two", year=2009, cite=cite),
    ]
    second = [
        template.format(id="one", year=2009, cite=cite),
        template.format(id="two", year=2008, cite=cite),
    ]
    (made_up.folder / "facts" / "league.toml").write_text(
        (made_up.folder / FACTS).read_text("utf-8") + "\n".join(first), "utf-8"
    )
    run(made_up, now)
    text = (made_up.folder / FACTS).read_text("utf-8")
    (made_up.folder / FACTS).write_text(text.replace("\n".join(first), "\n".join(second)), "utf-8")

    report = run(made_up, now)

    assert told(report.changed) == ["fact one: value", "fact two: value"]
    assert Fact.objects.get(slug="one").values.get().date_start == "2009"


def test_another_fact_may_say_what_a_withdrawn_one_said(made_up, now):
    run(made_up, now)
    made_up.edit(FACTS, 'id = "league-rule"', 'id = "league-doors"')
    made_up.edit(FACTS, 'near = ["league-rule"]', "")

    report = run(made_up, now)

    assert told(report.added) == ["fact league-doors"]
    assert told(report.withdrawn) == ["fact league-rule"]


def test_any_problem_stops_the_whole_import(made_up, now):
    made_up.edit(FACTS, '"brightwater"', '"brightwatr"')
    (made_up.folder / "facts" / "broken.toml").write_text("[[fact]\n", "utf-8")

    with pytest.raises(LibraryProblemsError) as caught:
        run(made_up, now)

    named = {(problem.file, problem.entry) for problem in caught.value.problems}
    assert named >= {("facts/broken.toml", "file"), (FACTS, "league-founded-in")}
    assert rows() == []


def test_a_problem_leaves_an_earlier_import_as_it_was(made_up, now):
    run(made_up, now)
    before = rows()
    made_up.edit(FACTS, "importance = 3", "importance = 2")
    made_up.edit(FACTS, "League founded?", "League founded")

    with pytest.raises(LibraryProblemsError):
        run(made_up, now)

    assert rows() == before


def test_a_loaded_text_is_kept_and_a_changed_digest_is_noted(made_up, now):
    run(made_up, now)
    load_texts(path=made_up.sources)
    text = Source.objects.get().text
    assert text

    assert run(made_up, now).is_idle
    made_up.edit("sources.toml", 'digest = "', f'digest = "{"0" * 8}')
    path = made_up.folder / "sources.toml"
    lines = [
        line if not line.startswith("digest") else f'digest = "{"0" * 64}"'
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(lines), "utf-8")
    report = run(made_up, now)

    assert Source.objects.get().text == text
    assert report.notes == ("source league-history: its loaded text is another now; load it again",)


def test_the_number_of_queries_does_not_grow_with_the_facts(made_up, now):
    run(made_up, now)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            run(made_up, now)
        return len(queries)

    few = count()
    text = (made_up.folder / FACTS).read_text("utf-8")
    entry = next(e for e in text.split("[[fact]]") if 'id = "league-admitted"' in e)
    for number in range(5):
        more = entry.replace("league-admitted", f"league-admitted-{number}").replace(
            "2010", f"202{number}"
        )
        more = more.replace('["norland", "sudland"]', '["sudland"]' if number else '["norland"]')
        if number < 2:
            made_up.append(FACTS, "[[fact]]" + more)
    run(made_up, now)

    assert count() == few
