"""Every identifier that Slack sends back to us, so views and listeners cannot drift apart."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands, as in manifest.yml."""

    PLAN = "/enablement-plan"
    RATIO = "/enablement-ratio"
    REPORTING = "/enablement-reporting"


class Event(StrEnum):
    """Events of Slack's, as in manifest.yml."""

    HOME_OPENED = "app_home_opened"
    GROUP_MEMBERS_CHANGED = "subteam_members_changed"
    GROUP_UPDATED = "subteam_updated"


class Subcommand(StrEnum):
    """First words after `/enablement-plan` that are not numbers."""

    RATIO = "ratio"
    ROADMAP = "roadmap"
    REPORTING = "reporting"
    SYNC = "sync"
    SETTINGS = "settings"
    EXPORT = "export"
    HELP = "help"


class Action(StrEnum):
    """Buttons and inputs that send block_actions."""

    ENTER_NUMBERS = "enter_numbers"
    CONNECT_SOURCE = "connect_source"
    WHAT_IF = "what_if"
    ROADMAP = "roadmap"
    REPORTING = "reporting"
    SHARE = "share"
    SWAP = "swap"
    RECOMPUTE = "recompute"
    RETARGET = "retarget"
    SETTINGS = "settings"
    SETTING = "setting"
    FIND_TIME_ZONE = "find_time_zone"
    FIND_SEGMENT = "find_segment"
    PUSH_TOKEN = "push_token"  # noqa: S105 - an id, not a secret
    MINT_PUSH_TOKEN = "mint_push_token"  # noqa: S105 - an id, not a secret
    REVOKE_PUSH_TOKEN = "revoke_push_token"  # noqa: S105 - an id, not a secret
    TUNING = "tuning"
    RESET_TUNING = "reset_tuning"
    SOURCES = "sources"
    SYNC_NOW = "sync_now"
    REMOVE_OVERRIDE = "remove_override"
    ACCEPT_RUN = "accept_run"
    KEEP_OLD = "keep_old"
    PAUSE_SOURCE = "pause_source"
    RESUME_SOURCE = "resume_source"
    CHOOSE_KIND = "choose_kind"
    PREVIEW_SOURCE = "preview_source"
    REVIEW_RUN = "review_run"
    MAP_TITLES = "map_titles"
    TURN_PAGE = "turn_page"
    TURN_BACK = "turn_back"
    SHOW_RULES = "show_rules"
    RENEW_SECRET = "renew_secret"  # noqa: S105 - an id, not a secret
    SHOW_HISTORY = "show_history"
    DISCONNECT_SOURCE = "disconnect_source"
    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    SILENCE = "silence"
    END_SILENCE = "end_silence"
    SILENCE_ALL = "silence_all"
    END_SILENCE_ALL = "end_silence_all"
    VIEW_PLAN = "view_plan"
    RETRY_DELIVERIES = "retry_deliveries"


class Callback(StrEnum):
    """Modal callback ids."""

    HEADCOUNT_FORM = "headcount_form"
    WHAT_IF_FORM = "what_if_form"
    ROADMAP_FORM = "roadmap_form"
    REPORTING_VIEW = "reporting_view"
    SETTINGS_FORM = "settings_form"
    PUSH_TOKEN_VIEW = "push_token_view"  # noqa: S105 - an id, not a secret
    NOTICE = "notice"
    SOURCES_VIEW = "sources_view"
    CONNECT_FORM = "connect_form"
    SECRET_FORM = "secret_form"  # noqa: S105 - an id, not a secret
    GROUPS_FORM = "groups_form"
    FUNCTIONS_FORM = "functions_form"
    UPLOAD_FORM = "upload_form"
    DISCONNECT_FORM = "disconnect_form"
    MAPPING_FORM = "mapping_form"
    RULES_FORM = "rules_form"
    SILENCE_FORM = "silence_form"
    SILENCE_ALL_FORM = "silence_all_form"
    TUNING_FORM = "tuning_form"


class Block(StrEnum):
    """Input block ids; those of headcounts are the attributes of `rules.facts.Facts`."""

    CUSTOMER_FACING = "customer_facing"
    ENABLERS = "enablers"
    SALES = "sales"
    CUSTOMER_SUCCESS = "customer_success"
    STARTERS = "starters"
    LAUNCHES = "launches"
    VERTICALS = "verticals"
    PROGRAMMES = "programmes"
    IS_LEADER_SKILLED = "is_leader_skilled"
    FILLED = "filled"
    TARGET = "target"


class Field(StrEnum):
    """Input block ids of the forms about sources; others are the fields of a configuration."""

    SUPPLIES = "supplies"
    SWITCHES = "switches"
    FILE = "file"
    SNAPSHOTS = "snapshots"
    CUSTOMER_FACING_GROUPS = "customer_facing_groups"
    ENABLEMENT_GROUPS = "enablement_groups"
    SEGMENT_BY = "segment_by"
    OWN_RULES = "own_rules"
    LEXICON = "lexicon"


class SilenceField(StrEnum):
    """Input block ids of the forms that silence one alert or all."""

    ENDS_ON = "ends_on"
    COMMENT = "comment"


class SettingField(StrEnum):
    """Input block ids of the settings; a setting may take two of them."""

    ALERT_CHANNEL = "alert_channel"
    LOW_BOUND = "low_bound"
    HIGH_BOUND = "high_bound"
    DIGEST = "digest"
    QUIET_SINCE = "quiet_since"
    QUIET_UNTIL = "quiet_until"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    SYNC_DAY = "sync_day"
    SYNC_TIME = "sync_time"
    SEGMENTS = "segments"
    ADMINS = "admins"
