"""Filters of what is told of the mutual survey."""

import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organization, SurveyResult

from .fields import CodesFilter, DivisionFilter, RecordFilter, StableOrdering, YearsFilter, YesNoFilter

__all__ = ["SurveyResultFilter"]
