"""Accounts and grants."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from partnerships.models import AnalystGrant, ApiToken, CalendarAddress, Invitation, SentReminder, User

from .reading import NotDeleted, ReadOnly

# What a person may do follows from the role; Django's groups are not used.
admin.site.unregister(Group)
admin.site.site_header = _("Gongxin administration")
admin.site.site_title = admin.site.site_header
admin.site.index_title = _("Records")


class GrantInline(admin.TabularInline):  # type: ignore[type-arg]
    """What an analyst may read."""

    model = AnalystGrant
    extra = 0
    autocomplete_fields = ["jurisdiction"]


class PersonCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new account with its role."""

    class Meta:
        model = User
        fields = ["username", "email", "role", "organization"]


@admin.register(User)
class PersonAdmin(NotDeleted, UserAdmin):  # type: ignore[type-arg]
    """Accounts. Nobody is deleted: what they recorded stays theirs. Close an account by its “active” box."""

    add_form = PersonCreationForm
    list_display = ["username", "email", "role", "organization", "is_active", "last_login"]
    list_filter = ["role", "is_active", "organization__sector"]
    search_fields = ["username", "email", "first_name", "last_name", "organization__name"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]
    filter_horizontal: tuple[str, ...] = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language", "reminders"]}),
        (_("Role"), {"fields": ["role", "organization", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    )
    add_fieldsets: Any = (
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "email", "role", "organization", "usable_password", "password1", "password2"],
            },
        ),
    )
    inlines = [GrantInline]


@admin.register(AnalystGrant)
class AnalystGrantAdmin(NotDeleted, admin.ModelAdmin):  # type: ignore[type-arg]
    """Grants; end one by its last day."""

    list_display = ["user", "jurisdiction", "starts_on", "ends_on", "purpose"]
    list_filter = ["starts_on", "ends_on"]
    search_fields = ["user__username", "jurisdiction__name", "purpose"]
    list_select_related = ["user", "jurisdiction"]
    autocomplete_fields = ["user", "jurisdiction"]


@admin.register(CalendarAddress)
class CalendarAddressAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who has a calendar address; the address itself is known to nobody but them."""

    list_display = ["user", "made_at"]
    fields = ["user", "made_at"]
    search_fields = ["user__username"]
    list_select_related = ["user"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Whose programs use the API, for what and until when; closing an account stops its tokens."""

    list_display = ["name", "user", "beginning", "made_at", "expires_at", "last_used_at", "revoked_at"]
    fields = ["name", "user", "beginning", "scopes", "made_at", "expires_at", "last_used_at", "revoked_at"]
    search_fields = ["name", "user__username"]
    list_select_related = ["user"]


@admin.register(SentReminder)
class SentReminderAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Reminders by mail."""

    list_display = ["begins_on", "span", "user", "count", "settled_on"]
    list_filter = ["span"]
    search_fields = ["user__username"]
    list_select_related = ["user"]
    date_hierarchy = "begins_on"


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Invitations, read; they are made, renewed and revoked on the pages."""

    list_display = [
        "email",
        "role",
        "organization",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_by",
        "revoked_at",
    ]
    list_filter = ["role", "invited_at"]
    search_fields = ["email", "organization__name", "invited_by__username"]
    list_select_related = ["organization", "invited_by", "accepted_by"]
