"""The house rules that a program can check: layers, names, clocks, sizes, migrations."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "questions"
ROOMS = (
    "models", "language", "grounding", "generation", "scheduling", "quiz", "progress", "exchange",
    "authoring", "classrooms",
)  # fmt: skip
BANNED_NAMES = {"utils", "util", "common", "core", "helpers", "helper", "services", "misc"}
CLOCKS = {"now", "utcnow", "today", "localtime", "localdate", "time", "monotonic"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "time", "dt"}
LONGEST_FUNCTION, LONGEST_FILE = 40, 300


def modules(*folders: str) -> list[Path]:
    """The modules of the code, or of some of its rooms; migrations are not written by hand."""
    places = [CODE / folder for folder in folders] or [CODE, ROOT / "kazquiz"]
    found = [
        path for place in places for path in (*place.glob("**/*.py"), place.with_suffix(".py"))
    ]
    return sorted(p for p in found if p.is_file() and "migrations" not in p.parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def clock_calls(tree: ast.Module) -> Iterator[str]:
    """Calls that read the clock, and uses of the random numbers that all modules share."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, name = ast.unparse(node.func.value).split(".")[-1], node.func.attr
            if name in CLOCKS and owner in CLOCK_OWNERS:
                yield ast.unparse(node)
            if owner in ("random", "secrets") and name not in ("Random", "SystemRandom"):
                yield ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and node.module in ("random", "secrets", "time"):
            allowed = {"Random", "SystemRandom"} if node.module == "random" else set()
            yield from (alias.name for alias in node.names if alias.name not in allowed)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            yield from (alias.name for alias in node.names if alias.name in CLOCKS)


def test_imports_go_downwards():
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_is_looked_at():
    missing = [room for room in ROOMS if not modules(room)]
    assert missing == []


def test_no_module_has_a_name_that_says_nothing():
    paths = [*CODE.glob("**/*"), *(ROOT / "tests").glob("**/*"), *(ROOT / "kazquiz").glob("**/*")]
    assert [p for p in paths if p.stem in BANNED_NAMES] == []


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_and_models_read_no_clock_and_no_shared_random_numbers(room):
    found = {path.name: list(clock_calls(parsed(path))) for path in modules(room)}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "timezone.now()",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "date.today()",
        "time.time()",
        "django.utils.timezone.localdate()",
        "random.random()",
        "random.shuffle(x)",
        "secrets.token_hex()",
        "from random import choice",
        "from django.utils.timezone import now",
    ],
)
def test_a_planted_clock_is_found(planted):
    assert list(clock_calls(ast.parse(planted)))


@pytest.mark.parametrize("fine", ["random.Random(1)", "rng.random()", "user.study_day(now)"])
def test_what_is_given_as_an_argument_may_be_used(fine):
    assert not list(clock_calls(ast.parse(fine)))


def test_rooms_and_models_have_no_signals_and_no_rules_in_save():
    found = []
    for path in modules("models"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete"):
                found.append(f"{path.name}: {node.name}")
    for path in modules(*ROOMS):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
                found.append(f"{path.name}: {node.module}")
    assert found == []


def test_functions_and_files_stay_short():
    long = []
    for path in modules():
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE:
            long.append(path.name)
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.name}: {node.name} ({lines})")
    assert long == []


def test_templates_stay_short_and_without_inline_code():
    for path in (ROOT / "templates").glob("**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 150, path
        assert " style=" not in text, path
        assert "<style" not in text, path


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_view_is_named_like_its_address():
    from django.urls import get_resolver

    names = {"quiz-answer": "answer", "quiz-play": "play", "quiz-reveal": "reveal"}
    patterns = get_resolver("questions.urls").url_patterns
    by_name = {pattern.name: pattern.callback.__name__ for pattern in patterns}
    assert {name: by_name[name] for name in names} == names
