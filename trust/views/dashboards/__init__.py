"""The dashboards: one page for each question, with the same filters."""

from .page import show_cohorts, show_dashboards, show_groups, show_rates, show_time
from .stages import home_pictures

__all__ = ["home_pictures", "show_cohorts", "show_dashboards", "show_groups", "show_rates", "show_time"]
