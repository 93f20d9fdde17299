"""Makes ``tfplugin6_pb2.py`` and its type stub from ``tfplugin6.proto``.

Of what protoc writes only the description of the file is taken. The rest would refuse a protobuf that is older than
protoc, or newer by two majors, which would keep Sluice out of every environment in which something else needs another
one, and would load far more than a provider needs: ``provider_lib.protocol.messages``.

python -m provider_lib.generator.protocol_stubs
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTO = ROOT / "provider_lib/protocol/tfplugin6.proto"
MESSAGES = PROTO.with_name("tfplugin6_pb2.py").relative_to(ROOT)

_DESCRIBED = re.compile(r"AddSerializedFile\((b'.*')\)\n")

MODULE = """\
# Generated from tfplugin6.proto by provider_lib.generator.protocol_stubs. DO NOT EDIT!
from provider_lib.protocol.messages import messages

DESCRIBED = (
{}
)
globals().update(messages(DESCRIBED))
"""

WIDTH = 40
"""Bytes of the description on one line."""


def compile_proto(folder: Path) -> None:
    """Run protoc on ``tfplugin6.proto``.

    Args:
        folder: in which ``provider_lib/protocol`` gets the messages and their stub.

    Raises:
        SystemExit: protoc refused the file; it has said why.
    """
    from grpc_tools import protoc  # a development dependency: only this command needs it

    # The path from the root becomes the file's name in protobuf's registry, where it must be unique.
    outputs = [f"--python_out={folder}", f"--pyi_out={folder}"]
    status = protoc.main(["protoc", f"-I{ROOT}", *outputs, str(PROTO.relative_to(ROOT))])
    if status:
        sys.exit(status)
    made = folder / MESSAGES
    [found] = _DESCRIBED.findall(made.read_text())
    described: bytes = ast.literal_eval(found)
    lines = (repr(described[begin : begin + WIDTH]) for begin in range(0, len(described), WIDTH))
    made.write_text(MODULE.format("\n".join(f"    {line}" for line in lines)))


if __name__ == "__main__":
    compile_proto(ROOT)
