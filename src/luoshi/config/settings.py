"""Settings of a site. Every environment variable that Luoshi reads is read here.

A site is a folder (``LUOSHI_DATA``): the SQLite file unless a PostgreSQL is named, the secret key, the collected style
sheets. Nothing else is needed to start one, and a copy of the folder is a copy of the site.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from luoshi.config.database import database, truth

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LUOSHI_DATA", "var")).resolve()
SECRET_FILE = DATA / "secret-key"


def _secret() -> str:
    """The site's key; one for this process alone where there is no site, so that none is ever guessable."""
    given = os.environ.get("LUOSHI_SECRET_KEY", "")
    if not given and SECRET_FILE.is_file():
        given = SECRET_FILE.read_text(encoding="ascii").strip()
    return given or get_random_secret_key()


SECRET_KEY = _secret()
SECRET_IS_GIVEN = bool(os.environ.get("LUOSHI_SECRET_KEY"))
DEBUG = truth(os.environ.get("LUOSHI_DEBUG", ""))
DEMONSTRATION = truth(os.environ.get("LUOSHI_DEMONSTRATION", ""))
ALLOWED_HOSTS = os.environ.get("LUOSHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
WSGI_APPLICATION = "luoshi.config.wsgi.application"
WSGI_TARGET = "luoshi.config.wsgi:application"
ROOT_URLCONF = "luoshi.config.urls"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "luoshi.tenancy",
    "luoshi.audit",
    "luoshi.files",
    "luoshi.notices",
    "luoshi.units",
    "luoshi.plans",
    "luoshi.programme",
    "luoshi.reporting",
    "luoshi.assessment",
    "luoshi.demonstration",
    "luoshi.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.web.compression.CompressedPages",
    "luoshi.web.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoshi.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.web.signing.SignInFirst",
    "luoshi.web.caching.Fresh",
    "luoshi.web.desk.accounts.own.FirstPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.web.errors.ErrorPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.context.page",
            ],
        },
    }
]

# --- who signs in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "tenancy.Account"
AUTHENTICATION_BACKENDS = ["luoshi.tenancy.signed_in.AccountBackend"]
SESSION_ENGINE = "luoshi.tenancy.signed_in"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- where rows are ---------------------------------------------------------------------------------------------

DATABASES = {"default": database(os.environ.get("LUOSHI_DATABASE_URL", ""), DATA)}
WORKERS = int(os.environ.get("LUOSHI_WORKERS", min(2, os.cpu_count() or 1)))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- what is said, and when -------------------------------------------------------------------------------------

LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_CODE = os.environ.get("LUOSHI_LANGUAGE", "zh-hans")
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("LUOSHI_TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

# --- mail and reminders -----------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("LUOSHI_SMTP_HOST", "")  # without it nothing is mailed
SMTP_TLS = os.environ.get("LUOSHI_SMTP_TLS", "starttls").strip().lower()
EMAIL_PORT = int(os.environ.get("LUOSHI_SMTP_PORT", "") or {"ssl": 465, "starttls": 587}.get(SMTP_TLS, 25))
EMAIL_HOST_USER = os.environ.get("LUOSHI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LUOSHI_SMTP_PASSWORD", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = SMTP_TLS == "ssl", SMTP_TLS == "starttls"
EMAIL_TIMEOUT = 20  # seconds of each step; a claim of the outbox is taken back after ten minutes
DEFAULT_FROM_EMAIL = os.environ.get("LUOSHI_MAIL_FROM", "")
SITE_URL = os.environ.get("LUOSHI_SITE_URL", "").rstrip("/")  # what the link of a mail begins with
REMIND_HOUR = int(os.environ.get("LUOSHI_REMIND_HOUR", "8"))  # from which hour of a day reminders are made
REMIND_EVERY = int(os.environ.get("LUOSHI_REMIND_EVERY", "60"))  # seconds; 0 leaves it to `luoshi remind`

# --- style sheets and scripts -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
COLLECTED = STATIC_ROOT.is_dir()  # a site has them collected and hashed; a test or a first start finds them in place
STORAGES = {
    # what is kept of uploads; any storage that Django knows may stand here, in a folder or in a bucket
    "default": {"BACKEND": "luoshi.files.storage.FolderStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "luoshi.config.static.CollectedStatic"},
}
WHITENOISE_AUTOREFRESH = not COLLECTED
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA / "media"

# --- what may come in, and what a page may do -------------------------------------------------------------------

# bytes of one file; the reader itself takes no more than the default
UPLOAD_LIMIT = int(os.environ.get("LUOSHI_UPLOAD_LIMIT", str(20 * 1024 * 1024)))
# bytes of one file that is sent by itself, as a stream
STREAM_LIMIT = int(os.environ.get("LUOSHI_STREAM_LIMIT", str(512 * 1024 * 1024)))
# where it stands until it was looked at, and the days that it may wait there; never part of a backup
QUARANTINE = Path(os.environ.get("LUOSHI_QUARANTINE", str(DATA / "quarantine")))
QUARANTINE_DAYS = int(os.environ.get("LUOSHI_QUARANTINE_DAYS", "14"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 400  # a county returns its tables at once; their bytes are limited above
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "luoshi.web.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "luoshi.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
HTTPS = truth(os.environ.get("LUOSHI_HTTPS", ""))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LUOSHI_ORIGINS", "").split(",") if origin]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LUOSHI_LOG", "WARNING")},
}
