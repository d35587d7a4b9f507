"""What is imported is declared, so that it does not come along with something else by chance."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"bot", "rules", "tests"}
RUN_BY_OTHERS = {"python-dotenv", "tzdata", "websockets"}
"""Used by pydantic-settings, by zoneinfo and by uvicorn, without which we would lack something."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


EXTRAS = [line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]


def list_declared(*more: str) -> set[str]:
    lines = [*PROJECT["project"]["dependencies"], *more]
    return {re.split(r"[\[<>=]", line, maxsplit=1)[0] for line in lines}


def list_imported() -> set[str]:
    """Return the top level names that `bot/` and `rules/` import from outside."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for part in ("bot", "rules")
        for path in (ROOT / part).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    names = {name.split(".")[0] for name in imported}
    return names - OURS - set(sys.stdlib_module_names)


def list_providers(name: str) -> set[str]:
    return {one.lower().replace("_", "-") for one in packages_distributions().get(name, ())}


@pytest.mark.parametrize("name", sorted(list_imported()))
def test_what_is_imported_is_declared(name: str) -> None:
    assert list_providers(name) & list_declared(*EXTRAS)


def test_what_is_declared_is_imported() -> None:
    used = {provider for name in list_imported() for provider in list_providers(name)}
    assert list_declared(*EXTRAS) - used == RUN_BY_OTHERS


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_what_is_declared_is_locked(lock: str) -> None:
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.MULTILINE)
    assert locked == sorted(set(locked))
    assert list_declared() <= {*locked}
