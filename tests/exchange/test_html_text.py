from time import process_time

import pytest

from questions.exchange.html_text import html_to_text, looks_like_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Бірінші</p><p>Екінші</p>", "Бірінші\n\nЕкінші"),
        ("раз<br>два<br/>три", "раз\nдва\nтри"),
        ("<ul><li>раз</li><li>два</li></ul>", "– раз\n– два"),
        ("<b>ж</b>ирный&nbsp;&amp; <i>к</i>", "жирный & к"),
        ("<p>\n  много\n   пробелов </p>", "много пробелов"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("a < b и c > d", "a < b и c > d"),
        ("x<script>alert('<b>')</script>y", "xy"),
        ("x<script>незакрытый", "x"),
        ("<style>p{}</style>текст", "текст"),
        ("H<sub>2</sub>O", "H2O"),
        ("<!--[if mso]><p>Word</p><![endif]-->текст<!-- нет конца", "текст<!-- нет конца"),
        ("<p>a<b <i>и</i>", "a<b и"),
    ],
)
def test_html_as_a_browser_shows_it(html, text):
    assert html_to_text(html).text == text


def test_what_is_left_out_is_named():
    html = (
        "<img src='data:image/png;base64,AAAA' alt='флаг'><video src='x'></video><table><tr><td>a"
        "</td><td>b</td></tr></table><a href='https://x.org'>x</a><iframe src='y'></iframe>"
    )
    plain = html_to_text(html, 7)
    assert [note.code for note in plain.notes] == ["image", "media", "table", "link", "media"]
    assert str(plain.notes[0]) == "Line 7: An image was left out: флаг."


def test_hidden_parts_end_where_they_end():
    assert html_to_text("<svg><text>x</text></svg>после").text == "после"
    assert html_to_text("<embed src='x'>после").text == "после"


@pytest.mark.parametrize("piece", ["<a ", "<!--", '<a b="', "<", "&#", "<?x", "</"])
def test_texts_made_to_keep_the_reader_busy_are_soon_done(piece):
    started = process_time()
    html_to_text(piece * 300_000)
    assert process_time() - started < 2


def test_only_tags_that_html_knows_make_it_html():
    assert looks_like_html("<p>x</p>")
    assert looks_like_html("x&nbsp;y")
    assert not looks_like_html("a < b, c > d & e; <x>")
