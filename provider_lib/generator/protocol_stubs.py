"""Makes ``tfplugin6_pb2.py`` and its type stub from ``tfplugin6.proto``.

python -m provider_lib.generator.protocol_stubs
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTO = ROOT / "provider_lib/protocol/tfplugin6.proto"


def compile_proto(*outputs: str) -> None:
    """Run protoc on ``tfplugin6.proto``.

    Args:
        outputs: protoc's options that say what to write where, e.g. ``--python_out=.``.

    Raises:
        SystemExit: protoc refused the file; it has said why.
    """
    from grpc_tools import protoc  # a development dependency: only this command needs it

    # The path from the root becomes the file's name in protobuf's registry, where it must be unique.
    status = protoc.main(["protoc", f"-I{ROOT}", *outputs, str(PROTO.relative_to(ROOT))])
    if status:
        sys.exit(status)


if __name__ == "__main__":
    compile_proto(f"--python_out={ROOT}", f"--pyi_out={ROOT}")
