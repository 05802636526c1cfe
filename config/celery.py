"""The Celery application. Tasks live in `partnerships.tasks` and `trust.tasks`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gongxin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
