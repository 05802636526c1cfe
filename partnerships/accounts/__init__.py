"""Signing in: what this project adds to django-allauth."""
