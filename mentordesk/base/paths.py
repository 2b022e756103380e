# SPDX-License-Identifier: Apache-2.0
"""Where things lie on this computer: data, settings, logs; all under one home when one is given."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "MENTORDESK_HOME"
_NAME = "mentordesk"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one installation; none of them need exist yet."""

    data: Path
    config: Path
    logs: Path

    @property
    def profiles(self) -> Path:
        """Holds one folder per profile, named by a random id."""
        return self.data / "profiles"

    @property
    def settings_file(self) -> Path:
        """The look of the window before anyone has signed in."""
        return self.config / "settings.json"

    @property
    def log_file(self) -> Path:
        """The newest log; older ones end in .1, .2."""
        return self.logs / "mentordesk.log"


def find_places(
    home: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    policy_data: Path | None = None,
) -> Places:
    """The folders to use: under `home`, else under $MENTORDESK_HOME, else the policy's, else the system's.

    Never a roaming folder: a database must not travel by network log-on.
    """
    chosen = home or (os.environ if environment is None else environment).get(HOME_VARIABLE)
    if chosen:
        root = Path(chosen).absolute()
        return Places(data=root, config=root / "config", logs=root / "logs")
    import platformdirs  # only the real folders need it

    return Places(
        data=policy_data or platformdirs.user_data_path(_NAME, appauthor=False, roaming=False),
        config=platformdirs.user_config_path(_NAME, appauthor=False, roaming=False),
        logs=platformdirs.user_log_path(_NAME, appauthor=False),
    )


def resource(*names: str) -> Path:
    """A file or folder that came with the programme; importlib.resources costs the first window 8 ms."""
    return Path(__file__).resolve().parents[1].joinpath("resources", *names)
