"""Makes ``tfplugin6_pb2.py`` and its type stub from ``tfplugin6.proto``.

The messages would refuse a protobuf that is older than their compiler, or newer by two majors. What they call has been
the same since 4.21, and is tested at both ends: so that check is left out, which would keep Sluice out of every
environment in which something else needs another protobuf.

python -m provider_lib.generator.protocol_stubs
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTO = ROOT / "provider_lib/protocol/tfplugin6.proto"
MESSAGES = PROTO.with_name("tfplugin6_pb2.py").relative_to(ROOT)

_VERSION_CHECK = re.compile(
    r"^# Protobuf Python Version: [^\n]*\n"
    r"|^from google\.protobuf import runtime_version as _runtime_version\n"
    r"|^_runtime_version\.ValidateProtobufRuntimeVersion\(.*?^\)\n",
    re.MULTILINE | re.DOTALL,
)


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
    made.write_text(_VERSION_CHECK.sub("", made.read_text()))


if __name__ == "__main__":
    compile_proto(ROOT)
