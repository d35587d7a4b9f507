"""What a command needs before it can begin: settings, logging, and sentences for what goes wrong."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from bot.errors import BotError, SettingsError
from bot.logs import configure_logging
from bot.settings import read_settings


def configured(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its settings and logging, and turn expected errors into sentences."""

    @wraps(command)
    def wrapper(**options: Any) -> None:
        try:
            settings = read_settings()
            configure_logging(settings.log_level, settings.log_format)
            command(settings, **options)
        except SettingsError as error:
            for fault in error.faults:
                click.echo(f"Error: {fault}", err=True)
            sys.exit(2)
        except BotError as error:
            raise click.ClickException(str(error)) from error

    return wrapper
