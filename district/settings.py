"""The settings of one installation. What differs between installations comes from the environment.

DATABASE_URL   postgres://… ; default: SQLite in SITE_DATA
DATABASE_REPLICA_URL  postgres://… of a streaming replica of DATABASE_URL, for what strangers read; default: none
SITE_DATA      the folder of the database, the uploads and the secret key; default: var/
MEDIA_S3       the bucket of the uploads, with MEDIA_S3_ENDPOINT if it is not Amazon's, AWS_ACCESS_KEY_ID,
               AWS_SECRET_ACCESS_KEY and AWS_DEFAULT_REGION; default: the uploads lie in SITE_DATA
SECRET_KEY     default: generated once, kept in SITE_DATA/secret-key
ALLOWED_HOSTS  comma separated; default: any, since the site is bound to 127.0.0.1 unless HOST says otherwise
EMAIL_URL      smtp+tls://user:password@host:587, filemail:////folder; default: the console
EMAIL_FROM     the sender of reminders
CACHE_URL      redis://:password@host:6379/0, which all processes share; default: the memory of each process
HTTPS          true behind a TLS proxy: secure cookies, HSTS, redirect
PROXIES        how many proxies in front of the site are trusted to write X-Forwarded-For; default: none
API_LISTS_A_MINUTE, API_TABLES_A_MINUTE, API_CHANGES_A_MINUTE
               requests to the API that one address may make: 1200, 30 whole lists, 120 of the feed; 0 for any;
               the machine itself may always
METRICS_TOKEN  what Prometheus must show at /metrics; default: nothing is measured
DEBUG          true for `make dev`
SECOND_FACTOR  required: who works in the office signs in with a code besides the password; default: who has set it up
FIRST_PASSWORD change: `admin` changes the password of the first start before anything opens; default: the desk asks for it
SIGN_IN_FAILURES           after how many failures an account is locked for an address, for 15 minutes; default: 5
SESSION_HOURS              hours without a request after which one signs in again; default: 8
SESSION_ENDS_WITH_BROWSER  true: also when the browser is closed
"""

import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

SQLITE = "district.sqlite"
"""Django's engine for SQLite, with a queue of those who want to write."""

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
SITE_DATA = Path(env.str("SITE_DATA", default="") or BASE_DIR / "var").absolute()
try:
    SITE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    NamedTemporaryFile(dir=SITE_DATA).close()
except OSError as error:
    raise ImproperlyConfigured(
        f"Không ghi được vào thư mục dữ liệu {SITE_DATA} ({error.strerror}): "
        "hãy cấp quyền ghi, hoặc chọn thư mục khác bằng SITE_DATA."
    ) from None


def _kept_secret_key():
    """The key in SITE_DATA, made at first need: whole or not at all, and the same for all who start at once."""
    path = SITE_DATA / "secret-key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=SITE_DATA) as file, suppress(FileExistsError):
            file.write(get_random_secret_key())
            file.flush()
            os.link(file.name, path)
    return path.read_text()


def _database(name):
    """The database whose address the environment has under this name; without one, SQLite in SITE_DATA."""
    url = env.str(name, default="")
    if not url:
        return {"ENGINE": SQLITE, "NAME": SITE_DATA / "db.sqlite3"}
    try:
        if url.split(":")[0] not in ("postgres", "postgresql", "sqlite"):
            raise ValueError
        return env.db_url_config(url, engine=SQLITE if url.startswith("sqlite") else None)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} không đúng: cần dạng postgres://tên:mật_khẩu@máy:5432/cơ_sở_dữ_liệu."
        ) from None


def _cache(url):
    """The cache that the address names; without one, the memory of each process."""
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    if url.split(":")[0] not in ("redis", "rediss"):
        raise ImproperlyConfigured("CACHE_URL không đúng: cần dạng redis://:mật_khẩu@máy:6379/0.")
    waiting = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}  # nobody waits for a server that is gone
    config = env.cache_url_config(url)
    return {**config, "OPTIONS": {**waiting, **config.get("OPTIONS", {})}}


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "resolutions",
    "meetings",
    "district",
    "simple_history",
    "import_export",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "district.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "district.logs.RequestLog",
    "django.middleware.gzip.GZipMiddleware",
    "district.clients.Clients",
    "district.answers.KeptAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "district.answers.ShortWay",  # what follows is for pages alone
    "district.policies.Policies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "district.languages.ChosenLanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "district.admission.Admission",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "district.urls"
WSGI_APPLICATION = "district.wsgi.application"

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
            ],
        },
    },
]

DATABASES = {"default": _database("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == SQLITE:
    # Writers queue instead of failing: WAL lets readers go on, IMMEDIATE takes the write lock at
    # BEGIN, where waiting is safe, and FULL keeps every commit through a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    if env.str("DATABASE_REPLICA_URL", default=""):
        DATABASES["replica"] = _database("DATABASE_REPLICA_URL") | {
            "CONN_MAX_AGE": 60,
            "TEST": {"MIRROR": "default"},
        }
        DATABASE_ROUTERS = ["district.replicas.Router"]
        MIDDLEWARE.insert(1, "district.replicas.Reads")
    for _name, _server in DATABASES.items():
        _server["CONN_HEALTH_CHECKS"] = True
        # A machine that is gone without a word is noticed in seconds, not when TCP gives up.
        _server["OPTIONS"] = {
            "connect_timeout": 2 if _name == "replica" else 10,
            "tcp_user_timeout": 20_000,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            **_server.get("OPTIONS", {}),
        }
DATABASES["default"]["CONN_MAX_AGE"] = 60
CACHES = {"default": _cache(env.str("CACHE_URL", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "district.admission.LockOut",
    "django.contrib.auth.backends.ModelBackend",
    "district.permissions.Roles",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
FIRST_PASSWORD_MUST_CHANGE = env.str("FIRST_PASSWORD", default="") == "change"
SECOND_FACTOR_REQUIRED = env.str("SECOND_FACTOR", default="") == "required"
OTP_TOTP_ISSUER = "Kỳ họp và nhiệm vụ"

AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "district.entrance.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username"]  # somebody types the password there
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "district.addresses.address_of"

globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="van-phong@localhost")

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "unit"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["district.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = SITE_DATA / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = SITE_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_S3 = env.str("MEDIA_S3", default="")
MEDIA_S3_ENDPOINT = env.str("MEDIA_S3_ENDPOINT", default="") or None
if MEDIA_S3:
    STORAGES["default"] = {"BACKEND": "district.bucket.Bucket"}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # a report of the longest kind, pasted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a session of a thousand rows, typed or read

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("HTTPS", default=False)
SESSION_ENGINE = "district.cookies"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=8) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.bool("SESSION_ENDS_WITH_BROWSER", default=False)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
PROXIES = env.int("PROXIES", default=0)
API_LIMITS = {
    scope: int(env.str(f"API_{scope.upper()}_A_MINUTE", default=usual) or 0)
    for scope, usual in {"lists": "1200", "tables": "30", "changes": "120"}.items()
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The pages of errors stand alone and bring their own style: a test holds the hash to it.
        "style-src": [SELF, "'sha256-x8xV56+rRFaRpTdAWpS7I1K9FcMpOHGhFijFv6576rA='"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
DESK_SECURITY_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src-attr": [UNSAFE_INLINE]}
"""What the admin's theme needs besides: Alpine reads its expressions from attributes and writes styles into them."""
PERMISSIONS_POLICY = ", ".join(
    f"{device}=()" for device in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
IMPORT_EXPORT_USE_TRANSACTIONS = True


def _nouns(*rows):
    """Entries of the desk's side bar: (icon, label, name of the list's address)."""
    return [
        {"icon": icon, "title": title, "link": reverse_lazy(f"admin:{name}_changelist")}
        for icon, title, name in rows
    ]


UNFOLD = {
    "SITE_TITLE": _("Kỳ họp và nhiệm vụ"),
    "SITE_HEADER": _("Kỳ họp và nhiệm vụ"),
    "SITE_SUBHEADER": _("Bàn làm việc của văn phòng"),
    "SITE_SYMBOL": "account_balance",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("pages/icon.svg")}
    ],
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": True,
    "ACCOUNT": {
        "navigation": [{"title": _("Bảo mật hai lớp"), "link": reverse_lazy("second-factor")}],
    },
    "STYLES": [
        lambda request: static("district/desk.css"),
        lambda request: static("district/clashes.css"),
    ],
    "SCRIPTS": [
        lambda request: static("district/desk.js"),
        lambda request: static("district/clashes.js"),
    ],
    "DASHBOARD_CALLBACK": "resolutions.admin.first_look",
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": [
            {
                "items": [{"icon": "home", "title": _("Bàn làm việc"), "link": reverse_lazy("admin:index")}],
            },
            {
                "title": _("Đã họp, đã nói"),
                "separator": True,
                "items": _nouns(
                    ("groups", _("Kỳ họp"), "meetings_session"),
                    ("report", _("Hạn chế"), "meetings_shortcoming"),
                    ("task_alt", _("Kết quả"), "meetings_result"),
                    ("trending_up", _("Thực hiện chỉ tiêu"), "meetings_indicatorvalue"),
                    ("draft", _("Bản nháp nhập từ văn bản"), "meetings_draft"),
                ),
            },
            {
                "title": _("Phải làm"),
                "separator": True,
                "items": _nouns(
                    ("gavel", _("Văn bản"), "resolutions_resolution"),
                    ("assignment", _("Nhiệm vụ"), "resolutions_directive"),
                    ("update", _("Báo cáo tiến độ"), "resolutions_progressreport"),
                    ("fact_check", _("Đánh giá"), "resolutions_review"),
                    ("badge", _("Công tác cán bộ"), "resolutions_personneldecision"),
                ),
            },
            {
                "title": _("Ai"),
                "separator": True,
                "items": _nouns(
                    ("apartment", _("Tổ chức"), "district_organization"),
                    ("person", _("Đồng chí"), "district_person"),
                    ("event_repeat", _("Nhiệm kỳ"), "district_term"),
                    ("how_to_reg", _("Ủy viên"), "district_membership"),
                ),
            },
            {
                "title": _("Danh mục và hệ thống"),
                "separator": True,
                "collapsible": True,
                "items": [
                    *_nouns(
                        ("category", _("Lĩnh vực"), "district_sector"),
                        ("monitoring", _("Danh mục chỉ tiêu"), "meetings_indicator"),
                        ("list_alt", _("Chương trình"), "meetings_agendaitem"),
                        ("event_available", _("Thành phần dự họp"), "meetings_attendance"),
                        ("forum", _("Ý kiến phát biểu"), "meetings_statement"),
                        ("image", _("Ảnh, tệp"), "meetings_attachment"),
                        ("link", _("Nguồn"), "meetings_source"),
                        ("edit_document", _("Bản đính chính"), "meetings_addendum"),
                        ("difference", _("Nội dung đính chính"), "meetings_correction"),
                        ("verified", _("Niêm phong"), "meetings_seal"),
                        ("front_hand", _("Ý kiến bảo lưu"), "resolutions_reservedopinion"),
                        ("handyman", _("Khắc phục"), "resolutions_remedy"),
                        ("handshake", _("Đơn vị phối hợp"), "resolutions_supportingunit"),
                        ("attach_file", _("Minh chứng"), "resolutions_evidence"),
                        ("description", _("Mẫu Word"), "resolutions_papertemplate"),
                        ("format_size", _("Thể thức văn bản"), "resolutions_layout"),
                        ("mail", _("Thư nhắc việc"), "resolutions_reminder"),
                        ("verified_user", _("Vai trò"), "district_role"),
                        ("key", _("Khóa API"), "district_apikey"),
                        ("account_circle", _("Tài khoản"), "auth_user"),
                        ("group", _("Nhóm quyền"), "auth_group"),
                    ),
                    {
                        "icon": "restore_from_trash",
                        "title": _("Đã xóa"),
                        "link": reverse_lazy("admin:deleted"),
                    },
                ],
            },
        ],
    },
}

REST_FRAMEWORK = {
    # One public door: nobody signs in to the API, so it sets no cookie and needs no CSRF token.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["district.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "district.renderers.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "district.openapi.Operation",
    "EXCEPTION_HANDLER": "district.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Sessions and directives",
    "DESCRIPTION": (
        "What the sessions of Party committees assessed and decided, and what became of it. "
        "Read-only; only what is published. Names and texts are in Vietnamese."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "DEFAULT_GENERATOR_CLASS": "district.openapi.Generator",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "district.openapi.with_what_is_shared",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OrganizationKind": "district.models.Organization.Kind",
        "OrganizationLevel": "district.models.Organization.Level",
        "SessionWord": "district.models.Organization.SessionWord",
        "Post": "district.models.membership.Post",
        "SessionKind": "meetings.models.Session.Kind",
        "IndicatorBase": "meetings.models.IndicatorValue.Base",
        "Qualifier": "meetings.models.indicator_value.Qualifier",
        "ShortcomingStatus": "meetings.models.Shortcoming.Status",
        "ResolutionKind": "resolutions.models.Resolution.Kind",
        "DirectiveStatus": "resolutions.models.Directive.Status",
        "ReviewOutcome": "resolutions.models.Review.Outcome",
        "PaperKind": "resolutions.models.paper_template.KINDS.items",
        "PersonnelDecisionKind": "resolutions.models.PersonnelDecision.Kind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Without this the page sends the address of the schema to an outside validator.
    "SWAGGER_UI_SETTINGS": {"validatorUrl": None, "deepLinking": True},
}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    MIDDLEWARE.insert(1, "district.metrics.Measured")
    (SITE_DATA / "metrics").mkdir(exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(SITE_DATA / "metrics")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "district.logs.Lines", "for_the_eye": DEBUG or sys.stderr.isatty()}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Every request has its line already, a failed one by the server of `make dev` as well.
        "django.request": {"level": "ERROR"},
        # Of a lock-out the line of the request tells: its status is 429.
        "axes": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
    },
}
