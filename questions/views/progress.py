"""Progress: what a learner knows, per topic."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from questions.progress.history import (
    added_up,
    exam_outlook,
    known_over_time,
    study_calendar,
)
from questions.progress.topics import (
    forecast,
    known_cards,
    topic_progress,
    weakest_facts,
)
from questions.views.access import LearnerRequest, after_reveal, learner_required, visible_topic
from questions.views.charts import amount_chart, bar_chart, calendar_chart, share_chart
from questions.views.fragments import render_part


@require_safe
@never_cache
@learner_required
@after_reveal
def progress(request: LearnerRequest, slug: str = "") -> HttpResponse:
    """All topics, or one of them with its weakest facts."""
    topic = visible_topic(slug) if slug else None
    today = request.user.study_day(timezone.now())
    known = known_cards(request.user, today)
    overall, topics = topic_progress(request.user, known, today=today)
    totals = {row.topic.pk: row.total for row in topics if row.topic}
    if topic is not None:
        known = [card for card in known if card.topic_id == topic.pk]
        overall = next(p for p in topics if p.topic == topic)
    kept = known_over_time(request.user, today=today, topic=topic) if known else {}
    context = {
        "topic": topic,
        "calendar": calendar_chart(study_calendar(request.user, today=today)),
        "kept": amount_chart(added_up(kept.values())),
        "outlook": exam_outlook(request.user, known, totals, today=today)
        if topic is None
        else None,
        "overall": overall,
        "topics": topics,
        "forecast": bar_chart(forecast(known, today=today)) if known else None,
        "shares": share_chart(overall.weeks) if overall.weeks else None,
        "weakest": weakest_facts(known),
        "today": today,
    }
    return render_part(request, "progress/progress.html", "progress", context)
