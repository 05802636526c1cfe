"""Settings. The environment decides; with an empty environment the demo runs (embedded PostgreSQL, file broker).

| variable            | without it                                                          |
|---------------------|---------------------------------------------------------------------|
| GONGXIN_DATA        | `.data/` in the project                                             |
| GONGXIN_PRODUCTION  | off: plain HTTP on this machine                                     |
| DATABASE_URL        | the embedded PostgreSQL in the data folder                          |
| CELERY_BROKER_URL   | a queue of files in the data folder                                 |
| SECRET_KEY          | a random key kept in the data folder; required in production        |
| SECRET_KEY_FALLBACKS| none; earlier keys, by which what they signed or hid can be read      |
| ALLOWED_HOSTS       | localhost, 127.0.0.1 and [::1]; required in production              |
| CSRF_TRUSTED_ORIGINS| none; needed behind a proxy that changes the host                   |
| SITE_URL            | https://, first of ALLOWED_HOSTS, in production; else this machine  |
| EMAIL_URL           | mails are written into `mail/` of the data folder                   |
| DEFAULT_FROM_EMAIL  | gongxin@ and the host of SITE_URL                                   |
| GONGXIN_MFA         | on in production: staff and administrators need a second factor     |
| GONGXIN_PROXIES     | 1 in production: how many proxies stand in front of the web server  |
| DEBUG               | off                                                                 |
| LOG_LEVEL           | INFO                                                                |
| API_REQUESTS_PER_MINUTE | each token or person may ask 1,200 times a minute            |
| IMPORT_KEEP_DAYS    | uploaded files are deleted after 90 days                            |
| IMPORT_MEBIBYTES_AT_MOST | an upload to be imported has 50 MiB at most                    |
| OCDS_PREFIX         | ocds-gngxin; register one of your own at open-contracting.org       |
| PACKAGE_KEEP_DAYS   | data packages are deleted after 14 days                             |
| IMPORT_CELLS_AT_MOST | its tables have 5,000,000 cells at most                            |
| SURVEY_DAYS         | both sides of a partnership have 30 days to answer the survey       |
| SURVEY_OPENS_ON     | 11-01, the day of each year it begins; `never` leaves it to people  |
| SURVEY_LEAST_NGOS   | a body's result is told from 5 NGOs on; more may be asked for       |
| IMPORT_READER_MEBIBYTES | the process that reads a workbook has 1,024 MiB at most         |
"""

from datetime import date
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.folders import PROJECT, data_folder
from config.log import configure_structlog, logging_settings
from config.secret import kept_secret_key

env = environ.Env()

BASE_DIR = PROJECT
DATA_DIR = data_folder()
PRODUCTION = env.bool("GONGXIN_PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if PRODUCTION and not (SECRET_KEY and ALLOWED_HOSTS):
    raise ImproperlyConfigured("GONGXIN_PRODUCTION is on: set SECRET_KEY and ALLOWED_HOSTS in the environment.")
if not SECRET_KEY:
    SECRET_KEY = kept_secret_key(DATA_DIR)

# Where links in mails and calendars lead, and how mails leave.
SITE_URL = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000").rstrip(
    "/"
)
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Gongxin 共信 <gongxin@{urlsplit(SITE_URL).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "partnerships",
    "trust",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnerships.audit.middleware.WhoActs",
    "partnerships.views.account.PreferredLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partnerships.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database
EMBEDDED_DATABASE = "gongxin"
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    DATABASES = {"default": {"ENGINE": "config.embedded", "NAME": EMBEDDED_DATABASE}}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# Compiling a query took a second where reading 100,000 rows took a tenth of one; and 4 MB, the server's own default,
# made sorts and joins of as many go through files. A DATABASE_URL with `?options=` of its own decides for itself.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c work_mem=16MB")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What processes share for a while: the counts behind rate limits. The database is there on every machine.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# People. Accounts are opened by invitation; nobody signs up.
AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
ACCOUNT_ADAPTER = "partnerships.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"partnerships.forms.accounts.{form}"
    for name, form in (
        ("login", "SignInForm"),
        ("reauthenticate", "ConfirmPasswordForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("reset_password", "ForgottenPasswordForm"),
        ("reset_password_from_key", "NewPasswordForm"),
    )
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("GONGXIN_PROXIES", default=int(PRODUCTION))
# A second factor: anybody may set one up, and these roles must (`partnerships.access.SECOND_FACTOR_FOR`).
SECOND_FACTOR_REQUIRED = env.bool("GONGXIN_MFA", default=PRODUCTION)
MFA_ADAPTER = "partnerships.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    name: f"partnerships.forms.accounts.{form}"
    for name, form in (
        ("authenticate", "CodeForm"),
        ("reauthenticate", "ConfirmCodeForm"),
        ("activate_totp", "ActivateAppForm"),
        ("add_webauthn", "AddKeyForm"),
        ("edit_webauthn", "RenameKeyForm"),
    )
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Gongxin 共信"
MFA_TOTP_TOLERANCE = 1
# Browsers allow security keys on https and on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A page that names a file collectstatic has not seen shows without it, instead of failing.
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = DEBUG

# Working days for which both sides see a judgement that says something new before it is issued; 0 issues at once.
DRAFT_WORKDAYS = env.int("DRAFT_WORKDAYS", default=15)

# Uploads to be imported lie below MEDIA_ROOT, which no address serves.
IMPORT_BYTES_AT_MOST = env.int("IMPORT_MEBIBYTES_AT_MOST", default=50) * 1024 * 1024
IMPORT_CELLS_AT_MOST = env.int("IMPORT_CELLS_AT_MOST", default=5_000_000)
IMPORT_READER_MEBIBYTES = env.int("IMPORT_READER_MEBIBYTES", default=1024)
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", default=90)
OCDS_PREFIX = env.str("OCDS_PREFIX", default="ocds-gngxin")
PACKAGE_KEEP_DAYS = env.int("PACKAGE_KEEP_DAYS", default=14)

# Security. Everything a page needs comes from this host; no inline script or style anywhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

# API. Basic authentication comes first, so that whoever is not signed in is told with 401 how to sign in.
# Each token, and each person who signs in without one, may ask so often a minute. Counted in the database.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=1200)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "partnerships.api.authentication.PasswordAuthentication",
        "partnerships.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "partnerships.api.scopes.WithinScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["partnerships.api.limits.PerMinute"],
    "DEFAULT_FILTER_BACKENDS": ["partnerships.api.parameters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "partnerships.api.pagination.NumberedPages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "partnerships.api.schema.DescribedSchema",
    "EXCEPTION_HANDLER": "partnerships.api.problems.as_problem",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gongxin API",
    "DESCRIPTION": "Partnerships between government bodies and NGOs, and how far trust has come in each.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "partnerships.api.examples.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "VerificationEnum": "partnerships.models.Verification",
        "PartyEnum": "partnerships.models.Party",
        "RequestKindEnum": "partnerships.models.Request.Kind",
        "EvaluationResultEnum": "partnerships.models.Evaluation.Result",
        "StandingKindEnum": "partnerships.models.Standing.Kind",
        "StandingResultEnum": "partnerships.models.Standing.Result",
        "StageEnum": "trust.api.outcomes.STAGE_CHOICES",
        "ReasonEnum": "trust.api.outcomes.REASON_CHOICES",
        "OutcomeEnum": "trust.api.stages.OUTCOME_CHOICES",
        "RecordedSideEnum": "partnerships.models.Side",
        "DraftOutcomeEnum": "trust.models.Draft.Outcome",
        "ObjectionOutcomeEnum": "trust.models.Objection.Outcome",
        "InstalmentEnum": "partnerships.models.Payment.Stage",
        "StatisticsOutcomeEnum": "trust.api.statistics_rows.OUTCOME_CHOICES",
        "StatisticsStageEnum": "trust.api.statistics_rows.STAGE_CHOICES",
        "ChangeKindEnum": "trust.api.statistics_rows.KIND_CHOICES",
    },
}

# The mutual survey (docs/survey.md). The database refuses results of fewer than five NGOs.
SURVEY_DAYS = env.int("SURVEY_DAYS", default=30)
SURVEY_LEAST_NGOS = env.int("SURVEY_LEAST_NGOS", default=5)
if SURVEY_DAYS < 1 or SURVEY_LEAST_NGOS < 5:
    raise ImproperlyConfigured("SURVEY_DAYS is at least 1, and SURVEY_LEAST_NGOS at least 5.")
SURVEY_OPENS_ON = env.str("SURVEY_OPENS_ON", default="11-01")
if SURVEY_OPENS_ON != "never":
    date.fromisoformat(f"2023-{SURVEY_OPENS_ON}")  # a day that every year has

# Background work. Nobody reads results: what a task did is in the database.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "filesystem://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    # Sweeps up what a broker that was down, or a worker that was killed, left marked.
    "assess what changed": {"task": "trust.tasks.assess_what_changed", "schedule": 60.0},
    # Takes up what a killed worker left, or what a broker that was down never heard of.
    "take up previews": {"task": "trust.tasks.take_up_previews", "schedule": 60.0},
    "take up imports": {"task": "partnerships.tasks.take_up_imports", "schedule": 30.0},
    "tell webhooks": {"task": "partnerships.tasks.tell_webhooks", "schedule": 10.0},
    "take up data packages": {"task": "partnerships.tasks.take_up_packages", "schedule": 30.0},
    "delete old data packages": {
        "task": "partnerships.tasks.delete_old_packages",
        "schedule": crontab(hour="3", minute="45"),
    },
    "delete old import files": {
        "task": "partnerships.tasks.delete_old_import_files",
        "schedule": crontab(hour="3", minute="30"),
    },
    "forget kept answers": {
        "task": "partnerships.tasks.forget_kept_answers",
        "schedule": crontab(hour="3", minute="45"),
    },
    "lapse groundless objections": {
        "task": "partnerships.tasks.lapse_groundless_objections",
        "schedule": crontab(hour="1", minute="0"),
    },
    "issue what was heard": {
        "task": "trust.tasks.issue_what_was_heard",
        "schedule": crontab(hour="1", minute="30"),
    },
    "keep surveys": {"task": "partnerships.tasks.keep_surveys", "schedule": crontab(hour="6", minute="0")},
    "remind people": {
        "task": "trust.tasks.remind_people",
        "schedule": crontab(hour="7", minute="30", day_of_week="mon-fri"),
    },
    # After the month has been assessed.
    "study the method": {"task": "trust.tasks.study_the_method", "schedule": crontab(day_of_month="1", hour="5")},
    "assess the month": {"task": "trust.tasks.assess_the_month", "schedule": crontab(day_of_month="1", hour="2")},
}
if CELERY_BROKER_URL == "filesystem://":
    QUEUE_DIR = DATA_DIR / "queue"
    QUEUE_DIR.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR),
        "data_folder_out": str(QUEUE_DIR),
        "control_folder": str(QUEUE_DIR / "control"),
    }

# Logs
configure_structlog()
LOGGING = logging_settings(level=env.str("LOG_LEVEL", default="INFO"), as_json=PRODUCTION)
