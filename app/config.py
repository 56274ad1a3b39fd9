"""Settings and their order of precedence: defaults, `instance/settings.toml`, environment, tests.

Only this module reads the environment.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

PREFIX = "NENEP_"

DEFAULTS: dict[str, Any] = {
    "DATABASE_URL": None,  # None: SQLite in the instance folder
    "SECRET_KEY": None,  # None: generated into the instance folder at first start
    "SESSION_HOURS": 12,
    "SECURE_COOKIES": False,  # True behind HTTPS
    "PROXIES": 0,  # trusted reverse proxies in front
    "MAX_UPLOAD_MB": 20,
    "SIGN_IN_ATTEMPTS": 8,
    "SIGN_IN_WINDOW_MINUTES": 15,
    "BACKUP_WARN_DAYS": 7,
    "MAIL_HOST": None,  # None: nothing is sent by e-mail
    "MAIL_PORT": 587,
    "MAIL_STARTTLS": True,
    "MAIL_USER": None,  # None: the server asks for no password
    "MAIL_PASSWORD": None,
    "MAIL_SENDER": None,
    "SITE_ADDRESS": None,  # where links in mail lead: https://sinhhoat.example.vn
    "SAMPLE_DATA": False,  # True only for `make demo`
}


def load_settings(instance: Path, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The Flask configuration of this installation.

    :raises ValueError: for an environment value that is not of the default's type.
    """
    values = {**DEFAULTS, **_from_file(instance / "settings.toml"), **_from_environment()}
    values |= given or {}
    return _flask_config(values, instance)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    return {key.upper(): value for key, value in tomllib.loads(path.read_text("utf-8")).items()}


def _from_environment() -> dict[str, Any]:
    found = {}
    for key, default in DEFAULTS.items():
        raw = os.environ.get(PREFIX + key)
        if raw:
            found[key] = _typed(key, raw, default)
    return found


def _typed(key: str, raw: str, default: object) -> object:
    if isinstance(default, bool):
        if raw.lower() not in {"0", "1", "true", "false"}:
            raise ValueError(f"{PREFIX}{key} must be 0 or 1, not {raw!r}")
        return raw.lower() in {"1", "true"}
    if isinstance(default, int):
        try:
            return int(raw)
        except ValueError:
            raise ValueError(f"{PREFIX}{key} must be a whole number, not {raw!r}") from None
    return raw


def _flask_config(values: dict[str, Any], instance: Path) -> dict[str, Any]:
    return {
        **values,
        "SECRET_KEY": values["SECRET_KEY"] or _kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"]
        or f"sqlite:///{instance / 'nenep.sqlite'}",
        "MAX_CONTENT_LENGTH": values["MAX_UPLOAD_MB"] * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=values["SESSION_HOURS"]),
        "SESSION_COOKIE_NAME": "nenep",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": values["SECURE_COOKIES"],
        "REMEMBER_COOKIE_HTTPONLY": True,
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open all evening; the session limits it
    }


def _kept_secret(path: Path) -> str:
    """The key signs sessions: generated once, readable by this installation only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
