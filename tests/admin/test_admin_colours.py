"""Django's admin wears the colours of the learner's pages and the desk."""

import re
from pathlib import Path

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKEN = re.compile(r"^  (--[\w-]+): (var\(--light.*);$", re.MULTILINE)
HEX = re.compile(r"#[0-9a-f]{3,8}\b")


def tokens(name: str) -> dict[str, str]:
    return dict(TOKEN.findall((CSS / name).read_text(encoding="utf-8")))


def test_the_admin_has_the_same_tokens():
    assert tokens("admin.css") == tokens("kazquiz.css")
    assert "--accent" in tokens("admin.css")


def test_the_admin_has_no_other_colours():
    text = (CSS / "admin.css").read_text(encoding="utf-8")
    assert HEX.findall(TOKEN.sub("", text)) == []
