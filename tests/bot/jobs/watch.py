"""A workspace that is watched: counts come in, days go by, and a channel shows what is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import select, update

from bot.jobs.check import CheckCounts, check_due
from bot.jobs.couriers import DeliverCounts
from bot.jobs.deliver import deliver_due
from bot.jobs.entries import enter_numbers
from bot.storage.alert_models import AlertEventRow, DeliveryRow, EpisodeRow, TargetRow
from bot.storage.engine import Database
from bot.storage.models import WorkspaceRow
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import Standing
from rules.headcounts import HeadcountRow
from tests.builders import NOON, a_member, a_workspace, customer_facing, enablement
from tests.fakes import BOT_TOKEN
from tests.slack_rooms import Posted, SlackRooms

CHANNEL = "C777"
ADMIN = "U1"
DAY = timedelta(days=1)
SEGMENTS = ("Benelux", "DACH", "Iberia", "Nordics", "UK")


def some_counts(people: int, enablers: str = "2") -> tuple[HeadcountRow, ...]:
    return customer_facing(people), enablement(10, fte=enablers)


def in_segments(people: int, *segments: str) -> tuple[HeadcountRow, ...]:
    """The same number in each segment, each with one enabler."""
    return tuple(
        row
        for segment in segments
        for row in (customer_facing(people, segment=segment), enablement(1, segment))
    )


class Watch:
    """Workspace T1 with an admin, an alert channel, and a clock to turn."""

    def __init__(self, database: Database, rooms: SlackRooms) -> None:
        self.database, self.rooms, self.now = database, rooms, NOON
        self.client = WebClient(BOT_TOKEN, base_url=rooms.api_url, timeout=5, retry_handlers=[])
        self.add_workspace("T1", CHANNEL)

    def add_workspace(self, workspace_id: str, channel: str | None, **changes: Any) -> None:
        workspace = a_workspace(**{"id": workspace_id, "time_zone": "UTC", **changes})
        self.write(ensure_workspace, workspace, NOON)
        self.write(save_member, a_member(workspace_id=workspace_id, standing=Standing.ADMIN))
        self.set(workspace_id, alert_channel=channel)

    def set(self, workspace_id: str = "T1", **values: Any) -> None:
        """Change a workspace's settings without what else would follow."""
        with self.database.sessions.begin() as session:
            is_it = WorkspaceRow.id == workspace_id
            session.execute(update(WorkspaceRow).where(is_it).values(**values))

    def write(self, change: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        with self.database.sessions.begin() as session:
            return change(session, *arguments, **named)

    def enter(self, *rows: HeadcountRow, workspace_id: str = "T1") -> None:
        self.write(enter_numbers, workspace_id, rows, ADMIN, self.now)

    def check(self) -> CheckCounts:
        return check_due(self.database, self.now)

    def deliver(self) -> DeliverCounts:
        return deliver_due(self.database, self.client, self.now, between_posts=timedelta())

    def pass_time(self, time: timedelta) -> DeliverCounts:
        """Let time go by, then check and deliver once."""
        self.now += time
        self.check()
        return self.deliver()

    def pass_day(self, *rows: HeadcountRow, workspace_id: str = "T1") -> DeliverCounts:
        """Let a day go by and counts come in; then check and deliver."""
        self.now += DAY
        if rows:
            self.enter(*rows, workspace_id=workspace_id)
        self.check()
        return self.deliver()

    def open_alert(self, people: int = 1_040, workspace_id: str = "T1") -> None:
        """Count too many people on two days, and check; nothing is delivered yet."""
        for _ in range(2):
            self.now += DAY
            self.enter(*some_counts(people), workspace_id=workspace_id)
            self.check()

    def fire(self, people: int = 1_040) -> Posted:
        """Open an alert and return its message."""
        self.open_alert(people)
        self.deliver()
        return self.rooms.posted(CHANNEL)[-1]

    def deliveries(self, workspace_id: str = "T1") -> list[DeliveryRow]:
        with self.database.sessions() as session:
            is_theirs = DeliveryRow.workspace_id == workspace_id
            return list(session.scalars(select(DeliveryRow).where(is_theirs).order_by("id")))

    def episodes(self) -> list[EpisodeRow]:
        with self.database.sessions() as session:
            return list(session.scalars(select(EpisodeRow).order_by(EpisodeRow.id)))

    def reasons(self) -> list[str]:
        """Return why things happened, in order."""
        with self.database.sessions() as session:
            rows = session.scalars(select(AlertEventRow).order_by(AlertEventRow.id))
            return [row.reason.value for row in rows]

    def target(self, segment: str = "") -> TargetRow:
        with self.database.sessions() as session:
            return session.scalars(select(TargetRow).where(TargetRow.segment == segment)).one()

    def set_target(self, segment: str = "", **values: Any) -> None:
        with self.database.sessions.begin() as session:
            is_it = TargetRow.segment == segment
            session.execute(update(TargetRow).where(is_it).values(**values))
