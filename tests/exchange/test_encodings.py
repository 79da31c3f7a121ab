import pytest

from questions.exchange.encodings import text_encoding
from questions.exchange.remarks import FileRefusedError

RUSSIAN = "Когда была основана Шанхайская организация сотрудничества?\n"
KAZAKH = "Шанхай ынтымақтастық ұйымы қашан құрылды? Әлем, Өскемен, Үржар.\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "utf-8", "UTF-8"),
        (KAZAKH, "utf-8", "UTF-8"),
        (RUSSIAN, "utf-8-sig", "UTF-8"),
        (KAZAKH, "utf-16", "UTF-16 LE"),
        (KAZAKH, "utf-16-le", "UTF-16 LE"),
        (RUSSIAN, "utf-16-be", "UTF-16 BE"),
        ("question,right\n", "utf-16-le", "UTF-16 LE"),
        (RUSSIAN, "cp1251", "CP1251"),
        (RUSSIAN.upper(), "cp1251", "CP1251"),
        ("question;right\nДа?;Да\n", "cp1251", "CP1251"),
        (KAZAKH, "kz1048", "KZ-1048"),
        ("plain\n", "ascii", "UTF-8"),
        ("Café — «да»\n", "utf-8", "UTF-8"),
    ],
)
def test_encodings_are_told_apart(text, codec, name):
    data = text.encode(codec)
    found, shown = text_encoding(data)
    assert shown == name
    assert data.decode(found) == text


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\r\n", "empty", "empty"),
        (RUSSIAN.encode("koi8-r"), "wrong-encoding", "KOI8-R"),
        (RUSSIAN.encode("cp866"), "wrong-encoding", "CP866"),
        (RUSSIAN.encode("mac-cyrillic"), "wrong-encoding", "Mac Cyrillic"),
        (RUSSIAN.encode("utf-32"), "wrong-encoding", "UTF-32"),
        ("Café déjà vu, naïve\n".encode("latin-1"), "unknown-encoding", "UTF-8"),
        (b"question,right\nyes\0,no\n", "nul", "Line 2"),
        (RUSSIAN.encode()[:-3], "truncated", "ends too early"),
        (RUSSIAN.encode("utf-16")[:-1], "truncated", "ends too early"),
    ],
)
def test_other_files_are_refused_by_name(data, code, words):
    with pytest.raises(FileRefusedError) as refused:
        text_encoding(data)
    assert refused.value.remark.code == code
    assert words in str(refused.value)


def test_a_large_file_is_read_over_the_ends_of_its_pieces():
    text = KAZAKH * 4000
    assert text_encoding(text.encode()) == ("utf-8", "UTF-8")
