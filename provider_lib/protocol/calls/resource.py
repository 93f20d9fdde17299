"""Calls about resources. Whatever fails, the response keeps what Terraform must not forget."""

from __future__ import annotations

from provider_lib.contract import ApplyRequest, Diagnostic, MoveRequest, PlanRequest, ReadRequest, Successor, Values
from provider_lib.errors import SluiceError
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import attribute_path, from_bug, has_errors, to_messages
from provider_lib.protocol.object_codec import without_unknowns
from provider_lib.protocol.planned_private import PlannedPrivate, unpack_private
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes
from provider_lib.protocol.stored_state import dump_state, load_state, stored_attributes
from provider_lib.protocol.write_only import refuse_write_only


def validate(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateResourceConfig.Request,
    response: pb.ValidateResourceConfig.Response,
) -> None:
    """Check a configuration, and that this Terraform can keep its secrets."""
    config = kind.decode_config(request.config)
    if not request.client_capabilities.write_only_attributes_allowed:
        response.diagnostics.extend(to_messages(refuse_write_only(kind.schema, config), kind.schema))
    found = types.provider.validate_resource(kind.name, config)
    response.diagnostics.extend(to_messages(found, kind.schema))


def upgrade(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.UpgradeResourceState.Request,
    response: pb.UpgradeResourceState.Response,
) -> None:
    """Bring stored state to the current schema; what is current and whole passes through untouched."""
    stored = request.raw_state.json
    if not stored:
        raise SluiceError(
            f"The state of this {kind.name} is in the format of Terraform 0.11",
            "Remove it with `terraform state rm` and import the object again.",
        )
    if request.version != kind.schema.version or kind.schema.attributes.keys() - stored_attributes(stored):
        upgraded = types.provider.upgrade(kind.name, request.version, load_state(stored))
        stored = dump_state(upgraded, kind.schema)
    response.upgraded_state.json = stored


def upgrade_identity(
    _types: ResourceTypes,
    kind: ResourceType,
    _request: pb.UpgradeResourceIdentity.Request,
    response: pb.UpgradeResourceIdentity.Response,
) -> None:
    """Forget an identity of another version: the refresh that follows tells the current one from the state."""
    response.upgraded_identity.identity_data.CopyFrom(kind.identity.null)


def read(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ReadResource.Request,
    response: pb.ReadResource.Response,
) -> None:
    """Refresh; after an error everything stays as it was."""
    response.new_state.CopyFrom(request.current_state)
    response.private = request.private
    if request.HasField("current_identity"):
        response.new_identity.CopyFrom(request.current_identity)
    state = kind.decode_existing(request.current_state)
    result = types.provider.read(kind.name, ReadRequest(state, request.private))
    response.diagnostics.extend(to_messages(result.diagnostics, kind.schema))
    if has_errors(result.diagnostics):
        return
    private = request.private if result.private is None else result.private
    encoded = request.current_state if result.state == state else kind.encode(result.state)
    _store(kind, response, encoded, result.state, private)


def plan(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.PlanResourceChange.Request,
    response: pb.PlanResourceChange.Response,
) -> None:
    """Say what an apply would do."""
    prior = kind.decode_state(request.prior_state)
    stored = _stored_private(prior, request.prior_private)
    private = b"" if prior is None else stored
    result = types.provider.plan(
        kind.name,
        PlanRequest(prior, kind.decode_config_if_any(request.config), private),
    )
    response.diagnostics.extend(to_messages(result.diagnostics, kind.schema))
    response.planned_state.CopyFrom(request.prior_state if result.planned == prior else kind.encode(result.planned))
    paths = (attribute_path(path, kind.schema) for path in result.replace)
    response.requires_replace.extend(path for path in paths if path)
    planned = private if result.private is None else result.private
    created = response.planned_state.msgpack if prior is None and result.planned is not None else b""
    response.planned_private = PlannedPrivate(stored, planned, created).pack()
    if identity := kind.identity.of(result.planned):
        response.planned_identity.CopyFrom(identity)


def _stored_private(prior: Values | None, private: bytes) -> bytes:
    """What is stored with the object, also in the second plan of a replacement.

    Terraform plans a replacement as an update, then as a create whose prior private state is what the first of
    the two planned. The delete of the old object is given what the second planned.
    """
    return unpack_private(private).stored if prior is None else private


def apply(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ApplyResourceChange.Request,
    response: pb.ApplyResourceChange.Response,
) -> None:
    """Create, update or delete; after an error the state says what exists, as far as is known."""
    prior = kind.decode_state(request.prior_state)
    planned = kind.decode(request.planned_state)
    private = unpack_private(request.planned_private)
    if prior is not None:
        _store(kind, response, request.prior_state, prior, private.stored)
    carried = private.stored if planned is None else private.planned
    config = kind.decode_config_if_any(request.config)
    result = types.provider.apply(
        kind.name,
        ApplyRequest(prior, planned, config, carried, _successor(kind, private) if planned is None else None),
    )
    response.diagnostics.extend(to_messages(result.diagnostics, kind.schema))
    failed = has_errors(result.diagnostics)
    if failed and result.state is None:
        return
    state = without_unknowns(result.state) if failed else result.state
    kept = private.stored if failed else carried
    _store(
        kind,
        response,
        _encode_reached(kind, state, response),
        state,
        kept if result.private is None else result.private,
    )


def _successor(kind: ResourceType, private: PlannedPrivate) -> Successor | None:
    """What the same plan makes in place of an object that is deleted; None when it is deleted for good."""
    values = kind.decode(pb.DynamicValue(msgpack=private.created))
    return None if values is None else Successor(values, private.planned)


def _encode_reached(
    kind: ResourceType, state: Values | None, response: pb.ApplyResourceChange.Response
) -> pb.DynamicValue:
    """``state`` encoded, if need be with a hole and an error: the object exists and must not be forgotten."""
    try:
        return kind.encode(state)
    except Exception as error:
        told = Diagnostic.of(error) if isinstance(error, SluiceError) else from_bug("apply", kind.name, error)
        response.diagnostics.extend(to_messages([told], kind.schema))
        return kind.encode_salvage(without_unknowns(state))


def import_state(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ImportResourceState.Request,
    response: pb.ImportResourceState.Response,
) -> None:
    """Find an object by its import id, or by its identity."""
    by_identity = request.HasField("identity")
    import_id = kind.identity.import_id(request.identity) if by_identity else request.id
    imported = types.provider.import_state(kind.name, import_id)
    response.imported_resources.add(
        type_name=kind.name,
        state=kind.encode(imported.state),
        private=imported.private,
        identity=request.identity if by_identity else kind.identity.of(imported.state),
    )


def move_state(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.MoveResourceState.Request,
    response: pb.MoveResourceState.Response,
) -> None:
    """Take over what another provider stored. Its private state is its own, and so is its identity."""
    moved = types.provider.move_state(
        kind.name,
        MoveRequest(
            request.source_provider_address,
            request.source_type_name,
            request.source_schema_version,
            load_state(request.source_state.json),
        ),
    )
    response.target_state.CopyFrom(kind.encode(moved.state))
    response.target_private = moved.private
    if identity := kind.identity.of(moved.state):
        response.target_identity.CopyFrom(identity)


def generate_config(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.GenerateResourceConfig.Request,
    response: pb.GenerateResourceConfig.Response,
) -> None:
    """Write the configuration of an object for somebody who takes it over."""
    config = types.provider.generate_config(kind.name, kind.decode_existing(request.state))
    response.config.CopyFrom(kind.encode(config))


def _store(
    kind: ResourceType,
    response: pb.ReadResource.Response | pb.ApplyResourceChange.Response,
    encoded: pb.DynamicValue,
    state: Values | None,
    private: bytes,
) -> None:
    """Answer with a state and what belongs to it; a deleted object has neither private state nor identity."""
    response.new_state.CopyFrom(encoded)
    response.private = b"" if state is None else private
    response.ClearField("new_identity")
    if identity := kind.identity.of(state):
        response.new_identity.CopyFrom(identity)
