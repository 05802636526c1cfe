"""Every address of the site: pages, the API, the admin site."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from partnerships.views.account import set_language

handler500 = "partnerships.api.problems.server_fault"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.accounts")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
]
for prefix, module in [("api/v1/", "config.api"), ("", "trust.urls"), ("", "partnerships.urls")]:
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
