"""One resource block and what Terraform would store of it: planned, applied, refreshed, imported, destroyed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from provider_lib.contract import Diagnostic, Path, Values
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.object_codec import ObjectCodec
from provider_lib.spec.schema import Attribute
from provider_lib.spec.types import UNKNOWN, String
from tests.unit.rest.core import WRITES, Core, Kind, Refused, check_plan, check_reached, heeded

Action = Literal["nothing", "create", "update", "replace"]


class Life:
    """A resource block in a stack of its own.

    Args:
        core: what plans and applies it.
        type_name: its Terraform type.
        config: what is configured at first.

    Attributes:
        config: what is configured now.
        state: what is stored of it; None when nothing is.
        private: the private state that is stored with it.
        is_tainted: whether the next apply replaces it.
        warnings: those of the last command.
    """

    def __init__(self, core: Core, type_name: str, **config: Any) -> None:
        self.core = core
        self.kind: Kind = core.resource(type_name)
        self.config: dict[str, Any] = config
        self.state: Values | None = None
        self.private = b""
        self.is_tainted = False
        self.warnings: list[Diagnostic] = []
        self._identity: pb.ResourceIdentityData | None = None

    def __getitem__(self, name: str) -> Any:
        """An attribute in state."""
        assert self.state is not None
        return self.state[name]

    def validate(self, **changed: Any) -> list[Diagnostic]:
        """Check the configuration, with changes that are not kept."""
        config = self.kind.sent_config(self.kind.config(self.config | changed))
        return self._ask("ValidateResourceConfig", config=config, client_capabilities=WRITES)[1]

    def refresh(self) -> Life:
        """Read it again, where it is stored."""
        self.warnings = []
        if self.state is not None:
            sent = {"current_state": self.kind.sent(self.state), "current_identity": self._identity}
            with self.core.walk():
                response, self.warnings = self._ask("ReadResource", private=self.private, **sent)
            self._store(response)
        return self

    def plan(self, *, refresh: bool = True, **changed: Any) -> Planned:
        """Plan the configuration, with changes that are kept once the plan is applied."""
        with self.core.walk():
            return self._plan(refresh, changed)

    def _plan(self, refresh: bool, changed: dict[str, Any]) -> Planned:
        if refresh:
            self.refresh()
        config = self.kind.config(self.config | changed)
        warnings = self.warnings + self.validate(**changed)
        before = None if self.is_tainted else self.state
        after, private, found, replacing = self._planned(before, b"" if before is None else self.private, config)
        action: Action = "create" if before is None else "nothing" if before == after else "update"
        if before is not None and any(before[path[0]] != after[path[0]] for path in replacing):
            action = "replace"
            after, private, _, _ = self._planned(None, private, config)
        if self.is_tainted:
            action = "replace"
        self.warnings = warnings + found
        return Planned(self, action, self.state, after, replacing, private, changed, tuple(self.warnings))

    def apply(self, **changed: Any) -> Values:
        """Change the configuration, plan it, and apply that; what is stored then."""
        return self.plan(**changed).apply()

    def destroy(self, *, refresh: bool = True, by: Core | None = None) -> None:
        """Refresh, plan to destroy it, and do, where ``by`` says so in another process."""
        with self.core.walk():
            if refresh:
                self.refresh()
            if self.state is None:
                return
            sent = {"prior_state": self.kind.sent(self.state), "proposed_new_state": self.kind.sent(None)}
            planned, _ = self._ask(
                "PlanResourceChange", prior_private=self.private, config=self.kind.sent_config(None), **sent
            )
            assert self.kind.received(planned.planned_state) is None
        self.core = by or self.core
        with self.core.walk():
            self.carry_out(self.state, None, None, planned.planned_private)

    def forget(self) -> None:
        """Lose what is stored."""
        self.state, self.private, self.is_tainted, self._identity = None, b"", False, None

    def import_object(self, import_id: str = "", **identity: str) -> Life:
        """Import an object by its import id, or by its identity."""
        return self.import_by({"identity": _identity(identity)} if identity else {"id": import_id})

    def import_by(self, by: dict[str, Any]) -> Life:
        """Import an object by what the core sends for its import id or its identity."""
        with self.core.walk():
            response, warnings = self._ask("ImportResourceState", **by)
            [found] = response.imported_resources
            self.state = self.kind.received(found.state)
            self.private = found.private
            self._identity = found.identity if found.HasField("identity") else None
            self.refresh()
        self.warnings = warnings + self.warnings
        if self.state is None:
            raise Refused([Diagnostic("error", "Cannot import non-existent remote object")])
        return self

    def move_from(self, provider: str, type_name: str, state: dict[str, Any], version: int = 0) -> Life:
        """Take over what another provider stored; the core asks before it configures the provider."""
        response, _ = self.core.ask(
            "MoveResourceState",
            target_type_name=self.kind.name,
            source_provider_address=provider,
            source_type_name=type_name,
            source_schema_version=version,
            source_state=pb.RawState(json=json.dumps(state).encode()),
        )
        self.state, self.private = self.kind.received(response.target_state), response.target_private
        self._identity = response.target_identity if response.HasField("target_identity") else None
        return self

    def carry_out(self, prior: Values | None, planned: Values | None, config: Values | None, private: bytes) -> None:
        """Apply one step, and store what it says, also when it failed.

        Raises:
            Refused: it failed.
        """
        response = self.core.answer(
            "ApplyResourceChange",
            type_name=self.kind.name,
            prior_state=self.kind.sent(prior),
            planned_state=self.kind.sent(planned),
            config=self.kind.sent_config(config),
            planned_private=private,
        )
        try:
            self.warnings = heeded(response)
        except Refused:
            reached = self.kind.received(response.new_state)
            if reached is not None:
                self._store(response)
                self.is_tainted = prior is None
            raise
        self._store(response)
        self.is_tainted = False
        if planned is None:
            assert self.state is None
        else:
            check_reached("result after apply", planned, self.state)

    def _planned(
        self, prior: Values | None, private: bytes, config: Values
    ) -> tuple[Values, bytes, list[Diagnostic], list[Path]]:
        response, warnings = self._ask(
            "PlanResourceChange",
            prior_state=self.kind.sent(prior),
            proposed_new_state=self.kind.sent(self._proposed(prior, config)),
            config=self.kind.sent_config(config),
            prior_private=private,
        )
        planned = self.kind.received(response.planned_state)
        assert planned is not None
        check_plan(self.kind.schema, prior, config, planned)
        replacing = [tuple(step.attribute_name for step in path.steps) for path in response.requires_replace]
        return planned, response.planned_private, warnings, list(replacing)

    def planned_again(self, prior: Values | None, config: Values) -> tuple[Values, bytes]:
        """The plan that the core makes anew when it applies one, since more may be known by then."""
        return self._planned(prior, b"" if prior is None else self.private, config)[:2]

    def _proposed(self, prior: Values | None, config: Values) -> Values:
        """The core's merge: computed attributes that are not configured keep what they are."""
        computed = {name for name, item in self.kind.schema.attributes.items() if item.computed}
        kept = {name: UNKNOWN if prior is None else prior[name] for name in computed if config[name] is None}
        return config | kept

    def _store(self, response: Any) -> None:
        self.state = self.kind.received(response.new_state)
        self.private = response.private
        identity = response.new_identity if response.HasField("new_identity") else None
        assert None in (identity, self._identity, self.state) or identity == self._identity, "another object's identity"
        self._identity = identity
        if self.state is None:
            self.is_tainted = False

    def _ask(self, call: str, **fields: Any) -> tuple[Any, list[Diagnostic]]:
        given = {name: value for name, value in fields.items() if value is not None}
        return self.core.ask(call, type_name=self.kind.name, **given)


@dataclass(frozen=True)
class Planned:
    """A plan.

    Args:
        life: the resource block.
        action: what an apply would do.
        before: the state now.
        after: the state then, UNKNOWN where only an apply can tell.
        replacing: what makes it a replacement.
        private: what the provider hands on to its apply.
        changed: what is configured otherwise than before.
        warnings: of refresh, validation and plan.
    """

    life: Life
    action: Action
    before: Values | None
    after: Values
    replacing: list[Path]
    private: bytes
    changed: dict[str, Any]
    warnings: tuple[Diagnostic, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return self.action == "nothing"

    @property
    def difference(self) -> dict[str, tuple[Any, Any]]:
        """The attributes that would change, before and after."""
        before = self.before or dict.fromkeys(self.after)
        return {name: (before[name], item) for name, item in self.after.items() if before[name] != item}

    def apply(self, **known: Any) -> Values:
        """Carry it out, with what was not known when it was planned; what is stored then."""
        life = self.life
        life.config |= self.changed | known
        with life.core.walk():
            self._carry_out(life.kind.config(life.config))
        assert life.state is not None
        return life.state

    def _carry_out(self, config: Values) -> None:
        life = self.life
        if self.action == "replace":
            life.carry_out(life.state, None, None, self.private)
        if self.action != "nothing":
            planned, private = life.planned_again(life.state, config)
            check_reached("final plan", self.after, planned)
            life.carry_out(life.state, planned, config, private)


def _identity(parts: dict[str, str]) -> pb.ResourceIdentityData:
    codec = ObjectCodec({name: Attribute(String(), required=True) for name in parts})
    return pb.ResourceIdentityData(identity_data=pb.DynamicValue(msgpack=codec.encode(parts)))
