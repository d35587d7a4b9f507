"""The sandbox knows Slack and no bot: it could serve another one."""

import ast
from pathlib import Path

import pytest

import bot.sandbox

PACKAGE = Path(bot.sandbox.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def list_imports(module: Path) -> set[str]:
    """Every module that a module names in its imports."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_it_imports_nothing_of_the_bot(module: Path) -> None:
    ours = {name for name in list_imports(module) if name.split(".")[0] in ("bot", "rules")}
    assert all(name.startswith("bot.sandbox.") for name in ours)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_keeps_state_of_its_own(module: Path) -> None:
    """A `global` statement would let two sandboxes in one process meet."""
    tree = ast.parse(module.read_text())
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
