"""All settings of KazQuiz, read from the environment.

Every variable is listed in README.md. Nothing here is a usable secret: without SECRET_KEY or
SECRET_KEY_FILE the application does not start.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# Off only where the server is reached by plain HTTP on the same machine.
HTTPS = env.bool("HTTPS", default=True)


def _secret_key() -> str:
    path = env.str("SECRET_KEY_FILE", default="")
    key = (
        Path(path).read_text(encoding="ascii").strip()
        if path
        else env.str("SECRET_KEY", default="")
    )
    if len(key) < 32:
        raise ImproperlyConfigured(
            "Set SECRET_KEY, or SECRET_KEY_FILE, to at least 32 random characters."
        )
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "questions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages have tokens and what people typed: since Django 4.2 their compressed length is blurred.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "questions.admin.own_time.desk_in_own_time",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kazquiz.urls"
WSGI_APPLICATION = "kazquiz.wsgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)]
                    if not DEBUG
                    else _LOADERS,
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """The database of DATABASE_URL; SQLite in var/ where it is not set."""
    url = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'kazquiz.sqlite3'}")
    config: dict[str, Any] = dict(env.db_url_config(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["CONN_MAX_AGE"] = None
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
            ),
        }
    elif env.bool("DATABASE_POOL", default=True):
        # Django's pool hands out connections itself, so it wants CONN_MAX_AGE left at 0.
        # What stands in the address, such as sslmode, is kept.
        pool = {"min_size": 2, "max_size": 8, "timeout": 10}
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": pool}
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers, so that limits on log-ins hold for the server and not for one process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

AUTH_USER_MODEL = "questions.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "questions:home"
ACCOUNT_ADAPTER = "questions.views.account.AccountAdapter"
ACCOUNT_FORMS = {"signup": "questions.forms.account.SignupForm"}
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # a guest is logged in and still signs up
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USERNAME_BLACKLIST = ["admin", "root", "kazquiz"]  # nobody else speaks for the site
ACCOUNT_LOGOUT_REDIRECT_URL = "questions:home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
# A whole school may sit behind one address; failed log-ins keep the stricter default.
ACCOUNT_RATE_LIMITS = {
    "login": env.str("LOGIN_RATE", default="300/m/ip"),
    "guest": env.str("GUEST_RATE", default="300/m/ip"),
    "signup": env.str("SIGNUP_RATE", default="120/m/ip"),
    "flag": env.str("FLAG_RATE", default="20/h/user"),
    "own-data": env.str("OWN_DATA_RATE", default="10/h/user"),
    "erase": env.str("ERASE_RATE", default="10/h/user"),
    # Wrong join codes alone are counted, so that a school's whole class may join at once.
    "join": env.str("JOIN_RATE", default="10/m/user,300/h/ip"),
}

CSRF_FAILURE_VIEW = "questions.views.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "kazquiz" / "locale"]
# Kazakh dates and decimal commas.
FORMAT_MODULE_PATH = ["kazquiz.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_USER_TIME_ZONE = "Asia/Almaty"

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
_static_storage = {
    "plain": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "hashed": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    "compressed": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}[env.str("STATIC_FILES", default="compressed")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}

SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600 if HTTPS else 0)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else all people would share the proxy's address, and with it each limit per address.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Large enough that an overlong answer gets its message at the field, not an error page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# No inline script or style anywhere, so not even a nonce is needed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
