"""That the two sides of partnerships were asked, and what was published. Answers are for the two sides alone."""

from django.contrib import admin

from partnerships.models import SurveyResult, SurveyRound

from .reading import ReadOnly


@admin.register(SurveyRound)
class SurveyRoundAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rounds, without a word of what was answered or whether."""

    list_display = ["opened_on", "partnership", "questionnaire", "answer_by", "released_at", "opened_by"]
    list_filter = [("released_at", admin.EmptyFieldListFilter), "questionnaire"]
    search_fields = ["partnership__ngo__name", "partnership__government__name"]
    list_select_related = ["partnership__government", "partnership__ngo", "opened_by"]
    date_hierarchy = "opened_on"


@admin.register(SurveyResult)
class SurveyResultAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """What was told of each body, once a year."""

    list_display = ["year", "body", "questionnaire", "ngos", "means", "published_at"]
    list_filter = ["year"]
    search_fields = ["body__name"]
    list_select_related = ["body"]
