"""What makes up the credential of each kind of source."""

from collections.abc import Mapping
from typing import Any

from rules.headcounts import SourceKind


def list_secret_parts(kind: SourceKind, config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parts of a credential, none where a source needs none; checks the configuration.

    Raises:
        SourceConfigError: If the configuration cannot be used.
    """
    if kind is SourceKind.REST:
        from bot.sources.rest.configs import parse_rest_config

        return tuple(part.value for part in parse_rest_config(config).preset.auth.parts)
    if kind is SourceKind.SQL:
        from bot.sources.sql.source import parse_sql_config

        parse_sql_config(config)
        return ("url",)
    if kind is SourceKind.GOOGLE:
        from bot.sources.google.source import Product, parse_google_config

        # Whose eyes the directory is seen with is somebody's address, so it is kept with the key.
        is_directory = parse_google_config(config).product is Product.DIRECTORY
        return ("service_account", "subject") if is_directory else ("service_account",)
    if kind is SourceKind.SLACK_USERGROUPS:
        from bot.sources.slack_usergroups import parse_usergroups_config

        parse_usergroups_config(config)
    return ()
