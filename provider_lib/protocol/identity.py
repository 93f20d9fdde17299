"""Resource identity: the attributes that find the remote object, apart from the rest of its state."""

from __future__ import annotations

from urllib.parse import quote

from provider_lib.contract import Values
from provider_lib.errors import ConfigError
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.object_codec import ObjectCodec
from provider_lib.spec.schema import Attribute
from provider_lib.spec.types import String, is_known


class Identity:
    """The identity of one resource type.

    Args:
        names: its String attributes that identify the object, in the order of an import id.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._codec = ObjectCodec({name: Attribute(String()) for name in names})
        self.null = pb.DynamicValue(msgpack=self._codec.encode(None))

    def of(self, state: Values | None) -> pb.ResourceIdentityData | None:
        """The identity of the object with this state; None while a part of it is not set or not known yet.

        Terraform takes an identity with unknown parts, but cannot show such a plan as JSON.
        """
        if state is None or not self._names:
            return None
        parts = {name: state.get(name) for name in self._names}
        if None in parts.values() or not is_known(parts):
            return None
        return pb.ResourceIdentityData(identity_data=pb.DynamicValue(msgpack=self._codec.encode(parts)))

    def import_id(self, data: pb.ResourceIdentityData) -> str:
        """The import id of an object: each value percent-encoded, joined by ``/``.

        Raises:
            ConfigError: a part is missing.
        """
        parts = self._codec.decode(data.identity_data.msgpack) or {}
        for name in self._names:
            if not isinstance(parts.get(name), str):
                raise ConfigError(f"The identity to import lacks {name}", path=(name,))
        return "/".join(quote(parts[name], safe="") for name in self._names)
