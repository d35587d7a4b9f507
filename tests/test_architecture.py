"""The house rules that a machine can hold us to: who imports whom, and how long things get."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 250
LONGEST_FUNCTION = 40

# Lowest part first. A part may import itself, the standard library and what stands beside it.
VALUES = "bot.workspaces bot.connections bot.alerts bot.errors bot.clock bot.preferences"
MAY_IMPORT = {
    "rules": "",
    "bot.errors": "rules",
    "bot.clock": "",
    "bot.refusals": "slack_sdk",
    "bot.signals": "",
    "bot.workspaces": "rules",
    "bot.connections": "rules",
    "bot.alerts": "rules",
    # A form in Slack and the shell give the same texts, so that one place reads them.
    "bot.preferences": "rules bot.workspaces bot.errors",
    "bot.database_url": "bot.errors sqlalchemy",
    "bot.settings": "bot.errors bot.database_url platformdirs pydantic pydantic_settings",
    "bot.logs": "bot.settings structlog",
    "bot.vault": "rules bot.errors cryptography",
    "bot.push_tokens": "",
    "bot.views": "rules bot.workspaces bot.connections bot.alerts bot.preferences bot.errors babel",
    "bot.views.plan_text": "rules bot.views rich",  # the one view of a terminal
    "bot.storage": "rules bot.workspaces bot.connections bot.alerts bot.errors bot.database_url"
    " sqlalchemy",
    "bot.storage.migrations": "bot.errors bot.storage sqlalchemy alembic",
    "bot.sources": "rules bot.workspaces bot.errors",
    "bot.sources.slack_calls": "rules bot.errors bot.refusals bot.sources slack_sdk",
    "bot.sources.slack_usergroups": "rules bot.errors bot.sources slack_sdk",
    # urllib3: what requests connects with; only there can an address be checked and kept.
    "bot.sources.rest": "rules bot.errors bot.sources jmespath requests urllib3 yaml",
    # psycopg: only the driver's own errors tell a wrong password from a dead line.
    # certifi: the authorities that requests trusts, for a driver that knows none.
    "bot.sources.sql": "rules bot.errors bot.sources sqlalchemy psycopg certifi",
    # bot.clock: a service account signs when it asks.
    "bot.sources.google": "rules bot.clock bot.errors bot.sources google",
    "bot.sources.files": "rules bot.errors bot.sources python_calamine",
    "bot.opening": "rules bot.connections bot.errors bot.vault bot.sources slack_sdk",
    "bot.jobs": f"rules {VALUES} bot.refusals bot.vault bot.opening bot.storage bot.sources bot.views slack_sdk"
    " requests sqlalchemy.orm",
    "bot.services": "bot.clock bot.opening bot.storage bot.vault",
    # A source is also read when somebody presses a button, and by the same job.
    "bot.listeners": f"rules {VALUES} bot.refusals bot.services bot.views bot.storage bot.opening"
    " bot.sources bot.jobs bot.push_tokens slack_bolt slack_sdk sqlalchemy.orm",
    "bot.app": "bot.services bot.listeners slack_bolt slack_sdk",
    "bot.push_answers": "rules bot.workspaces bot.views",
    "bot.push_bodies": "rules bot.errors bot.workspaces bot.views bot.sources bot.push_answers",
    "bot.push": f"rules {VALUES} bot.push_answers bot.push_bodies bot.push_tokens bot.services bot.sources bot.storage bot.jobs bot.views sqlalchemy",
    "bot.metrics": "bot.clock bot.storage prometheus_client sqlalchemy",
    "bot.wsgi": "rules bot.errors bot.push bot.push_answers bot.storage slack_bolt sqlalchemy",
    "bot.manifest": "bot.views bot.wsgi",
    "bot.scheduler": "bot.clock bot.jobs bot.services apscheduler slack_sdk",
    "bot.socket_mode": "slack_bolt slack_sdk",
    "bot.processes": "bot.app bot.clock bot.errors bot.jobs bot.metrics bot.opening bot.push bot.scheduler bot.services"
    " bot.settings bot.signals bot.socket_mode bot.storage bot.vault bot.wsgi slack_bolt slack_sdk waitress",
    "bot.web": "bot.processes bot.settings gunicorn",
    "bot.doctor": "bot.app bot.clock bot.errors bot.manifest bot.refusals bot.settings bot.storage slack_sdk sqlalchemy",
    "bot.sandbox": "click starlette uvicorn yaml",  # a Slack that knows nothing of the bot
    "bot.trial": "bot watchfiles",
    # slack_sdk: an alert channel is tried out from a shell as it is from Slack.
    "bot.commands": "rules bot click rich slack_sdk sqlalchemy.orm yaml",
    "bot.cli": "bot.commands click",
    "bot.__main__": "bot.cli",
}
PURE = (
    "rules", "bot.errors", "bot.workspaces", "bot.connections", "bot.alerts", "bot.preferences",
    "bot.database_url", "bot.views",
)  # fmt: skip
IMPURE_MODULES = {
    "io", "logging", "os", "random", "secrets", "socket", "subprocess", "sys", "tempfile",
    "threading", "time", "urllib", "uuid",
}  # fmt: skip
# A generator that is given its seed is a pure function: the same trend, the same futures.
MAY_SEED = {"rules.passages"}
# A version of the schema is one list of columns, written once and never again.
MAY_BE_LONG = {"bot.storage.migrations.versions"}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("rules", "bot")
    for path in sorted((ROOT / package).rglob("*.py"))
}
PYTHON_FILES = sorted(MODULES.values()) + sorted((ROOT / "tests").rglob("*.py"))


def name_file(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_within(module: str, part: str) -> bool:
    return module == part or module.startswith(f"{part}.")


def find_part(module: str) -> str:
    """Return the most specific part that a module belongs to."""
    return max((part for part in MAY_IMPORT if is_within(module, part)), key=len)


def read_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def list_imports(module: str) -> Iterator[str]:
    for node in ast.walk(read_tree(MODULES[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = node.module or ""
            # `from bot import settings` imports bot.settings, not bot.
            yield from (
                full if (full := f"{name}.{alias.name}") in MODULES else name
                for alias in node.names
            )


def list_attributes(module: str) -> set[str]:
    tree = read_tree(MODULES[module])
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def list_calls(module: str) -> set[str]:
    tree = read_tree(MODULES[module])
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"bot"}))
def test_imports_point_down(module: str) -> None:
    part = find_part(module)
    allowed = [part, *MAY_IMPORT[part].split(), *sys.stdlib_module_names]
    stray = {name for name in list_imports(module) if not any(is_within(name, a) for a in allowed)}
    assert stray == set()


def test_parts_import_only_what_stands_above_them() -> None:
    order = list(MAY_IMPORT)
    up = [
        (part, target)
        for part, allowed in MAY_IMPORT.items()
        for target in allowed.split()
        if target in order and order.index(target) >= order.index(part)
    ]
    assert up == []


def test_the_sandbox_knows_neither_the_bot_nor_its_rules() -> None:
    ours = [
        name
        for module in MODULES
        if is_within(module, "bot.sandbox")
        for name in list_imports(module)
        if is_within(name, "rules")
        or (is_within(name, "bot") and not is_within(name, "bot.sandbox"))
    ]
    assert ours == []


@pytest.mark.parametrize("module", [m for m in MODULES if any(is_within(m, p) for p in PURE)])
def test_pure_parts_touch_neither_clock_nor_world(module: str) -> None:
    impure = IMPURE_MODULES - ({"random"} if module in MAY_SEED else set())
    assert not impure & {name.split(".")[0] for name in list_imports(module)}
    assert not {"now", "today", "utcnow"} & {call.split(".")[-1] for call in list_calls(module)}


@pytest.mark.parametrize("module", sorted(MAY_SEED))
def test_what_may_seed_a_generator_always_does(module: str) -> None:
    nodes = list(ast.walk(read_tree(MODULES[module])))
    imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [line for line in imports if "random" in line] == ["from random import Random"]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    seeds = [call.args for call in calls if ast.unparse(call.func) == "Random"]
    assert seeds
    assert all(seeds)


@pytest.mark.parametrize("module", [m for m in MODULES if is_within(m, "rules")])
def test_rules_open_no_file(module: str) -> None:
    assert not {"open", "print", "input"} & list_calls(module)
    assert "pathlib" not in set(list_imports(module))


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m != "bot.clock" and not is_within(m, "bot.sandbox")]
)
def test_only_the_clock_reads_the_clock(module: str) -> None:
    assert not {"datetime.now", "datetime.utcnow", "date.today"} & list_calls(module)


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"bot.settings"}))
def test_only_settings_read_the_environment(module: str) -> None:
    assert not {"environ", "environb", "getenv"} & list_attributes(module)
    tree = read_tree(MODULES[module])
    from_os = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
    ]
    assert not {"environ", "environb", "getenv"} & set(from_os)


@pytest.mark.parametrize("path", PYTHON_FILES, ids=name_file)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    "module", [m for m in MODULES if not any(is_within(m, part) for part in MAY_BE_LONG)]
)
def test_functions_are_short(module: str) -> None:
    long = {
        node.name: length
        for node in ast.walk(read_tree(MODULES[module]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("module", MODULES)
def test_a_broad_except_stands_only_at_an_edge(module: str) -> None:
    broad = [
        node
        for node in ast.walk(read_tree(MODULES[module]))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
    ]
    # The jobs: a row that breaks us, a poison row, must not keep the others waiting.
    edges = {
        "bot.listeners.calls",
        "bot.scheduler",
        "bot.jobs.sync",
        "bot.jobs.check",
        "bot.jobs.couriers",
    }
    assert not broad or module in edges or is_within(module, "bot.sandbox")


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_not_named_after_nothing(module: str) -> None:
    assert module.split(".")[-1] not in {"utils", "helpers", "common", "manager", "service"}
