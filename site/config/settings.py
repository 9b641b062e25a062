"""Every setting, read from the environment (or a `.env` file); docs/reference/settings.md explains each.

With none set this is the embedded site: SQLite, cache and queue inside the process, on loopback.
"""

import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf.global_settings import LANGUAGES
from django.utils.csp import CSP
from django.utils.functional import lazy

from common.site_name import site_name
from config import reading
from config.reading import env
from home.limits import RATE_LIMITS

BASE_DIR = Path(__file__).resolve().parents[2]
reading.read_file(BASE_DIR / ".env")

DATA_DIR = reading.private_folder(Path(env("DATA_DIR", default=str(BASE_DIR / "var"))))


def _kept_secret(path: Path) -> str:
    """The key in `path`, made once, so that sessions survive a restart without any setting."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env("SECRET_KEY", default="") or _kept_secret(DATA_DIR / "secret_key")
SECRETS_KEYS = env.list("SECRETS_KEY", default=[])
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env("SITE_NAME", default="Mainstay")
_host = urlsplit(SITE_URL).hostname or "127.0.0.1"
_loopback = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_loopback if _host in {*_loopback, "::1"} else [_host])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "home",
    "docs_hub",
    "sustainability",
    "contributors",
    "github_sync",
    "common",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "common.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.door.DoorMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "common.apart.middleware.TurnsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "docs_hub.middleware.PublishingMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "common.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.site",
                "home.context.frame",
            ],
        },
    },
]

# --- Database: SQLite until DATABASE_URL names a PostgreSQL ---
TESTING = "pytest" in sys.modules
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if TESTING else 'NORMAL'}; PRAGMA cache_size=-32000;"
    ),
}
DATABASES = {"default": reading.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'mainstay.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    reading.private_file(Path(DATABASES["default"]["NAME"]))
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["CONN_MAX_AGE"] = None  # reading the schema anew costs more than most pages
else:
    DATABASES["default"]["CONN_MAX_AGE"] = reading.number("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Cache and queue: inside the process until REDIS_URL names a Redis ---
REDIS_URL = env("REDIS_URL", default="")
if TESTING and REDIS_URL:  # each test process has a Redis database, a queue and a worker of its own
    _base, _, _number = REDIS_URL.rpartition("/")
    REDIS_URL = f"{_base}/{int(_number) + int(env('PYTEST_XDIST_WORKER', default='gw0')[2:])}"
EMBEDDED_QUEUE = not REDIS_URL
PAGE_CACHE_SECONDS = reading.number("PAGE_CACHE_SECONDS", 60)
if REDIS_URL:
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES: dict[str, Any] = {
        "default": {**_redis, "KEY_PREFIX": "site"},
        "pages": {**_redis, "KEY_PREFIX": "pages", "TIMEOUT": PAGE_CACHE_SECONDS},
    }
else:
    _memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {
        "default": {**_memory, "LOCATION": "site", "OPTIONS": {"MAX_ENTRIES": 5000}},
        "pages": {**_memory, "LOCATION": "pages", "TIMEOUT": PAGE_CACHE_SECONDS, "OPTIONS": {"MAX_ENTRIES": 500}},
    }
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {} if REDIS_URL else {"polling_interval": 0.1}
"""Seconds between looks into the queue of the process; a whole one, as Celery has it, is felt by who waits."""
CELERY_RESULT_BACKEND = REDIS_URL or "cache+memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_DEFAULT_QUEUE = "mainstay"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sync-due-repositories": {"task": "github_sync.sync_due_repositories", "schedule": 60},
    "apply-due-deliveries": {"task": "github_sync.apply_due_deliveries", "schedule": 30},
    "read-due": {"task": "github_sync.read_due", "schedule": 60},
    "send-due-actions": {"task": "github_sync.send_due_actions", "schedule": 20},
    "recover-missed-deliveries": {"task": "github_sync.recover_missed_deliveries", "schedule": 3600},
    "drop-old-payloads": {"task": "github_sync.drop_old_payloads", "schedule": 86400},
    "tell-operators": {"task": "github_sync.tell_operators", "schedule": 300},
    "drop-old-budget-samples": {"task": "github_sync.drop_old_budget_samples", "schedule": 86400},
    "reconcile-documentation": {"task": "docs_hub.reconcile", "schedule": 300},
    "reconcile-contributions": {"task": "contributors.reconcile", "schedule": 60},
    "refresh-reports": {"task": "sustainability.refresh_reports", "schedule": 600},
    "drop-old-uploads": {"task": "sustainability.drop_old_uploads", "schedule": 86_400},
    "expire-claims": {"task": "contributors.expire_claims", "schedule": 300},
    "look-after-links": {"task": "docs_hub.look_after_links", "schedule": 60},
    "look-after-pictures": {"task": "docs_hub.look_after_pictures", "schedule": 60},
    "tell-owners": {"task": "docs_hub.tell_owners", "schedule": 3600},
    "publish-scheduled": {"task": "home.publish_scheduled", "schedule": 60},
    "tidy-documentation": {"task": "docs_hub.tidy_up", "schedule": 3600},
}

# --- People and access ---
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
if TESTING:  # a real one takes half a second, and the suite makes thousands of accounts
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
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
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
_sends_mail = bool(env("EMAIL_URL", default=""))  # else nobody could ever confirm an address
ACCOUNT_EMAIL_VERIFICATION = reading.one_of(
    "ACCOUNT_EMAIL_VERIFICATION", ("optional", "mandatory", "none"), "mandatory" if _sends_mail else "none"
)
ACCOUNT_RATE_LIMITS = RATE_LIMITS
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # one place for both: allauth's
ACCOUNT_ADAPTER = "home.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "home.sign_in.SocialAdapter"

# --- GitHub ---
GITHUB_API_URL = env("GITHUB_API_URL", default="https://api.github.com").rstrip("/")
GITHUB_TOKEN = env("GITHUB_TOKEN", default="")
GITHUB_TIMEOUT = reading.number("GITHUB_TIMEOUT", 30)
GITHUB_APP_ID = env("GITHUB_APP_ID", default="")
GITHUB_APP_PRIVATE_KEY = env("GITHUB_APP_PRIVATE_KEY", default="")
GITHUB_APP_INSTALLATION_ID = env("GITHUB_APP_INSTALLATION_ID", default="")
GITHUB_WEB_URL = env("GITHUB_WEB_URL", default="https://github.com").rstrip("/")
GITHUB_OAUTH_CLIENT_ID = env("GITHUB_OAUTH_CLIENT_ID", default="")
GITHUB_OAUTH_CLIENT_SECRET = env("GITHUB_OAUTH_CLIENT_SECRET", default="")
GITHUB_DRY_RUN = env.bool("GITHUB_DRY_RUN", default=False)
GITHUB_WEBHOOK_SECRET = env("GITHUB_WEBHOOK_SECRET", default="")
GITHUB_WEBHOOK_SECRET_PREVIOUS = env("GITHUB_WEBHOOK_SECRET_PREVIOUS", default="")
GITHUB_WEBHOOK_PAYLOAD_DAYS = env.int("GITHUB_WEBHOOK_PAYLOAD_DAYS", default=30)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "github": {
        "SCOPE": ["read:user", "user:email"],
        "OAUTH_PKCE_ENABLED": True,
        **({"GITHUB_URL": GITHUB_WEB_URL} if GITHUB_WEB_URL != "https://github.com" else {}),
        "APPS": [{"client_id": GITHUB_OAUTH_CLIENT_ID, "secret": GITHUB_OAUTH_CLIENT_SECRET, "key": ""}]
        if GITHUB_OAUTH_CLIENT_ID
        else [],
    }
}

# --- Links to other sites, which the documentation has ---
LINK_CHECK = env.bool("LINK_CHECK", default=not TESTING)
LINK_CHECK_PAUSE = reading.number("LINK_CHECK_PAUSE", 10)
LINK_CHECK_PRIVATE = env.bool("LINK_CHECK_PRIVATE", default=False)

# --- Texts of strangers, which child processes work on (common.apart) ---
APART_MODULES = ["docs_hub.domain.render.preloaded", "contributors.domain.rendering"]
"""What those load before anybody asks."""

# --- Language, time, files ---
LANGUAGE_CODE = "en"
WAGTAIL_FINISH_WORKFLOW_ACTION = "docs_hub.services.finishing.finish_review"  # nothing is published unread
WAGTAIL_I18N_ENABLED = True  # documentation has pages in many languages; the site's own texts are English
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = reading.zone("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_DIR", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MAX_AGE = 31_536_000 if not DEBUG else 0
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
_email = reading.mail("EMAIL_URL")
_smtp = {
    "host": _email.get("EMAIL_HOST"),
    "port": _email["EMAIL_PORT"],
    "username": _email.get("EMAIL_HOST_USER") or "",
    "password": _email.get("EMAIL_HOST_PASSWORD") or "",
    "use_tls": _email.get("EMAIL_USE_TLS", False),
    "use_ssl": _email.get("EMAIL_USE_SSL", False),
}
MAILERS = {
    "default": {
        "BACKEND": _email["EMAIL_BACKEND"],
        "OPTIONS": _smtp if _email["EMAIL_BACKEND"].endswith("smtp.EmailBackend") else {},
    }
}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"mainstay@{_host}")

# --- Safety: all that HTTPS allows follows from SITE_URL ---
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = reading.number("HSTS_SECONDS", 31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
TRUSTED_PROXIES = reading.number("TRUSTED_PROXIES", 1) if BEHIND_PROXY else 0
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # Wagtail's preview panel frames the site's own pages
    "security.W005",  # other hosts below the domain are the operator's to decide (HSTS_SUBDOMAINS)
    "security.W021",
]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
ADMIN_CSP = {**SECURE_CSP, "script-src": [CSP.SELF, CSP.UNSAFE_INLINE]}

# --- Wagtail ---
WAGTAIL_SITE_NAME = lazy(site_name, str)()
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {name: {"level": "ERROR"} for name in ("urllib3", "github", "kombu")},
    "root": {"handlers": ["console"], "level": reading.log_level("LOG_LEVEL", "WARNING")},
}
