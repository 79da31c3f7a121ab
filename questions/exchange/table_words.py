"""How people name the columns of a table of questions, and what stands in them."""

from questions.language.wordlists import word_set
from questions.models import Form

_COLUMNS = {
    "form": "form|type|question type|форма|тип|тип вопроса|түрі|сұрақ түрі",
    "topic": "topic|category|тема|категория|тақырып|санат",
    "language": "language|lang|язык|тіл|тілі",
    "importance": "importance|важность|маңызы|маңыздылығы",
    "title": "title|name|название|заголовок|атауы|тақырыбы",
    "question": "question|stem|question text|text|вопрос|текст вопроса|текст|сұрақ|сұрақ мәтіні",
    "right": "right|key|correct|answer|right answer|correct answer|ответ|правильный ответ|"
    "верный ответ|ключ|жауап|дұрыс жауап|кілт",
    "option": "option|choice|variant|вариант|вариант ответа|ответ №|нұсқа|жауап нұсқасы",
    "reason": "reason|feedback|why|пояснение к варианту|причина|отзыв|себеп|пікір",
    "match": "match|pair|соответствие|пара|сәйкестік|жұп",
    "tolerance": "tolerance|допуск|погрешность|ауытқу",
    "unit": "unit|единица|единица измерения|өлшем бірлігі|бірлік",
    "explanation": "explanation|general feedback|comment|объяснение|пояснение|комментарий|"
    "түсіндірме",
    "statement": "statement|fact|утверждение|факт|тұжырым|дерек",
    "source": "source|источник|дереккөз|дереккөзі",
    "authors": "authors|author|автор|авторы|авторлар|авторлары",
    "year": "year|год|жыл|жылы",
    "address": "address|url|doi|link|адрес|ссылка|мекенжай|сілтеме",
    "place": "place|page|место|страница|место в источнике|орны|бет|беті",
    "tags": "tags|tag|метки|теги|белгілер|тегтер",
}
COLUMN_NAMES = {name: column for column, names in _COLUMNS.items() for name in names.split("|")}

_FORMS: dict[str, str] = {
    Form.CHOICE: "choice|single|single choice|multiple choice|multichoice|выбор|один ответ|таңдау",
    Form.TRUE_FALSE: "true-false|true/false|true or false|truefalse|верно-неверно|верно/неверно|"
    "верно или неверно|да/нет|дұрыс-бұрыс|дұрыс/бұрыс",
    Form.CLOZE: "cloze|gap|fill the gap|missing word|пропуск|пропущенное слово|бос орын",
    Form.TYPED: "typed|short answer|shortanswer|text|краткий ответ|короткий ответ|қысқа жауап",
    Form.CHOOSE_ALL: "choose-all|choose all|multiple|several|multiple answers|"
    "несколько ответов|множественный выбор|бірнеше жауап",
    Form.NUMBER: "number|numerical|numeric|число|числовой|числовой ответ|сан",
    Form.ORDER: "order|ordering|sequence|порядок|последовательность|рет|реттілік",
    Form.MATCH: "match|matching|соответствие|пары|сәйкестендіру|сәйкестік",
    Form.FLASHCARD: "flashcard|card|карточка|флешкарта",
}
FORM_NAMES: dict[str, str] = {
    name: str(form) for form, names in _FORMS.items() for name in names.split("|")
}

LANGUAGE_NAMES = {
    "kk": "kk", "kz": "kk", "kaz": "kk", "kazakh": "kk", "қазақша": "kk", "қазақ": "kk",
    "қаз": "kk", "казахский": "kk", "ru": "ru", "rus": "ru", "russian": "ru", "русский": "ru",
    "орысша": "ru", "рус": "ru", "en": "en", "eng": "en", "english": "en", "английский": "en",
    "ағылшынша": "en", "англ": "en",
}  # fmt: skip

YES = word_set("true t yes y 1 да верно правда иә дұрыс ақиқат")
NO = word_set("false f no n 0 нет неверно ложь жоқ бұрыс жалған")

# What else the explanations call the forms, so that each can be written in any language.
FORM_WORDS: dict[str, str] = {
    str(form): ", ".join([each for each in names.split("|") if not each.isascii()][:3])
    for form, names in _FORMS.items()
}
