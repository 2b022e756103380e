# SPDX-License-Identifier: Apache-2.0
"""Options, the machine's policy, and where things lie."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import BadArgument, PolicyInvalid, ReadOnlyFolder
from mentordesk.base.files import SystemFiles
from mentordesk.base.options import (
    DENSITY,
    OPTIONS,
    TEXT_SIZE,
    THEME,
    Settings,
    load_settings,
    save_settings,
)
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy, parse_policy, read_policy_file
from tests.helpers.files import failing_at

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=4
)


def test_every_default_is_a_value_of_its_option() -> None:
    assert [option.name for option in OPTIONS if option.read(option.default) is None] == []
    assert len({option.name for option in OPTIONS}) == len(OPTIONS)


def test_a_chosen_value_holds_and_a_wrong_one_is_refused() -> None:
    settings = Settings().changed(THEME, "dark").changed(TEXT_SIZE, 150)
    assert (settings.get(THEME), settings.get(TEXT_SIZE), settings.get(DENSITY)) == (
        "dark",
        150,
        "comfortable",
    )
    for option, value in ((TEXT_SIZE, 201), (TEXT_SIZE, True)):
        with pytest.raises(BadArgument):
            settings.changed(option, value)


def test_settings_are_kept_and_what_a_newer_version_wrote_too(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    newer = Settings({"theme": "dark", "typeface": "round"})
    save_settings(SystemFiles(), path, newer.changed(TEXT_SIZE, 120))
    loaded = load_settings(SystemFiles(), path)
    assert dict(loaded.chosen) == {"theme": "dark", "typeface": "round", "text_size": 120}


@given(st.dictionaries(st.sampled_from([option.name for option in OPTIONS]), JSON))
def test_any_stored_value_reads_as_a_valid_one(stored: dict[str, object]) -> None:
    settings = Settings(stored)
    values = [(option, settings.get(option)) for option in (THEME, DENSITY)]
    assert all(value in option.values for option, value in values)
    assert 100 <= settings.get(TEXT_SIZE) <= 200


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[1]", b'{"theme": 7}'])
def test_a_damaged_settings_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(SystemFiles(), path).get(THEME) == "system"


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyFolder):
        save_settings(failing_at("write", 30), tmp_path / "settings.json", Settings())


def test_a_policy_is_read_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('server = "https://desk.school"\nshared_account = true\nkeyring_allowed = "no"\n')
    policy = parse_policy(read_policy_file(path))
    assert policy == Policy(server="https://desk.school", shared_account=True)
    assert policy.lock_after_minutes == 10


def test_without_a_policy_the_person_decides(tmp_path: Path) -> None:
    policy = parse_policy(read_policy_file(tmp_path / "none.toml"))
    assert policy == Policy()
    assert policy.lock_after_minutes == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("server = 3", "server"),
        ('data_folder = "relative/folder"', "data_folder"),
        ("idle_lock_minutes = -1", "idle_lock_minutes"),
        ("idle_lock_minutes = true", "idle_lock_minutes"),
        ('shared_account = "no"', "shared_account"),
        ("server = ", "file"),
    ],
)
def test_a_policy_that_cannot_be_followed_names_its_fault(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(read_policy_file(path))
    assert caught.value.facts["name"] == name


def test_one_home_holds_everything(tmp_path: Path) -> None:
    places = find_places(tmp_path / "h", environment={"MENTORDESK_HOME": "ignored"})
    assert all(
        (tmp_path / "h") in path.parents for path in (places.profiles, places.settings_file, places.log_file)
    )


def test_the_environment_names_a_home_and_the_policy_a_data_folder(tmp_path: Path) -> None:
    assert find_places(environment={"MENTORDESK_HOME": str(tmp_path)}).data == tmp_path
    assert find_places(environment={}, policy_data=tmp_path).profiles == tmp_path / "profiles"
