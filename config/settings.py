"""All settings, from the environment; secure unless `HELPWELL_DEBUG` says otherwise."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.csp import CSP

from config.database import database_settings
from helpwell.service.environment import Environment

django_stubs_ext.monkeypatch()  # lets generic classes be written as they are typed

ROOT = Path(__file__).resolve().parent.parent
HELPWELL = Environment.from_environ()

SECRET_KEY = HELPWELL.secret_key()
DEBUG = HELPWELL.debug
ALLOWED_HOSTS = HELPWELL.trusted_hosts
CSRF_TRUSTED_ORIGINS = [HELPWELL.url]

INSTALLED_APPS = [
    "helpwell.demo",
    "helpwell.workspace",
    "helpwell.macros",
    "helpwell.notifications",
    "helpwell.channels",
    "helpwell.tickets",
    "helpwell.customers",
    "helpwell.brands",
    "helpwell.fields",
    "helpwell.files",
    "helpwell.search",
    "helpwell.api",
    "helpwell.accounts",
    "helpwell.events",
    "helpwell.jobs",
    "helpwell.live",
    "ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpwell.core.requests.at_the_door",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "helpwell.workspace.rail.rail",
            ],
            "builtins": ["helpwell.core.template_tags"],
        },
    }
]

DATABASES = {"default": database_settings(HELPWELL.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "helpwell.accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"helpwell.accounts.passwords.{name}"}
    for name in ("LongEnough", "NotTheirName", "NotCommon")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HELPWELL.data / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HELPWELL.data / "files"},
    },
    "staticfiles": {"BACKEND": "ui.storage.FingerprintedFiles"},
}

SESSION_COOKIE_NAME = f"helpwell_session_{HELPWELL.port}"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HELPWELL.behind_tls
CSRF_COOKIE_NAME = f"helpwell_csrf_{HELPWELL.port}"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "helpwell.core.requests.out_of_date"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HELPWELL.behind_tls else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HELPWELL.behind_tls else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
LIVE_SOURCE = f"*:{HELPWELL.live_port}" if HELPWELL.live_is_beside else HELPWELL.live_url
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF, LIVE_SOURCE],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

ACCOUNT_ADAPTER = "helpwell.accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wrong passwords are counted by axes, in the database; this one slows guessed second steps.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,20/5m/key"}
MFA_TOTP_ISSUER = "Helpwell"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "helpwell.accounts.views.signing_in.address_of"
AXES_LOCKOUT_CALLABLE = "helpwell.accounts.views.signing_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W001"]

UNDO_SEND_SECONDS = 10
PUSH_TO_PRIVATE_HOSTS = False
API_REQUESTS_A_MINUTE = 600
API_WRONG_TOKENS_A_MINUTE = 30
# Other addresses of mail providers: {"google": {"asking": "https://…"}}, see consent/providers.py.
MAIL_CONSENT: dict[str, dict[str, Any]] = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "helpwell.core.masking.MaskedLines",
            "format": "%(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
