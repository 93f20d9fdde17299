"""The REST provider: every declared resource, data source and action behind one interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from provider_lib.contract import (
    Applied,
    ApplyRequest,
    Diagnostic,
    Imported,
    Listed,
    ListRequest,
    MoveRequest,
    Plan,
    PlanRequest,
    ReadRequest,
    ReadResult,
    Schemas,
    Successor,
    Values,
)
from provider_lib.dataclass import replace
from provider_lib.rest.api.configuration import Configuration, not_known_yet
from provider_lib.rest.api.pool import ClientPool
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.unforeseen import foreseen
from provider_lib.rest.checks.faults import faults
from provider_lib.rest.checks.place import obstacles
from provider_lib.rest.checks.published_types import typed, without_spelled_defaults
from provider_lib.rest.checks.recipients import readdressing
from provider_lib.rest.checks.rules import broken_rules
from provider_lib.rest.checks.validated import Memory, Validated
from provider_lib.rest.checks.write_back import losses
from provider_lib.rest.mapping.ownership import without_others
from provider_lib.rest.mapping.private import Private, signed
from provider_lib.rest.mapping.seals import Seals
from provider_lib.rest.mapping.secret_digests import are_all_known
from provider_lib.rest.mapping.secrets import Secrets, gather, present
from provider_lib.rest.object.journal import Journal, Storage
from provider_lib.rest.object.listing import SharedLists
from provider_lib.rest.object.polling import OPERATION_TIMEOUT, timeout_of
from provider_lib.rest.object.remote import NO_SECRETS, Remote
from provider_lib.rest.object.settling import unsettled_told
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.stack_traces import with_traces
from provider_lib.rest.object.target import Target, title_of
from provider_lib.rest.object.versions import Versions
from provider_lib.rest.operations.action import carry_out
from provider_lib.rest.operations.data_source import read_data
from provider_lib.rest.operations.delete import by_its_own_names, delete
from provider_lib.rest.operations.ephemeral import opened
from provider_lib.rest.operations.generate_config import generate_config
from provider_lib.rest.operations.import_state import identity_of, left_to_others, start_import
from provider_lib.rest.operations.list_objects import Account, list_objects
from provider_lib.rest.operations.move_state import move_state, placed, refuse_unread
from provider_lib.rest.operations.moves import Moves
from provider_lib.rest.operations.observe import Observed, members, observe
from provider_lib.rest.operations.plan import changed_fields, planned_state, refuse_if_protected, replacing_paths
from provider_lib.rest.operations.read import read
from provider_lib.rest.operations.replace import Outlook, Replacements, has_own_secrets
from provider_lib.rest.operations.settle import entries_about
from provider_lib.rest.operations.take_over import refuse_if_taken
from provider_lib.rest.operations.update import update
from provider_lib.rest.operations.upgrade_state import upgrade_state
from provider_lib.spec import Declarations, Declared, Listing, Resource, roles
from provider_lib.spec.transport import provider_schema
from provider_lib.spec.types import is_known

Operation = Literal["create", "update", "delete"]
"""What may have a time of its own."""

TIME_TO_CHECK = 30.0
"""Seconds for what a plan asks of a server beside reading the object."""


class RestProvider:
    """Implements ``contract.Provider`` for declared resources.

    Args:
        declared: what it offers.
        environment: variables for settings and for secret_env.
        storage: where the journal of what is begun is kept; None without one.
        memory: keeps what a plan validated until its apply; None without one.
        follows_plan: whether it only carries out what another has planned.
    """

    def __init__(
        self,
        declared: Declarations,
        environment: Mapping[str, str],
        storage: Storage | None = None,
        memory: Memory | None = None,
        *,
        follows_plan: bool = False,
    ) -> None:
        self._declared = declared
        self._environment = environment
        self._storage = storage
        self._validated = Validated(memory, follows_plan=follows_plan)
        self._stop = threading.Event()
        self._redactor = Redactor()
        self._seals = Seals(environment, self._redactor.add)
        self._secret_keys: dict[tuple[Any, ...], frozenset[str]] = {}
        self._begin(self._read({}))

    def _begin(self, configuration: Configuration) -> None:
        """Begin a walk over resources, for which nothing that was asked or noted before it counts."""
        self._clients = ClientPool(configuration, self._stop, self._redactor)
        self._lists = SharedLists()
        self._versions = Versions()
        self._answers = SharedAnswers()
        self._journal = Journal(self._storage, self._redactor.add)
        self._validated.begin()
        self._moves, self._replacements = Moves(), Replacements()

    def schemas(self) -> Schemas:
        """Everything that is offered."""
        return Schemas(
            provider_schema(self._declared.systems.values()),
            {name: item.schema() for name, item in self._declared.resources.items()},
            {name: item.schema() for name, item in self._declared.data_sources.items()},
            {name: item.schema() for name, item in self._declared.actions.items()},
            {name: item.schema() for name, item in self._declared.ephemerals.items()},
            {name: item.list_schema() for name, item in self._declared.resources.items() if item.listing()},
        )

    def validate_provider(self, config: Values) -> list[Diagnostic]:
        """Check the provider block."""
        return [Diagnostic.of(problem) for problem in self._read(config).problems()]

    def _read(self, config: Values) -> Configuration:
        return Configuration(self._declared.systems.values(), config, self._environment)

    def configure(self, config: Values) -> list[Diagnostic]:
        """Take the provider block; a client is made when the first resource needs it."""
        configuration = self._read(config)
        self._stop.clear()
        self._clients.close()
        self._begin(configuration)
        reachable = list(configuration.reachable())
        for settings in reachable:  # what one server says may quote what another is asked with
            self._redactor.add(*settings.secrets())
        return [warning for settings in reachable for warning in self._exposures(settings)]

    def _exposures(self, settings: Settings) -> Iterable[Diagnostic]:
        from provider_lib.rest.api.exposure import exposures  # needs the HTTP library: see ClientPool

        return exposures(settings)

    def stop(self) -> None:
        """End waits soon."""
        self._stop.set()

    def give_up(self) -> None:
        """End waits, and requests that are under way; those that find out what became of one have a moment left."""
        self._stop.set()
        self._clients.give_up()

    def close(self) -> None:
        """Close every connection."""
        self._clients.close()

    def validate_resource(self, name: str, config: Values) -> list[Diagnostic]:
        """Check a resource's configuration by its declaration."""
        return list(broken_rules(self._declared.resources[name], config))

    def validate_data_source(self, name: str, config: Values) -> list[Diagnostic]:
        """Check a data source's configuration by its declaration."""
        return list(broken_rules(self._declared.data_sources[name], config))

    def validate_action(self, name: str, config: Values) -> list[Diagnostic]:
        """Check an action's configuration by its declaration."""
        return list(broken_rules(self._declared.actions[name], config))

    def validate_ephemeral(self, name: str, config: Values) -> list[Diagnostic]:
        """Check an ephemeral resource's configuration by its declaration."""
        return list(broken_rules(self._declared.ephemerals[name], config))

    def upgrade(self, name: str, version: int, state: Values) -> Values:
        """Bring stored state to what is declared now."""
        return upgrade_state(self._declared.resources[name], version, state)

    def plan(self, name: str, request: PlanRequest) -> Plan:
        """Say what an apply would do."""
        resource = self._declared.resources[name]
        self._learn(resource, request.prior)
        with self._redactor.masking(), foreseen(f"plan {name}"):
            plan = self._plan(resource, request)
        return replace(plan, diagnostics=self._masked(plan.diagnostics))

    def _plan(self, resource: type[Resource], request: PlanRequest) -> Plan:
        if request.config is None:
            if request.prior is not None:
                refuse_if_protected(resource, request.prior, "deleted")
                self._moves.go(resource, request.prior)
            return Plan(None)
        private = Private.load(request.private)
        refuse_unread(resource, private)
        secrets = self._secrets(resource, request.config)
        planned = self._planned(resource, request.prior, request.config, private, secrets)
        imported = request.prior if private.origin == "imported" else None
        ours = request.prior if imported is None else without_others(resource, imported, planned)
        replacing = replacing_paths(resource, ours, planned)
        outlook = Outlook(self._moves.concern(resource, planned), has_own_secrets(resource, secrets))
        if replacing and request.prior is not None:
            refuse_if_protected(resource, request.prior, "replaced")
            self._moves.go(resource, request.prior)
        if replacing or request.prior is None:
            self._moves.come(resource, planned)
        found = list[Diagnostic]()
        changes = changed_fields(resource, ours, planned, self._seals)
        if not replacing:
            if imported is not None and (planned != imported or self._moves.has_taken_over(resource, imported)):
                found += left_to_others(resource, imported, request.config, secrets.values, changes)
            found += readdressing(resource, ours, planned, self._seals)
        target = self._target(resource, planned) if changes or private.unsettled else None
        # Settings that are missing have been found by now, before anything is done.
        remote = None if target is None else Remote(target.within(TIME_TO_CHECK), resource, planned, secrets)
        if remote is not None and not changes:
            found.append(unsettled_told(remote.name))
        elif remote is not None:
            found += faults(remote, self._validated)
            if not replacing:
                found += losses(remote, ours, private, changes, imported)
            elif request.prior is not None and not outlook.place_changes:
                found += obstacles(remote, request.prior)
        return Plan(planned, replacing, outlook.dump() if request.prior is None else None, tuple(found))

    def _planned(
        self, resource: type[Resource], prior: Values | None, config: Values, private: Private, secrets: Secrets
    ) -> Values:
        """The state that an apply would reach. A default that an import left out and the code spells is no change."""
        target = self._target(resource, prior) if prior is not None and private.origin == "imported" else None
        if target is not None and prior is not None:
            spared = without_spelled_defaults(Remote(target.within(TIME_TO_CHECK), resource, prior), prior, config)
            planned = planned_state(resource, prior, spared, private, secrets, self._seals)
            if planned == prior:
                return planned
        return planned_state(resource, prior, config, private, secrets, self._seals)

    def apply(self, name: str, request: ApplyRequest) -> Applied:
        """Create, update or delete."""
        resource = self._declared.resources[name]
        self._validated.is_applying = True
        self._learn(resource, request.prior)
        with self._redactor.masking(), foreseen(f"apply {name}"):
            applied = self._apply(resource, request)
        self._learn(resource, applied.state)
        state = None if applied.state is None else with_traces(resource, applied.state, self._redactor.quoted)
        private = None if applied.private is None else signed(applied.private)
        told = self._masked(applied.diagnostics + self._journal.warnings())
        return replace(applied, state=state, private=private, diagnostics=told)

    def _apply(self, resource: type[Resource], request: ApplyRequest) -> Applied:
        if request.planned is None:
            assert request.prior is not None
            private = Private.readable(request.private)
            old = self._remote(resource, request.prior, NO_SECRETS, "delete").knowing(private)
            if not are_all_known(private, present(resource, request.prior, self._environment)):
                old = replace(old, target=replace(old.target, is_discreet=True))
            if private.unsettled or not request.private:  # a tainted one that is replaced comes with nothing
                old = by_its_own_names(old)
            if old.can_be_looked_up:
                refuse_if_taken(old)
            if request.successor is None:
                delete(old)
            else:
                self._delete_for(request.successor, old, private)
            self._journal.forget(*entries_about(old))
            return Applied(None)
        secrets = self._secrets(resource, request.config)
        if request.prior is None:
            return self._replacements.create_new(typed(self._remote(resource, request.planned, secrets, "create")))
        private = Private.load(request.private)
        return update(typed(self._remote(resource, request.planned, secrets, "update")), request.prior, private)

    def _delete_for(self, successor: Successor, old: Remote, private: Private) -> None:
        """Delete an object to make another one in its place."""
        planned, target = successor.planned, self._target(old.resource, successor.planned)
        secrets = self._secrets(old.resource, planned)
        new = None if target is None else Remote(target.within(TIME_TO_CHECK), old.resource, planned, secrets)
        old = typed(replace(old, secrets=present(old.resource, old.values, self._environment)))
        self._replacements.delete_old(old, new, Outlook.load(successor.private), private)

    def read(self, name: str, request: ReadRequest) -> ReadResult:
        """Refresh; while the API is not known yet, the state stays as it is."""
        resource = self._declared.resources[name]
        self._learn(resource, request.state)
        private = Private.load(request.private)
        state = placed(resource, request.state, self._clients.configuration.names)
        target = self._target(resource, state)
        if target is None:
            return ReadResult(request.state)
        remote = self._stored(target.within(OPERATION_TIMEOUT), resource, state, private)
        with self._redactor.masking(), foreseen(f"read {remote.name}"):
            found = read(remote, private)
        return replace(found, diagnostics=found.diagnostics + self._journal.warnings())

    def import_state(self, name: str, import_id: str) -> Imported:
        """A first state from an import id."""
        resource = self._declared.resources[name]
        identity = identity_of(resource, import_id)
        self._moves.take_over(resource, identity)
        return start_import(resource, identity)

    def move_state(self, name: str, request: MoveRequest) -> Imported:
        """A first state from what another provider stored."""
        return move_state(self._declared.resources[name], request)

    def list_objects(self, name: str, request: ListRequest) -> Iterator[Listed | Diagnostic]:
        """The objects of an account that fit some filters."""
        resources = self._declared.resources
        account = Account(resources, self._clients.configuration.names, self.members, self.observe)
        return list_objects(account, resources[name], request)

    def generate_config(self, name: str, state: Values) -> Values:
        """The configuration that plans nothing for an object with this state."""
        return generate_config(self._declared.resources[name], state)

    def members(self, name: str, listing: Listing, known: Values) -> list[Values]:
        """What names each object of a list of an account, as far as the list tells it."""
        resource = self._declared.resources[name]
        with self._redactor.masking(), foreseen(f"list {name}"):
            values = dict.fromkeys(resource.fields()) | known
            target = self._known_target(resource, values).within(OPERATION_TIMEOUT)
            return list(members(target, listing, values, f"list every {title_of(resource, {}, ())}"))

    def observe(self, name: str, identity: Values) -> Observed | None:
        """An object of an account as an import would take it; None when it is not there."""
        resource = self._declared.resources[name]
        values = dict.fromkeys(resource.fields()) | identity
        remote = self._remote(resource, values, NO_SECRETS, "create")
        with self._redactor.masking(), foreseen(f"read {remote.name}"):
            return observe(remote, self._classes)

    def _classes(self, what: tuple[Any, ...], ask: Callable[[], frozenset[str]]) -> frozenset[str]:
        """The keys that a class of objects has for secrets, found out once."""
        if what not in self._secret_keys:
            self._secret_keys[what] = ask()
        return self._secret_keys[what]

    def read_data_source(self, name: str, config: Values) -> tuple[Values, list[Diagnostic]]:
        """Read a data source."""
        with self._redactor.masking(), foreseen(f"read {name}"):
            target = self._known_target(self._declared.data_sources[name], config)
            return read_data(target.within(OPERATION_TIMEOUT), config), []

    def invoke_action(self, name: str, config: Values) -> Iterator[str]:
        """Carry out an action."""
        target = self._known_target(self._declared.actions[name], config)
        return carry_out(target.within(OPERATION_TIMEOUT), config)

    def open_ephemeral(self, name: str, config: Values) -> Values:
        """Open an ephemeral resource."""
        with self._redactor.masking(), foreseen(f"open {name}"):
            return opened(self._declared.ephemerals[name], config, self._seals)

    def _secrets(self, resource: type[Resource], config: Values | None) -> Secrets:
        secrets = gather(resource, config, self._environment)
        self._redactor.add(*secrets.texts)
        return secrets

    def _learn(self, resource: type[Resource], state: Mapping[str, Any] | None) -> None:
        """Mask from now on what a state holds, or says where to find, that nobody may see."""
        if state is None:
            return
        for field, _ in resource.fields_with(roles.Once):
            self._redactor.add(state[field.name] or "")
        self._redactor.add(*present(resource, state, self._environment).known.values())

    def _masked(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        mask = self._redactor.text
        return tuple(replace(item, summary=mask(item.summary), detail=mask(item.detail)) for item in diagnostics)

    def _remote(self, resource: type[Resource], values: Values, secrets: Secrets, operation: Operation) -> Remote:
        target = self._known_target(resource, values).within(timeout_of(resource, values, operation))
        return Remote(target, resource, values, secrets)

    def _stored(self, target: Target, resource: type[Resource], state: Values, private: Private) -> Remote:
        """An object as a state has it; its server is not quoted where that may tell a secret nobody here knows."""
        secrets = present(resource, state, self._environment)
        target = replace(target, is_discreet=not are_all_known(private, secrets))
        return Remote(target, resource, state, secrets)

    def _known_target(self, declared: type[Declared], values: Values) -> Target:
        target = self._target(declared, values)
        if target is None:
            raise not_known_yet(declared.system)
        return target

    def _target(self, declared: type[Declared], values: Values) -> Target | None:
        """The declaration bound to its API; None while the API's settings are not known."""
        endpoint = declared.only(roles.Endpoint)
        which: Any = (values[endpoint.name] or endpoint.default) if endpoint is not None else ""
        if not is_known(which):
            return None
        client = self._clients.get(declared.system, which)
        if client is None:
            return None
        shared = (self._versions, self._answers, self._journal, self._seals, self._lists)
        return Target(declared, client, self._stop, *shared)
