"""Questions of every form for the tests of the formats, with what is hard to write in each."""

from questions.exchange.file_formats import FORMATS, open_file
from questions.exchange.question_records import (
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
    true_false,
)
from questions.models import Form

CHOICE = QuestionRecord(
    form=Form.CHOICE,
    stem="Шанхай ынтымақтастық ұйымы қай жылы құрылды?\nБір жауап.",
    title="ШЫҰ: құрылуы",
    language="kk",
    topic="sco",
    options=(
        OptionRecord("2001", is_key=True, reason="Дұрыс!"),
        OptionRecord("=1+1", reason="-> # { } ~ \\ :"),
        OptionRecord("%50%жыл", reason="[html] <b>деген</b>"),
    ),
    explanation="Ұйымды алты мемлекет құрды.\n\n- бірінші\n=екінші\n+үшінші",
    statement="ШЫҰ 2001 жылы құрылды.",
    source=CitedSource("Хартия; ШОС", "А. Автор, Б. Автор", "2002", "https://example.org/?a=1&b=2"),
    place="12-бет",
    importance="3",
    tags=("тарих", "SCO"),
)
CHOOSE_ALL = QuestionRecord(
    form=Form.CHOOSE_ALL,
    stem="Кто основал ШОС?",
    options=(
        OptionRecord("Казахстан", is_key=True),
        OptionRecord("Китай", is_key=True, reason="Да"),
        OptionRecord("Индия", reason="Вступила позже"),
    ),
)
TRUE_FALSE = QuestionRecord(
    form=Form.TRUE_FALSE,
    stem="// Верно ли это?",
    topic="osce",
    options=true_false(is_true=False, reasons=("Нет: 2010", "")),
)
TYPED = QuestionRecord(form=Form.TYPED, stem="Қай қала? ____", accepted=("Астана", "T", "a*b"))
CLOZE = QuestionRecord(form=Form.CLOZE, stem="Столица — ____ города.", accepted=("Астана",))
FLASHCARD = QuestionRecord(form=Form.FLASHCARD, stem="СВМДА?", accepted=("Совещание",))
NUMBER = QuestionRecord(
    form=Form.NUMBER, stem="Сколько?", number=NumberRecord("-1.5", "0.25", "млн")
)
BARE_NUMBER = QuestionRecord(form=Form.NUMBER, stem="Какой год?", number=NumberRecord("2001"))
MATCH = QuestionRecord(
    form=Form.MATCH,
    stem="Сопоставьте.",
    pairs=(PairRecord("ШОС", "2001"), PairRecord("@ОДКБ", "2002 = год"), PairRecord("ООН", "1945")),
)
ORDER = QuestionRecord(form=Form.ORDER, stem="По порядку.", items=("//первое", "}второе", "третье"))
ALL = [
    CHOICE, CHOOSE_ALL, TRUE_FALSE, TYPED, CLOZE, FLASHCARD, NUMBER, BARE_NUMBER, MATCH, ORDER,
]  # fmt: skip


def read(data: bytes, name: str = "file") -> list[QuestionRecord]:
    """Every question of the file."""
    return [record for record in open_file(data, name).questions if record is not None]


def read_text(text: str, name: str = "file") -> list[QuestionRecord]:
    """Every question of a file with this text."""
    return read(text.encode(), name)


def written(records: list[QuestionRecord], slug: str) -> bytes:
    """The file in the format."""
    return FORMATS[slug].write(records)


def codes(record: QuestionRecord) -> tuple[list[str], list[str]]:
    """The codes of a record's problems and notes."""
    return [each.code for each in record.problems], [each.code for each in record.notes]
