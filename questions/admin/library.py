"""The library in the admin: sources, entities, facts with their proof, questions with options."""

from django.contrib import admin
from django.db.models import Count, Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from questions.admin.scope import LibraryAdmin, ReadOnlyInline
from questions.models import (
    Citation,
    Entity,
    Fact,
    FactText,
    FactValue,
    Option,
    Question,
    QuestionPart,
    Relation,
    Source,
    Topic,
)


class CitationInline(ReadOnlyInline):
    """Where a fact stands."""

    model = Citation
    fields = ["source", "section", "paragraph", "start", "end"]


class FactTextInline(ReadOnlyInline):
    """A fact's words."""

    model = FactText
    fields = ["language", "statement", "explanation", "caveat"]


class FactValueInline(ReadOnlyInline):
    """A fact's values."""

    model = FactValue
    fields = ["date_start", "date_end", "number", "unit", "entity"]


class OptionInline(ReadOnlyInline):
    """A question's options."""

    model = Option
    fields = ["text", "is_key", "reason", "true_of"]


class PartInline(ReadOnlyInline):
    """What an ordering or a matching asks."""

    model = QuestionPart
    fields = ["text", "answer", "rank", "fact"]


@admin.register(Topic)
class TopicAdmin(LibraryAdmin):
    """Topics."""

    list_display = ["called", "full_title", "position"]

    @admin.display(description=_("name"))
    def called(self, row: Topic) -> str:
        """The name in the reader's language."""
        return row.name

    @admin.display(description=_("title"))
    def full_title(self, row: Topic) -> str:
        """The title in the reader's language."""
        return row.title


@admin.register(Source)
class SourceAdmin(LibraryAdmin):
    """Sources."""

    list_display = ["short_name", "title", "year", "is_loaded"]
    exclude = ["paragraphs", "sections"]
    search_fields = ["title", "authors", "slug"]

    @admin.display(boolean=True, description=_("text loaded"))
    def is_loaded(self, source: Source) -> bool:
        """Whether the passage of a citation can be shown."""
        return bool(source.text)


@admin.register(Entity)
class EntityAdmin(LibraryAdmin):
    """Entities."""

    list_display = ["name", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["slug", "names", "aliases"]


@admin.register(Relation)
class RelationAdmin(LibraryAdmin):
    """Relations."""

    list_display = ["slug", "value_kind", "several"]


@admin.register(Fact)
class FactAdmin(LibraryAdmin):
    """Facts, with their words, values and proof."""

    list_display = ["statement", "topic", "importance", "as_of", "question_count"]
    list_filter = ["topic", "importance"]
    search_fields = ["slug", "texts__statement"]
    inlines = [FactTextInline, FactValueInline, CitationInline]
    readonly_fields = ["withdrawn_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """With the English words at hand."""
        words = Prefetch("texts", FactText.objects.filter(language="en"), to_attr="words")
        rows = super().get_queryset(request).select_related("topic").prefetch_related(words)
        counted: QuerySet[Model] = rows.annotate(asked=Count("questions"))
        return counted

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """The fact's page, which only published facts of the library have."""
        if not isinstance(obj, Fact) or obj.owner_id or obj.withdrawn_at:
            return None
        return obj.get_absolute_url()

    @admin.display(description=_("statement"))
    def statement(self, fact: Fact) -> str:
        """The statement, or the fact's id where it has no words yet."""
        words = getattr(fact, "words", [])
        return words[0].statement if words else fact.slug

    @admin.display(description=_("questions"))
    def question_count(self, fact: Fact) -> int:
        """How many questions ask it."""
        return getattr(fact, "asked", 0)


@admin.register(Question)
class QuestionAdmin(LibraryAdmin):
    """Questions, with their options or parts."""

    list_display = ["stem", "form", "cue", "language", "status", "topic"]
    list_filter = ["status", "form", "cue", "fact__topic"]
    list_select_related = ["fact__topic"]
    search_fields = ["stem", "answer", "fact__slug"]
    inlines = [OptionInline, PartInline]

    @admin.display(description=_("topic"))
    def topic(self, question: Question) -> str:
        """The fact's topic."""
        return question.fact.topic.name
