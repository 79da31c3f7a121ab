import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questions.models import Fact, Question, Source
from tests.exchange.conftest import LEAGUE_TEXT, MadeUpLibrary, made_up  # noqa: F401
from tests.factories import QuestionFactory
from tests.playing import play_once, question_of


def run(*words: object) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(*map(str, words), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def library(made_up: MadeUpLibrary) -> MadeUpLibrary:  # noqa: F811
    return made_up


class TestCheckLibrary:
    def test_a_sound_library_gives_figures(self, library):
        printed = run("check_library", "--library", library.folder, "--sources", library.sources)

        assert printed.splitlines() == [
            "league: 5 facts, 1 of importance 3, 5 citations, 1 caveats, 1 lists, "
            "4 sentences cited",
            "league-history: 8 sentences, 4 cited, 1 context, 3 matter; 100 % accounted for",
            "0 problems",
        ]

    def test_a_problem_is_one_line_and_the_exit_code_is_1(self, library, capsys):
        library.edit("facts/league.toml", "importance = 3", "importance = 5")

        with pytest.raises(SystemExit) as caught:
            call_command("check_library", library=library.folder)

        assert caught.value.code == 1
        error = capsys.readouterr().err
        assert re.fullmatch(r"facts/league\.toml: league-founded: importance: [^\n]*\n", error)

    def test_an_open_sentence_is_a_problem_unless_only_the_facts_are_asked_for(
        self, library, capsys
    ):
        library.edit("coverage/league-history.toml", "context", "unaccounted")

        with pytest.raises(SystemExit):
            call_command("check_library", library=library.folder)
        printed = run("check_library", "--library", library.folder, "--facts-only")

        assert ": account for it: " in capsys.readouterr().err
        assert printed.splitlines()[1:] == ["0 problems"]


class TestMapSentences:
    def test_nothing_is_written_until_told_to(self, library):
        (library.folder / "coverage/league-history.toml").unlink()
        words = ("map_sentences", "league-history", "--library", library.folder)

        printed = run(*words, "--sources", library.sources, "--show")

        assert [line for line in printed.splitlines() if line.endswith("Founding")]
        assert "8 sentences, 4 cited, 4 unaccounted; 50 % accounted for" in printed
        assert "nothing was written yet" in printed
        assert not (library.folder / "coverage/league-history.toml").exists()
        assert "nothing was written" not in run(*words, "--sources", library.sources, "--write")
        assert "places: 0 added, 0 gone" in run(*words, "--sources", library.sources)

    def test_an_unknown_source_is_told(self, library):
        with pytest.raises(CommandError, match="moon: the library has no such source"):
            run("map_sentences", "moon", "--library", library.folder)


class TestCite:
    def test_a_citation_is_printed_with_its_words(self, library):
        printed = run("cite", "league-history", "six members", "--sources", library.sources)

        start = LEAGUE_TEXT.index("six members")
        assert printed.startswith(f"league-history@{start}-{start + 11}:")
        assert printed.endswith("  six members\n")

    def test_of_several_places_one_is_chosen(self, library):
        words = ("cite", "league-history", "Lantern League", "--sources", library.sources)

        assert "2 places: choose one with --nth N" in run(*words)
        assert len(run(*words, "--nth", 2).splitlines()) == 1
        with pytest.raises(CommandError, match="there is no place 3"):
            run(*words, "--nth", 3)

    def test_words_that_are_not_there_are_told(self, library):
        with pytest.raises(CommandError, match="does not stand in league-history"):
            run("cite", "league-history", "seven members", "--sources", library.sources)

    def test_an_unknown_source_is_told(self, library):
        with pytest.raises(CommandError, match="cannot be read"):
            run("cite", "other", "words", "--sources", library.sources)

    def test_without_a_folder_the_loaded_text_is_read(self, library, db):
        run("import_library", "--yes", "--library", library.folder)
        with pytest.raises(CommandError, match="its text is not loaded"):
            run("cite", "league-history", "six members")
        run("load_source", library.sources)

        assert "six members" in run("cite", "league-history", "six members")


def test_outline_prints_what_sources_toml_needs(library):
    printed = run("outline", "league-history", "--sources", library.sources)

    assert 'title = "Founding"' in printed
    assert "paragraphs = [" in printed
    with pytest.raises(CommandError, match="cannot be read"):
        run("outline", "other", "--sources", library.sources)


@pytest.mark.django_db
class TestImportLibrary:
    def test_it_says_what_an_edit_does_to_learners(self, library, alice, now):
        run("import_library", "--yes", "--library", library.folder)
        fact = Fact.objects.get(slug="league-size")
        play_once(alice, question_of("cloze", fact=fact), now=now)
        library.edit("facts/league.toml", "number = 6", "number = 7")
        library.edit("facts/league.toml", "lamplighters'", "lamp makers'")

        for words in ((), ("--yes",)):
            assert run("import_library", *words, "--library", library.folder).splitlines()[:2] == [
                "changed fact league-founded: en.explanation (memory kept)",
                "changed fact league-size: value (asked again soon: 1 card)",
            ]

    def test_it_changes_nothing_until_told_to(self, library):
        printed = run("import_library", "--library", library.folder)

        assert "facts: 5 added" in printed
        assert "add --yes" in printed
        assert not Fact.objects.exists()

    def test_twice_in_a_row_there_is_nothing_to_do(self, library):
        run("import_library", "--yes", "--library", library.folder)

        printed = run("import_library", "--yes", "--library", library.folder)

        assert printed.splitlines()[-1] == "nothing to do"
        assert Fact.objects.count() == 5

    def test_changes_are_told_with_their_fields(self, library):
        run("import_library", "--yes", "--library", library.folder)
        library.edit("facts/league.toml", "importance = 3", "importance = 2")

        printed = run("import_library", "--yes", "--library", library.folder)

        assert "changed fact league-founded: importance" in printed

    def test_problems_stop_it_and_are_listed(self, library):
        library.edit("facts/league.toml", "importance = 3", "importance = 5")
        out = StringIO()

        with pytest.raises(CommandError, match="nothing was imported"):
            call_command("import_library", "--yes", library=library.folder, stderr=out)

        assert out.getvalue().startswith("facts/league.toml: league-founded: importance: ")
        assert not Fact.objects.exists()


@pytest.mark.django_db
class TestLoadSource:
    def test_a_text_is_loaded(self, library):
        run("import_library", "--yes", "--library", library.folder)
        path = library.sources / "league-history.txt"

        assert "league-history is loaded" in run("load_source", path)
        assert "was loaded already" in run("load_source", path, "--source", "league-history")
        assert Source.objects.get().text == LEAGUE_TEXT

    def test_another_text_is_refused(self, library):
        run("import_library", "--yes", "--library", library.folder)
        path = library.sources / "league-history.txt"
        path.write_text("Something else.", "utf-8")

        with pytest.raises(CommandError, match="is not the text that league-history was cited"):
            run("load_source", path)


@pytest.mark.django_db
class TestExportQuestions:
    def test_each_line_is_one_question(self, tmp_path):
        question = QuestionFactory(status=Question.Status.APPROVED)
        path = tmp_path / "questions.jsonl"

        run("export_questions", "--format", "jsonl", "--out", path)

        (line,) = path.read_text("utf-8").splitlines()
        assert json.loads(line)["stem"] == question.stem
        assert json.loads(run("export_questions")) == json.loads(line)

    def test_an_unknown_topic_is_told(self):
        with pytest.raises(CommandError, match="there is no topic “moon”"):
            run("export_questions", "--topic", "moon")
