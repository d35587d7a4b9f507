"""The workspace at its start: who and what is there before anything happens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.channels import Channel, ChannelKind, Channels
from bot.sandbox.company import ChannelSeed, Company, Person
from bot.sandbox.files import Files
from bot.sandbox.headcount import group_id, list_group_people, nameless
from bot.sandbox.ids import stable_id
from bot.sandbox.manifest import AppManifest
from bot.sandbox.messages import Messages
from bot.sandbox.sessions import Sessions
from bot.sandbox.usergroups import UserGroup, UserGroups
from bot.sandbox.users import SLACKBOT, Role, User, Users
from bot.sandbox.views import Views


@dataclass(frozen=True, slots=True)
class Identity:
    """The ids that never change: the team's and the app's."""

    team_id: str
    team_name: str
    domain: str
    app_id: str
    bot_id: str
    bot_user: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything a workspace holds."""

    identity: Identity
    users: Users
    channels: Channels
    groups: UserGroups
    messages: Messages
    views: Views
    files: Files
    sessions: Sessions

    def find_im(self, user_id: str) -> Channel:
        """A person's DM with the bot; everybody has one from the start."""
        channel = self.channels.find_im(user_id)
        if channel is None:
            raise LookupError(user_id)
        return channel


def build_workspace(company: Company, manifest: AppManifest, now: datetime) -> Workspace:
    """Assemble the workspace of a company in which the app has just been installed."""
    identity = _identify(company)
    return Workspace(
        identity=identity,
        users=Users(_list_users(company, manifest, identity)),
        channels=Channels(_list_channels(company, identity, now)),
        groups=UserGroups(_list_groups(company, now)),
        messages=Messages(),
        views=Views(),
        files=Files(),
        sessions=Sessions(),
    )


def _identify(company: Company) -> Identity:
    ids = (stable_id(letter, company.domain, "app") for letter in "ABU")
    return Identity(stable_id("T", company.domain), company.name, company.domain, *ids)


def _person_id(company: Company, name: str) -> str:
    return stable_id("U", company.domain, "person", name)


def _list_users(company: Company, manifest: AppManifest, identity: Identity) -> list[User]:
    people = [_user(company, person) for person in company.people]
    bot_name = manifest.bot_name.lower().replace(" ", "-")
    bots = [
        User(identity.bot_user, bot_name, manifest.bot_name, Role.BOT),
        User(SLACKBOT, "slackbot", "Slackbot", Role.BOT),
    ]
    counted = [
        nameless(user) for one in company.functions for user in list_group_people(company, one)
    ]
    return people + bots + counted


def _user(company: Company, person: Person) -> User:
    return User(
        id=_person_id(company, person.name),
        name=person.name,
        real_name=person.real_name,
        role=person.role,
        locale=person.locale,
        tz=person.tz,
        title=person.title,
        may_act=True,
    )


def _list_channels(company: Company, identity: Identity, now: datetime) -> list[Channel]:
    created = int((now - timedelta(days=365)).timestamp())
    channels = [_channel(company, seed, identity, created) for seed in company.channels]
    ims = [
        Channel(
            id=stable_id("D", company.domain, person.name),
            name="",
            kind=ChannelKind.IM,
            members=frozenset({_person_id(company, person.name), identity.bot_user}),
            created=created,
        )
        for person in company.people
    ]
    return channels + ims


def _channel(company: Company, seed: ChannelSeed, identity: Identity, created: int) -> Channel:
    people = frozenset(_person_id(company, name) for name in seed.members)
    return Channel(
        id=stable_id("C", company.domain, seed.name),
        name=seed.name,
        kind=seed.kind,
        members=people | {identity.bot_user} if seed.has_bot else people,
        topic=seed.topic,
        purpose=seed.purpose,
        is_archived=seed.is_archived,
        is_read_only=seed.is_read_only,
        created=created,
    )


def _list_groups(company: Company, now: datetime) -> list[UserGroup]:
    seconds = int(now.timestamp())
    return [
        UserGroup(
            id=group_id(company, one),
            handle=one.handle,
            name=one.labels["en"],
            users=list_group_people(company, one),
            created=seconds,
            updated=seconds,
        )
        for one in company.functions
    ]
