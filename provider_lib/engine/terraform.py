"""Terraform, as far as Sluice needs it: the embedded core, or a terraform or tofu binary."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from provider_lib.engine import postgres
from provider_lib.engine.advice import Advice
from provider_lib.engine.attached import attached
from provider_lib.engine.backend import POSTGRES, Backend
from provider_lib.engine.diagnosis import failure, failure_in_text, interruption
from provider_lib.engine.ending import Ending
from provider_lib.engine.events import Diagnostic, Event, Listener, Note, StateDump, parse
from provider_lib.engine.executables import MODULE, executable, newer_core, other_core
from provider_lib.engine.garbage import seldom
from provider_lib.engine.give_up import ready_to_give_up
from provider_lib.engine.import_blocks import import_blocks, imported
from provider_lib.engine.init_cache import InitNote, admit_own
from provider_lib.engine.install import Installation
from provider_lib.engine.local_state import LocalState, keeping
from provider_lib.engine.lock import Lock, through_releases
from provider_lib.engine.notices import hearing_notices
from provider_lib.engine.origins import origins
from provider_lib.engine.plugin_cache import room_to_init
from provider_lib.engine.process import run
from provider_lib.engine.provider_sources import left_behind, sources_in
from provider_lib.engine.state_age import StateAge, age_of
from provider_lib.engine.state_guard import check, check_errored, keep_dump
from provider_lib.engine.variables import as_environment
from provider_lib.errors import EngineError

GO_BY_THE_STATE = (
    "Before Terraform deletes, it looks at what is there, and plans the code on that occasion. `--no-refresh` goes by "
    "the state alone."
)

LOG = logging.getLogger(__name__)

# CHECKPOINT_DISABLE: no call home. TF_IN_AUTOMATION: no hints about which terraform command to run next.
_SETTINGS = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}

AT_ONCE = 32
"""Operations at once. Terraform's own 10 are fewer than the requests that an API may be asked at once
(``max_in_flight``), and most operations wait for an answer."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may say of a plan and its apply.

    Args:
        variables: ``name=value``.
        variable_files: absolute paths.
        parallelism: how many operations at once; None for ``AT_ONCE``, or what ``TF_CLI_ARGS`` says.
        refresh_only: only bring the state up to date.
        refresh: look at what is there before it is planned.
        targets: addresses of the only resources that it is about, with what they need; empty for all.
        replacements: addresses of resources to make anew.
        lock: keep others from changing the state meanwhile.
        lock_timeout: how long to wait for others who do, such as ``5m``; empty for not at all.
    """

    variables: tuple[str, ...] = ()
    variable_files: tuple[Path, ...] = ()
    parallelism: int | None = None
    refresh_only: bool = False
    refresh: bool = True
    targets: tuple[str, ...] = ()
    replacements: tuple[str, ...] = ()
    lock: bool = True
    lock_timeout: str = ""

    @property
    def file_flags(self) -> list[str]:
        """The files of variables as flags."""
        return [f"-var-file={path}" for path in self.variable_files]

    def parallelism_flags(self, environ: Mapping[str, str]) -> list[str]:
        """The parallelism as flags; a flag would win over what the user has in the environment."""
        said = any(name.startswith("TF_CLI_ARGS") and "-parallelism" in value for name, value in environ.items())
        if self.parallelism is None and said:
            return []
        return [f"-parallelism={self.parallelism or AT_ONCE}"]

    @property
    def lock_flags(self) -> list[str]:
        """The lock as flags."""
        if not self.lock:
            return ["-lock=false"]
        return [f"-lock-timeout={self.lock_timeout}"] if self.lock_timeout else []


@dataclass(frozen=True, slots=True)
class Engine:
    """A Terraform to run.

    Args:
        argv: the command, without arguments.
        environment: in which it finds the provider.
        opentofu: whether it is OpenTofu.
        remark: what a user should know of its choice; empty when it is the one that was named.
        tell: says what became of a state to who listens to no events.
        ending: of all that run at once; None where only one does, which then hears the interrupts itself.
    """

    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    opentofu: bool = False
    remark: str = ""
    tell: Callable[[str], None] = field(default=LOG.warning, repr=False)
    ending: Ending | None = field(default=None, repr=False)

    @classmethod
    def find(cls, name: str, environ: Mapping[str, str]) -> Engine:
        """The engine of that name.

        Args:
            name: as ``executables.executable`` takes it.
            environ: the environment to derive the engine's from.

        Raises:
            EngineError: there is no such binary.
        """
        found = executable(name, environ)
        environment = Installation.of_user(environ).environment(environ, opentofu=found.opentofu) | _SETTINGS
        return cls(found.argv, environment, found.opentofu, found.remark)

    @property
    def command(self) -> str:
        """What its user types for it."""
        return "sluice-terraform" if MODULE in self.argv else Path(self.argv[0]).name

    @property
    def product(self) -> str:
        """What it is called."""
        return "OpenTofu" if self.opentofu else "Terraform"

    def version(self) -> tuple[int, ...]:
        """The engine's version, e.g. ``(1, 15, 5)``."""
        found = re.match(r"(\d+)\.(\d+)\.(\d+)", self._json(["version"], Path.cwd()).get("terraform_version", ""))
        if found is None:
            raise EngineError(f"{self.argv[0]} does not say which version of {self.product} it is")
        return tuple(map(int, found.groups()))

    def init(self, directory: Path, listener: Listener | None = None) -> bool:
        """Prepare a folder: state, backend, providers, modules. Says whether there was anything to do.

        Raises:
            EngineError: a backend, a provider or a module cannot be had.
            StateError: the state is not what it was.
        """
        tell = self.tell if listener is None else lambda text: listener(_note(text, "warn"))
        local = self.local_state(directory)
        if local:
            check(local, directory.name, tell)
        is_new = self.prepare(directory, listener)
        check_errored(directory, lambda: self.pull(directory), local)
        return is_new

    def prepare(self, directory: Path, listener: Listener | None = None) -> bool:
        """Prepare a folder, whatever became of its state. Says whether there was anything to do."""
        note = InitNote(directory, self.argv, self.environment)
        if note.is_current():
            return False
        if listener is not None:
            listener(_note("preparing backend, providers and modules"))
        admit_own(directory)
        try:
            with room_to_init(self.environment):
                postgres.through_races(lambda: self._text(["init", "-input=false", "-no-color"], directory))
        except EngineError as error:
            by_hand = f"To see or solve it by hand: {self.command} -chdir={directory} init"
            other = other_core(self.argv, f"{error}", self.environment) or newer_core(f"{error}")
            hint = left_behind(directory, error.detail) or other or by_hand
            raise EngineError(error.summary, f"{error.detail}\n\n{hint}".lstrip()) from error
        note.write()
        return True

    def plan(self, directory: Path, out: Path, listener: Listener, options: Options, *, destroy: bool = False) -> bool:
        """Write a plan to ``out`` and say whether it changes anything.

        A backend whose state can be read while others write it is not locked where ``options`` do not ask for that.

        Raises:
            EngineError: Terraform reported errors.
            Cancelled: it was interrupted.
        """
        flags = ["-input=false", "-detailed-exitcode", f"-out={out}", *options.parallelism_flags(self.environment)]
        flags += ["-destroy"] if destroy else []
        flags += ["-refresh-only"] if options.refresh_only else []
        flags += [] if options.refresh else ["-refresh=false"]
        backend = Backend.of(directory)
        options = replace(options, lock=options.lock or backend is None or not backend.reads_whole)
        if options.lock and backend and backend.kind == POSTGRES:
            postgres.give_first_state(
                lambda: self.pull(directory),
                lambda state, wait: self.push(directory, state, options.lock_timeout or wait),
            )
        flags += options.lock_flags
        flags += [f"-target={address}" for address in options.targets]
        flags += [f"-replace={address}" for address in options.replacements]
        arguments = ["plan", *flags, *options.file_flags]
        way_out = GO_BY_THE_STATE if destroy and options.refresh else ""
        report = partial(self._reporting, arguments, directory, listener, options, good=(0, 2), way_out=way_out)
        return through_releases(report) == 2

    def apply(self, directory: Path, plan: Path, listener: Listener, options: Options) -> None:
        """Carry out a plan.

        Raises:
            EngineError: Terraform reported errors; what worked is in the state.
            Cancelled: it was interrupted; what worked is in the state.
        """
        flags = ["-input=false", *options.parallelism_flags(self.environment), *options.lock_flags]
        # Values of ephemeral variables are not in the plan; a version that has none yet refuses the flags.
        if options.file_flags and self.version() >= ((1, 11) if self.opentofu else (1, 10)):
            flags += options.file_flags
        local = self.local_state(directory)

        def hear(event: Event) -> None:
            if isinstance(event, StateDump):
                event = _note(keep_dump(local, directory, event.content), "warn")
            listener(event)

        with keeping(local):
            through_releases(lambda: self._reporting(["apply", *flags, str(plan)], directory, hear, options, good=(0,)))

    def plan_text(self, directory: Path, plan: Path) -> str:
        """The plan as Terraform shows it to people."""
        return self._text(["show", "-no-color", str(plan)], directory)

    def show_plan(self, directory: Path, plan: Path) -> dict[str, Any]:
        """The plan as JSON. Not redacted: it may hold secrets."""
        return self._json(["show"], directory, str(plan))

    def show_state(self, directory: Path) -> dict[str, Any]:
        """The state as JSON, from whichever backend. Not redacted: it may hold secrets."""
        return self._json(["show"], directory)

    def state_age(self, directory: Path) -> StateAge | None:
        """As of when the state is; None when nothing was deployed."""
        local = self.local_state(directory)
        file = local.path if local and local.path.is_file() else None
        return age_of(file.read_text(errors="replace") if file else self.pull(directory), file)

    def local_state(self, directory: Path) -> LocalState | None:
        """The state of the stack in a folder; None when its backend keeps it elsewhere than on this machine."""
        return LocalState.of(directory, self.environment)

    def pull(self, directory: Path) -> str:
        """The state as its backend has it; empty when there is none. Not redacted."""
        return self._text(["state", "pull"], directory)

    def push(self, directory: Path, state: Path, lock_timeout: str = "") -> None:
        """Give a state to the backend.

        Args:
            lock_timeout: how long to wait for others who hold the lock; empty for not at all.

        Raises:
            EngineError: the backend has one that is newer, or does not take it.
        """
        flags = Options(lock_timeout=lock_timeout).lock_flags
        through_releases(lambda: self._text(["state", "push", *flags, str(state)], directory))

    def move_provider(self, directory: Path, old: str, new: str, lock_timeout: str = "") -> None:
        """Let the resources that the state has under one address of the provider be under another.

        Raises:
            EngineError: the state is locked, or cannot be written; it is as it was.
        """
        flags = ["-auto-approve", *Options(lock_timeout=lock_timeout).lock_flags]
        with keeping(self.local_state(directory)):
            through_releases(lambda: self._text(["state", "replace-provider", *flags, old, new], directory))

    def outputs(self, directory: Path) -> dict[str, Any]:
        """The outputs by name, each with ``value``, ``type`` and ``sensitive``. Not redacted."""
        return self._json(["output"], directory)

    def lock(self, directory: Path) -> Lock | None:
        """Who holds the lock of the state; None when nobody does."""
        # The cheapest command that takes the lock; what it is asked to change does not exist, so it never succeeds.
        command = [*self.argv, "untaint", "-no-color", "terraform_data.none"]
        finished = run(command, directory, self._environment(directory), ending=self.ending)
        if finished.interrupts:
            raise interruption(finished.interrupts, changes=False)
        return Lock.told_in(finished.stderr)

    def unlock(self, directory: Path, lock: Lock) -> None:
        """Take a lock away.

        Raises:
            EngineError: the backend keeps it.
        """
        if not lock.id:
            raise EngineError(
                "The lock lasts as long as the connection of the run that holds it",
                f"Wait for that run, or end it. {postgres.WAY_OUT}",
            )
        try:
            self._text(["force-unlock", "-force", "-no-color", lock.id], directory)
        except EngineError as error:
            if "LocalState not locked" not in str(error) and "cannot be unlocked by another process" not in str(error):
                raise
            raise EngineError(
                "The lock on a state file lasts as long as the run that holds it",
                f"{lock}.\nWait for that run, or end it: its lock goes with it.",
            ) from error

    def schemas(self, directory: Path) -> dict[str, Any]:
        """The schemas of the providers that the configuration in a folder requires."""
        return self._json(["providers", "schema"], directory)

    def _json(self, command: list[str], directory: Path, *operands: str) -> dict[str, Any]:
        text = self._text([*command, "-json", *operands], directory)
        try:
            answer: dict[str, Any] = dict(json.loads(text))
        except (ValueError, TypeError, RecursionError) as error:
            raise EngineError(
                f"`terraform {' '.join(command)}` wrote something that cannot be read",
                "It is no JSON object, or nested more deeply, or with longer numbers, than anything that is meant.",
            ) from error
        return answer

    def _environment(self, directory: Path) -> Mapping[str, str]:
        """What a Terraform in a folder finds in its environment: also what others may know of its connections."""
        user = self.environment.get("USER") or self.environment.get("LOGNAME") or "somebody"
        own = {postgres.NAME: f"sluice {directory.name} {user}@{socket.gethostname()}", **self.environment}
        installation = Installation.of_user(own)
        environment = installation.environment(own, opentofu=self.opentofu, sources=sources_in(directory))
        return environment | seldom(environment, directory)

    def _text(self, arguments: list[str], directory: Path) -> str:
        finished = run([*self.argv, *arguments], directory, self._environment(directory), ending=self.ending)
        if finished.interrupts:
            raise interruption(finished.interrupts, changes=False)
        if finished.code == 0:
            return finished.stdout
        raise failure_in_text(arguments[0], finished.stderr or finished.stdout, Advice(self.command, directory))

    def _reporting(
        self,
        arguments: list[str],
        directory: Path,
        listener: Listener,
        options: Options,
        good: tuple[int, ...],
        way_out: str = "",
    ) -> int:
        """Run a command that reports events; returns its exit code."""
        diagnostics: list[Diagnostic] = []
        advice = Advice(self.command, directory)

        def hear(event: Event) -> None:
            if isinstance(event, Diagnostic):
                address = event.address or imported(event.summary, event.detail, import_blocks(directory))
                summary, detail = advice.on(event.summary, event.detail, address)
                attribute = event.attribute if event.address else ""
                event = replace(event, summary=summary, detail=detail, address=address, attribute=attribute)
                diagnostics.append(event)
            listener(event)

        command, *rest = arguments
        changes = command == "apply"
        with (
            hearing_notices(lambda notice: listener(_note(notice))) as told_by,
            ready_to_give_up() as (told_to, give_up),
        ):

            def give_up_and_say() -> None:
                give_up()
                if changes:
                    listener(_note("giving up the calls that are under way, to note what they made", "warn"))

            environment = {**self._environment(directory), **as_environment(options.variables), **told_by, **told_to}
            with attached(directory, environment, follows_plan=changes) as told_where:
                finished = run(
                    [*self.argv, command, "-json", *rest],
                    directory,
                    environment | told_where,
                    on_line=lambda line: hear(parse(line)),
                    give_up=give_up_and_say,
                    changes=changes,
                    ending=self.ending,
                )
        if finished.interrupts:  # also when it was done all the same: whoever interrupts wants nothing to begin
            raise interruption(finished.interrupts, diagnostics, origins(directory), changes=changes)
        if finished.code in good:
            return finished.code
        raise failure(command, diagnostics, finished.stderr, origins(directory), advice, way_out)


def _note(text: str, level: str = "info") -> Note:
    return Note(text, level, message={"@level": level, "@message": text, "type": "log"})
