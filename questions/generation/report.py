"""What a run of generation did, and how well balanced the bank is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from questions.generation.drafts import Draft, DraftOption
from questions.models import Form, Question

# The upper 5 % points of the chi-square distribution by degrees of freedom, as any table has them.
CRITICAL = {1: 3.84, 2: 5.99, 3: 7.81, 4: 9.49, 5: 11.07}
KINDS = ("created", "unchanged", "replaced", "withdrawn", "drafts", "left withdrawn")


@dataclass(frozen=True)
class Held:
    """A question kept from learners, and why."""

    fact: str
    cue: str
    form: str
    language: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.fact} {self.cue} {self.form} {self.language}: {'; '.join(self.reasons)}"


@dataclass
class Balance:
    """Where keys fall over the bank, against what chance would give."""

    # Of choices by number of options, then by place of the key.
    sorted_places: dict[int, Counter[int]] = field(default_factory=dict)
    other_places: dict[int, Counter[int]] = field(default_factory=dict)
    longest_is_key: float = 0.0
    longest_by_chance: float = 0.0
    true_statements: int = 0
    false_statements: int = 0


@dataclass
class Report:
    """Counts by topic and form, what was held back, and the balance of the bank."""

    counts: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: {kind: Counter() for kind in KINDS}
    )
    drafts: list[Held] = field(default_factory=list)
    flaws: Counter[str] = field(default_factory=Counter)
    balance: Balance = field(default_factory=Balance)
    # Wrong options, those that say why, and those true of a fact that cites a source.
    wrong_options: tuple[int, int, int] = (0, 0, 0)

    def made(self, draft: Draft, *, is_new: bool, is_approved: bool) -> None:
        """Count a new row."""
        if not is_approved:
            self.held(draft)
        kind = ("created" if is_new else "replaced") if is_approved else "drafts"
        self.counts[kind][draft.fact.topic, str(draft.form)] += 1

    def kept(self, draft: Draft, row: Question) -> None:
        """Count a row that stays as it is."""
        kind = {"draft": "drafts", "withdrawn": "left withdrawn"}.get(row.status, "unchanged")
        if kind != "unchanged":
            self.held(draft)
        self.counts[kind][draft.fact.topic, str(draft.form)] += 1

    def withdrawn(self, topic: str, form: str) -> None:
        """Count a row taken back."""
        self.counts["withdrawn"][topic, str(form)] += 1

    def held(self, draft: Draft) -> None:
        """Note why a question is kept from learners."""
        reasons = tuple(f"{f.code}, {f.message}" for f in draft.flaws if f.is_gate)
        reasons = reasons or ("awaits a person's approval",)
        self.drafts.append(Held(*draft.recipe[:4], reasons=reasons))

    def total(self, kind: str) -> int:
        """How many questions were created, unchanged, replaced, withdrawn or held as drafts."""
        return self.counts[kind].total()

    def weigh(self, drafts: Sequence[Draft]) -> None:
        """Measure the balance over all questions that are fit for learners."""
        fit = [draft for draft in drafts if not draft.gates]
        self.flaws = Counter(flaw.code for draft in fit for flaw in draft.flaws)
        cited = {draft.fact.slug for draft in drafts if draft.fact.is_cited}
        wrong = [option for draft in fit for option in _claims_made(draft)]
        self.wrong_options = (
            len(wrong),
            sum(bool(option.reason) for option in wrong),
            sum(option.true_of in cited for option in wrong),
        )
        choices = [draft for draft in fit if draft.form == Form.CHOICE]
        self.balance.sorted_places = _places(d for d in choices if d.asked.is_sorted)
        others = [draft for draft in choices if not draft.asked.is_sorted]
        self.balance.other_places = _places(others)
        if others:
            longest = sum(_is_longest(draft) for draft in others)
            self.balance.longest_is_key = longest / len(others)
            chance = sum(1 / len(draft.options) for draft in others)
            self.balance.longest_by_chance = chance / len(others)
        variants = Counter(draft.variant for draft in fit)
        self.balance.true_statements = variants["true"]
        self.balance.false_statements = variants["false"]

    def lines(self) -> Iterator[str]:
        """The report as lines of plain text."""
        for kind in KINDS:
            yield f"{kind}: {self.total(kind)}"
            yield from _table(self.counts[kind])
        yield "held back:" if self.drafts else "nothing held back"
        yield from (f"  {held}" for held in self.drafts)
        yield "flaws: " + (", ".join(f"{c} {n}" for c, n in self.flaws.most_common()) or "none")
        balance = self.balance
        count, reasoned, cited = self.wrong_options
        yield f"wrong options: {count}; with a reason {reasoned}; true of a cited fact {cited}"
        yield f"key's place among dates and numbers: {_places_text(balance.sorted_places)}"
        yield f"key's place among other options: {_places_text(balance.other_places)}"
        yield (
            f"the longest option is the key: {balance.longest_is_key:.0%}, "
            f"by chance {balance.longest_by_chance:.0%}"
        )
        yield f"statements: {balance.true_statements} true, {balance.false_statements} false"


def _claims_made(draft: Draft) -> list[DraftOption]:
    """The wrong options; of a true statement's two words, none claims anything."""
    return [] if draft.variant == "true" else draft.distractors


def _is_longest(draft: Draft) -> bool:
    return all(len(option.text) < len(draft.answer) for option in draft.distractors)


def _places(drafts: Iterable[Draft]) -> dict[int, Counter[int]]:
    places: dict[int, Counter[int]] = {}
    for draft in drafts:
        place = next(i for i, option in enumerate(draft.options) if option.is_key)
        places.setdefault(len(draft.options), Counter())[place] += 1
    return places


def _places_text(places: dict[int, Counter[int]]) -> str:
    return "; ".join(
        f"of {size} options {' '.join(str(counts[i]) for i in range(size))}"
        f" ({_uneven([counts[i] for i in range(size)])})"
        for size, counts in sorted(places.items())
    )


def _uneven(counts: Sequence[int]) -> str:
    """How far counts are from even, against what chance exceeds once in twenty times."""
    freedom = len(counts) - 1
    return f"chi-square {chi_square(counts):.1f}, by chance up to {CRITICAL[freedom]}"


def chi_square(counts: Sequence[int]) -> float:
    """Pearson's statistic of counts that should be even; 0 where there are none."""
    even = sum(counts) / len(counts)
    return sum((count - even) ** 2 / even for count in counts) if even else 0.0


def _table(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    for topic in sorted({topic for topic, _ in counts}):
        forms = ", ".join(
            f"{form} {counts[topic, form]}" for form in Form.values if counts[topic, form]
        )
        yield f"  {topic}: {forms}"
