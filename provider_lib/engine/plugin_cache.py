"""Sees to it that inits of several stacks do not meet in a cache of providers, which Terraform does not guard.

https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock

from provider_lib.engine.install import CONFIG_VARIABLE

CACHE_VARIABLE = "TF_PLUGIN_CACHE_DIR"

_SETTING = re.compile(r"^\s*plugin_cache_dir\s*=", re.MULTILINE)
_ONE_AT_A_TIME = Lock()


def room_to_init(environment: Mapping[str, str]) -> AbstractContextManager[object]:
    """Enter it to run an init: alone where there is a cache, else beside others.

    Args:
        environment: in which Terraform runs.
    """
    return _ONE_AT_A_TIME if has_cache(environment) else nullcontext()


def has_cache(environment: Mapping[str, str]) -> bool:
    """Whether the user has a cache of providers, by a variable or in Terraform's configuration."""
    if environment.get(CACHE_VARIABLE):
        return True
    try:
        return bool(_SETTING.search(Path(environment.get(CONFIG_VARIABLE, "")).read_text()))
    except OSError:
        return False
