"""What a Terraform is told of a server that it is attached to."""

from __future__ import annotations

import json
import os
from pathlib import Path

from provider_lib.protocol.reattach import reattach
from tests.unit.protocol.tiny_provider import ADDRESS, TinyProvider


def test_terraform_is_told_where_the_server_is_and_not_to_end_it(tmp_path: Path) -> None:
    with reattach(lambda: TinyProvider(tmp_path), ADDRESS) as told:
        description = json.loads(told)
        socket = description[ADDRESS]["Addr"]["String"]
        assert Path(socket).is_socket()
        assert description == {
            ADDRESS: {
                "Protocol": "grpc",
                "ProtocolVersion": 6,
                "Pid": os.getpid(),
                "Test": True,
                "Addr": {"Network": "unix", "String": socket},
            }
        }
    assert not Path(socket).parent.exists()
