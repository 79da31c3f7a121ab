"""Made-up names for the board: a calm word and something of the steppe, in the learner's language.

Russian words are all masculine, so that any two of them agree.
"""

from collections.abc import Collection
from random import Random

from questions.classrooms.names import look_of

SIZE = 5
_FALLBACK = "en"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES = {
    "kk": _words("""
        Ақылды Алғыр Ибалы Байсалды Еркін Жайдары Жарқын Жүйрік Зерек Көңілді Қайсар Қырағы
        Мейірімді Ойлы Парасатты Сабырлы Салмақты Сергек Төзімді Тыныш Ұстамды Адал Ерінбес
        Сенімді
    """),
    "ru": _words("""
        Бодрый Вдумчивый Верный Внимательный Вольный Степной Добрый Зоркий Ласковый Мирный Мудрый
        Неспешный Приветливый Светлый Скромный Смелый Солнечный Спокойный Стойкий Терпеливый Тихий
        Упорный Чуткий Ясный
    """),
    "en": _words("""
        Alert Attentive Brave Bright Calm Cheerful Clear Curious Free Gentle Hopeful Kind Loyal
        Mild Modest Patient Quiet Serene Steady Sunny Thoughtful Trusty Warm Wise
    """),
}
STEPPE = {
    "kk": _words("""
        Ақбөкен Аққу Арқар Бәйшешек Бозторғай Бөдене Бүркіт Дуадақ Жалбыз Жусан Қарлығаш Қарсақ
        Қызғалдақ Қызғыш Құлан Киік Лашын Раушан Сексеуіл Суыр Сұңқар Тобылғы Тұлпар Тырна
    """),
    "ru": _words("""
        Архар Барс Беркут Василёк Жаворонок Журавль Ирис Ковыль Корсак Кречет Кулан Кулик Лебедь
        Подснежник Сайгак Саксаул Сокол Стрепет Стриж Тамариск Тополь Тушканчик Тюльпан Чибис
    """),
    "en": _words("""
        Argali Bustard Corsac Crane Eagle Falcon Gazelle Iris Jerboa Kestrel Kulan Lapwing Lark
        Leopard Marmot Plover Poplar Saiga Saxaul Snowdrop Swallow Swan Tamarisk Tulip
    """),
}


def handles_for(
    taken: Collection[str], *, language: str, rng: Random, size: int = SIZE
) -> list[str]:
    """Names, each of another animal or plant, that look like none of the looks in `taken`."""
    code = language if language in STEPPE else _FALLBACK
    adjectives, things = ADJECTIVES[code], list(STEPPE[code])
    rng.shuffle(things)
    found: list[str] = []
    for thing in things:
        names = [f"{adjective} {thing}" for adjective in adjectives]
        free = [name for name in names if look_of(name) not in taken]
        if free and len(found) < size:
            found.append(rng.choice(free))
    return found
