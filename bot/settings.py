"""Settings, read once from the environment and `.env` at start-up: the only reader of either."""

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_dir
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.database_url import parse_database_url
from bot.errors import DatabaseUrlError, SettingsError

APP_NAME = "enablement-advisor"
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """What is logged: this and what is worse."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _default_database_url() -> str:
    return f"sqlite:///{Path(user_data_dir(APP_NAME)) / 'advisor.db'}"


def _check_database_url(url: str) -> str:
    try:
        parse_database_url(url)
    except DatabaseUrlError as error:
        raise ValueError(str(error)) from error
    return url


def _starting_with(prefix: str) -> AfterValidator:
    def check(token: str) -> str:
        if token and not token.startswith(prefix):
            raise ValueError(f"should start with {prefix}")
        return token

    return AfterValidator(check)


def _split(text: object) -> object:
    if not isinstance(text, str):
        return text
    return [part.strip() for part in text.split(",") if part.strip()]


def _check_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    # Looked at without the library that uses them, which would slow every start.
    if not all(_FERNET_KEY.fullmatch(key) for key in keys):
        raise ValueError("should be keys of 44 characters, separated by commas; see .env.example")
    return keys


class Settings(BaseSettings):
    """Everything that differs between one deployment and another; the names are the variables'."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[str, _starting_with("xoxb-")] = Field(default="", repr=False)
    slack_app_token: Annotated[str, _starting_with("xapp-")] = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_api_url: AnyHttpUrl = AnyHttpUrl("https://slack.com/api/")
    database_url: Annotated[str, AfterValidator(_check_database_url)] = Field(
        default_factory=_default_database_url, repr=False
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    public_url: AnyHttpUrl | None = None
    token_encryption_keys: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_check_keys)
    ] = Field(default=(), repr=False)
    admin_users: Annotated[frozenset[str], NoDecode, BeforeValidator(_split)] = frozenset()
    source_allowed_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_split)] = frozenset()
    metrics_token: str = Field(default="", repr=False)
    heartbeat_url: AnyHttpUrl | None = Field(default=None, repr=False)
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("slack_app_token", "slack_signing_secret")
    @classmethod
    def _check_that_it_can_answer(cls, secret: str, info: ValidationInfo) -> str:
        # A validator of the whole model would not run beside any other fault.
        if secret and info.data.get("slack_bot_token") == "":
            raise ValueError("alone cannot answer: SLACK_BOT_TOKEN is missing")
        return secret

    @property
    def has_slack(self) -> bool:
        """Return whether a Slack app is configured, over Socket Mode or HTTP."""
        return bool(self.slack_app_token or self.slack_signing_secret)

    @property
    def api_url(self) -> str:
        """Return Slack's address with the slash that its client needs."""
        return f"{str(self.slack_api_url).rstrip('/')}/"


def read_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: Naming every variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError([_describe(fault) for fault in error.errors()]) from None
    except UnicodeDecodeError:
        raise SettingsError([".env is not a text in UTF-8: save it as one"]) from None


def _describe(fault: object) -> str:
    assert isinstance(fault, dict)  # noqa: S101 - pydantic types its errors as a TypedDict
    name = ".".join(str(part) for part in fault["loc"]).upper()
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name} {message}" if name else message


def find_source_secret(part: str) -> str | None:
    """Return one part of a source's credential for the command that connects it, or None."""
    return os.environ.get(f"SOURCE_SECRET_{part.upper()}")


def environment_for(settings: Settings) -> dict[str, str]:
    """Return this process's environment with these settings in it, for a process of our own."""
    return {**os.environ, **{name.upper(): _write(value) for name, value in settings}}


def _write(value: object) -> str:
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, tuple | frozenset) else str(value)
