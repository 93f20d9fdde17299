"""The messages of the protocol, by protobuf's C implementation alone and where there is none."""

from __future__ import annotations

import subprocess
import sys

from provider_lib.protocol import tfplugin6_pb2 as pb

PROGRAM = """
import sys
sys.modules["google._upb._message"] = None
from provider_lib.protocol import tfplugin6_pb2 as pb
request = pb.ReadResource.Request.FromString(bytes.fromhex(sys.argv[1]))
print(request.SerializeToString().hex(), pb.Diagnostic.ERROR, pb.Schema.Object.MAP, pb.MARKDOWN)
print(type(request).__mro__[1].__module__)
"""


def test_without_the_c_implementation_they_are_the_same() -> None:
    request = pb.ReadResource.Request(type_name="a", private=b"p", current_state=pb.DynamicValue(msgpack=b"\x80"))
    told = request.SerializeToString().hex()
    environ = {"PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": "python"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, told], env=environ, capture_output=True, text=True, check=True
    )
    values = f"{pb.Diagnostic.ERROR} {pb.Schema.Object.MAP} {pb.MARKDOWN}"
    assert done.stdout.splitlines() == [f"{told} {values}", "google.protobuf.message"]


def test_they_load_little_of_protobuf() -> None:
    program = "import sys, provider_lib.protocol.tfplugin6_pb2; print('google.protobuf.text_format' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
