# SPDX-License-Identifier: Apache-2.0
"""What this computer's administrator has fixed; read from where only an administrator can write."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mentordesk.base.errors import PolicyInvalid

IDLE_LOCK_SHARED = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """The machine's policy; None means that the person or the default decides."""

    server: str | None = None
    data_folder: Path | None = None
    shared_account: bool = False
    idle_lock_minutes: int | None = None
    spelling: bool = True  # False: nothing is checked, and no dictionary is read

    @property
    def lock_after_minutes(self) -> int:
        """Minutes without a key or a click until the window locks; 0 means never."""
        if self.idle_lock_minutes is not None:
            return self.idle_lock_minutes
        return IDLE_LOCK_SHARED if self.shared_account else 0


def machine_policy() -> Policy:
    """This computer's policy; PolicyInvalid when there is one that cannot be followed."""
    return parse_policy(_machine_settings())


def parse_policy(settings: Mapping[str, object]) -> Policy:
    """A policy from raw settings; unknown names are for other versions, wrong values raise PolicyInvalid."""
    known = {part.name for part in fields(Policy)}
    return Policy(**{name: _checked(name, raw) for name, raw in settings.items() if name in known})


def _checked(name: str, raw: object) -> Any:
    """`raw` in the type its setting has."""
    match name, raw:
        case "server", str() if raw:
            return raw
        case "data_folder", str() if Path(raw).is_absolute():
            return Path(raw)
        case "idle_lock_minutes", int() if not isinstance(raw, bool) and 0 <= raw <= 24 * 60:
            return raw
        case "shared_account" | "spelling", bool():
            return raw
        case "shared_account" | "spelling", (0 | 1):
            return bool(raw)  # the Windows registry has no truth values
    raise PolicyInvalid(name)


def read_policy_file(path: Path) -> Mapping[str, object]:
    """Raw settings from a TOML file; none when there is no file, PolicyInvalid when it is not TOML."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PolicyInvalid("file") from error
    import tomllib  # most computers have no policy

    try:
        return tomllib.loads(text.decode())
    except ValueError as error:
        raise PolicyInvalid("file") from error


if sys.platform == "win32":
    import winreg

    def _machine_settings() -> Mapping[str, object]:
        """The policy branch of the machine's registry, which no environment variable can move."""
        try:
            key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"Software\Policies\MentorDesk")
        except OSError:
            return {}
        with key:
            count = winreg.QueryInfoKey(key)[1]
            return {name: value for name, value, _ in (winreg.EnumValue(key, i) for i in range(count))}

elif sys.platform == "darwin":

    def _machine_settings() -> Mapping[str, object]:
        """The system's support folder, not the user's."""
        return read_policy_file(Path("/Library/Application Support/MentorDesk/policy.toml"))

else:

    def _machine_settings() -> Mapping[str, object]:
        """The system's settings folder; not the XDG variables, which any user can set."""
        return read_policy_file(Path("/etc/mentordesk/policy.toml"))
