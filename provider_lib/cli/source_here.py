"""The address of the provider in the folder where a command runs."""

from __future__ import annotations

import os
from pathlib import Path

from provider_lib.cli.session import HERE
from provider_lib.engine.app import SETTINGS_FILE, App
from provider_lib.provider_source import chosen_source


def source_here() -> str:
    """The address that the environment, or the app of this folder, chose."""
    return App.load(HERE).provider_source(os.environ) if Path(SETTINGS_FILE).is_file() else chosen_source(os.environ)
