"""What the package offers is what it says, in whichever order it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provider_lib import rest
from provider_lib.rest.account import RestAccount
from provider_lib.rest.api.configured import configured, credential_variables
from provider_lib.rest.api.setting_names import SettingNames
from provider_lib.rest.connection import exposed, probe
from provider_lib.rest.mapping.private import written_by
from provider_lib.rest.operations.list_objects import AT_ONCE
from provider_lib.rest.operations.look import Looked
from provider_lib.rest.operations.observe import Observed
from provider_lib.rest.operations.steer import RESTART, RESTART_FAILED
from provider_lib.rest.provider import RestProvider


@pytest.mark.parametrize("name", rest.__all__)
def test_a_name_that_is_imported_first_is_no_module(name: str) -> None:
    program = f"from provider_lib.rest import {name}; print(type({name}).__name__ != 'module')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_a_name_is_the_one_of_the_room_that_has_it() -> None:
    assert {name: rest.__getattr__(name) for name in rest.__all__} == {
        "AT_ONCE": AT_ONCE,
        "Looked": Looked,
        "Observed": Observed,
        "RESTART": RESTART,
        "RESTART_FAILED": RESTART_FAILED,
        "RestAccount": RestAccount,
        "RestProvider": RestProvider,
        "SettingNames": SettingNames,
        "configured": configured,
        "credential_variables": credential_variables,
        "exposed": exposed,
        "probe": probe,
        "written_by": written_by,
    }


def test_a_name_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match=r"^module 'provider_lib\.rest' has no attribute 'Restprovider'$"):
        _ = rest.Restprovider
