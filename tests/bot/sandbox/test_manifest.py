import pytest

from bot.sandbox.manifest import parse_manifest


def test_a_small_manifest_is_enough() -> None:
    manifest = parse_manifest({"display_information": {"name": "Tester"}})
    assert (manifest.name, manifest.bot_name) == ("Tester", "Tester")
    assert manifest.agent is None
    assert not manifest.has_home_tab
    assert manifest.commands == ()


def test_a_missing_part_is_named() -> None:
    with pytest.raises(ValueError, match="lacks 'display_information'"):
        parse_manifest({})
    with pytest.raises(ValueError, match="lacks 'description'"):
        parse_manifest(
            {
                "display_information": {"name": "Tester"},
                "features": {"slash_commands": [{"command": "/plan"}]},
            }
        )
