"""How import and generation grow with the library: seconds and peak memory, a process each.

`python -m tests.bench.library_growth` prints a table for 150 facts, the whole library and ten times
as many; each row is one fresh process with a fresh SQLite file.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[2] / "questions" / "library"
_ENTRY = re.compile(r"(?m)^(?=\[\[)")
_ID = re.compile(r'(?m)^id = "([^"]+)"')
_LINKS = re.compile(r"(?m)^(near|near_subject|untrue|never) = \[([^\]]*)\]\n")


def main() -> None:
    """Print the table."""
    whole = sum(len(_facts(path)) for path in (LIBRARY / "facts").glob("*.toml"))
    print("facts  import s  generate s  questions  peak MB")
    for count, copies in ((150, 1), (whole, 1), (whole, 10)):
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "library"
            _copy(library, count=count, copies=copies)
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "SECRET_KEY": "only-for-measuring-" * 3,
                "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
                "HTTPS": "off",
            }
            subprocess.run(
                [sys.executable, "-m", __spec__.name, str(library)], env=environment, check=True
            )


def measure(folder: Path) -> None:
    """Import and generate in this process, and print one row."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from questions.exchange.library_import import import_library
    from questions.generation.publish import generate_questions
    from questions.models import Fact, Question

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    import_library(folder=folder, now=timezone.now(), apply=True)
    imported = time.perf_counter()
    generate_questions(seed=1, now=timezone.now())
    generated = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{Fact.objects.count():5}  {imported - started:8.2f}  {generated - imported:10.2f}"
        f"  {Question.objects.count():9}  {peak:7.0f}",
        flush=True,
    )


def _facts(path: Path) -> list[str]:
    return [e for e in _ENTRY.split(path.read_text("utf-8")) if e.startswith("[[fact]]")]


def _copy(folder: Path, *, count: int, copies: int) -> None:
    """A library of the first facts, several times over with other subjects and stems."""
    (folder / "facts").mkdir(parents=True)
    for name in ("topics.toml", "sources.toml"):
        (folder / name).write_bytes((LIBRARY / name).read_bytes())
    left, kept = count, {}
    for path in sorted((LIBRARY / "facts").glob("*.toml")):
        kept[path.name] = _facts(path)[:left]
        left -= len(kept[path.name])
    ids = {_id(entry) for entries in kept.values() for entry in entries}
    text = ""
    for name, entries in kept.items():
        copied = [_copied(entry, ids, n) for n in range(copies) for entry in entries]
        (folder / "facts" / name).write_text("\n".join(copied), "utf-8")
        text += "".join(copied)
    lines = re.findall(r"(?m)^(?:subject|relation|value) = .*", text)
    used = set(re.findall(r'"([a-z0-9-]+)"', "\n".join(lines)))
    for name in ("entities.toml", "relations.toml"):
        entries = [e for e in _ENTRY.split((LIBRARY / name).read_text("utf-8")) if e[:2] == "[["]
        several = [_renamed(e, n) for n in range(copies if name[0] == "e" else 1) for e in entries]
        (folder / name).write_text("".join(e for e in several if _id(e) in used), "utf-8")


def _id(entry: str) -> str:
    found = _ID.search(entry)
    return found[1] if found else ""


def _copied(entry: str, ids: set[str], copy: int) -> str:
    """The fact with links that lead somewhere; of a copy, with its own id, subject and stems."""
    end = f"-{copy}" if copy else ""

    def links(found: re.Match[str]) -> str:
        known = [f'"{slug}{end}"' for slug in re.findall(r'"([^"]+)"', found[2]) if slug in ids]
        return f"{found[1]} = [{', '.join(known)}]\n"

    entry = _LINKS.sub(links, entry)
    if copy:
        world = chr(ord("a") + copy) * 2  # a figure could be the answer
        entry = re.sub(r'(?m)^(id|subject) = "([^"]+)"', rf'\1 = "\2{end}"', entry)
        entry = re.sub(r'(?m)^(ask\.\w+ = ".*)\?"$', rf'\1 in world {world}?"', entry)
        entry = re.sub(r'(?m)^(claim\.\w+ = ".*)\."$', rf'\1 in world {world}."', entry)
    return entry


def _renamed(entry: str, copy: int) -> str:
    return re.sub(r'(?m)^id = "([^"]+)"', rf'id = "\1-{copy}"', entry) if copy else entry


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        main()
