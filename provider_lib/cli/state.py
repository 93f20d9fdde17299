"""``sluice state``: which connectors, agent keys, tokens and resources we own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.text import Text

from provider_lib.cli import state_history
from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.commands import Commands
from provider_lib.cli.rows import print_rows
from provider_lib.cli.sealed import Identity, opened, refuse_sealed, shown
from provider_lib.cli.session import ENGINE, HERE, AppDir, EngineName, Json, NoColor, Session, SkipSynth, Stacks
from provider_lib.cli.state_journal import journal
from provider_lib.engine.app import Stack
from provider_lib.engine.state_age import StateAge
from provider_lib.engine.terraform import Engine
from provider_lib.errors import StateError
from provider_lib.spec import Tracked
from provider_lib.spec.secret import Secret
from provider_lib.state import (
    AgentKey,
    State,
    Token,
    as_environment,
    as_kubernetes_secrets,
    as_provisioning,
    read,
)
from provider_lib.state.view import Credential
from provider_lib.systems import CATALOGUE

URL_VARIABLE = "SLUICE_LENSES_URL"


class Format(StrEnum):
    """What takes the agent key."""

    env = "env"
    kubernetes = "kubernetes"
    provisioning = "provisioning"


class TokenFormat(StrEnum):
    """What takes the token."""

    env = "env"
    kubernetes = "kubernetes"


Reveal = Annotated[bool, typer.Option("--reveal", help="Show the secrets instead of masking them.")]
KeyFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", metavar="FORM", help="Write keys in a form that agents take: env, kubernetes or provisioning."
    ),
]
Environment = Annotated[str | None, typer.Option("--environment", metavar="NAME", help="Only this environment.")]
TokensFormat = Annotated[
    TokenFormat | None,
    typer.Option("--format", metavar="FORM", help="Write tokens in a form that is taken: env or kubernetes."),
]
Account = Annotated[str | None, typer.Option("--account", metavar="NAME", help="Only this account.")]
Server = Annotated[
    str | None,
    typer.Option("--server", metavar="HOST", help=f"Host of Lenses HQ for agents (by default that of {URL_VARIABLE})."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Commands, no_args_is_help=True)
    group.command("connectors")(connectors)
    group.command("agent-keys")(agent_keys)
    group.command("tokens")(tokens)
    group.command("resources")(resources)
    group.command("journal")(journal)
    state_history.add_to(group)
    app.add_typer(group, name="state", help="Show what we own, and what was kept of a state.")


def connectors(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """List the connectors with their IDs.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, engine, no_color)
    state = state_of(session, session.select(stack, skip_synth=skip_synth), jobs)
    print_connectors(session, state, as_json=as_json)


def agent_keys(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    reveal: Reveal = False,
    identity: Identity = None,
    key_format: KeyFormat = None,
    environment: Environment = None,
    server: Server = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """List the keys of the environments' agents, masked unless --reveal is given.

    STACK is a name or a glob; all by default. Of a key that is sealed to recipients, those are listed instead; --reveal
    shows it where an identity opens it.
    """
    session = Session(app_dir, engine, no_color)
    stacks = session.select(stack, skip_synth=skip_synth)
    state = state_of(session, stacks, jobs, with_ages=key_format is None)
    keys = [key for key in state.agent_keys() if environment is None or key.environment == environment]
    keys = opened(keys, identity, session.environ) if reveal else keys
    show = Secret.reveal if reveal else str
    if key_format is None:
        print_agent_keys(session, keys, show, as_json=as_json)
        return
    _check_named(environment, keys, state.agent_keys(), AgentKey)
    _check_usable(session, keys, "keys", reveal)
    match key_format:
        case Format.env:
            text = as_environment(keys, show)
        case Format.kubernetes:
            text = as_kubernetes_secrets(keys, show)
        case Format.provisioning:
            text = as_provisioning(keys, server or _server(session.environ), show)
    sys.stdout.write(text)


def tokens(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    reveal: Reveal = False,
    identity: Identity = None,
    token_format: TokensFormat = None,
    account: Account = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """List the tokens of accounts, masked unless --reveal is given.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, engine, no_color)
    every = state_of(session, session.select(stack, skip_synth=skip_synth), jobs, with_ages=False).tokens()
    found = [token for token in every if account is None or token.account == account]
    found = opened(found, identity, session.environ) if reveal else found
    show = Secret.reveal if reveal else str
    if token_format is None:
        rows = [{**asdict(token), "token": shown(token, show)} for token in found]
        print_rows(session, rows, ("stack", "system", "account", "expires_at", "expired", "token"), as_json)
        return
    _check_named(account, found, every, Token)
    _check_usable(session, found, "tokens", reveal)
    match token_format:
        case TokenFormat.env:
            sys.stdout.write(as_environment(found, show, kind=Token))
        case TokenFormat.kubernetes:
            sys.stdout.write(as_kubernetes_secrets(found, show))


def resources(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """List every managed resource.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, engine, no_color)
    columns = ("stack", "type", "address", "construct_path", "tainted")
    state = state_of(session, session.select(stack, skip_synth=skip_synth), jobs)
    rows = [{name: getattr(item, name) for name in columns} for item in state.resources]
    print_rows(session, rows, columns, as_json)


def _check_named(
    owner: str | None, found: Sequence[Credential], every: Sequence[Credential], kind: type[Credential]
) -> None:
    """Refuse to write out what the state does not have of that owner.

    Raises:
        StateError: says whose there are.
    """
    if owner is None or found:
        return
    owners = ", ".join(sorted({one.owner for one in every}))
    raise StateError(
        f"The state has no {kind.title} of {owner}", f"It has one of: {owners}." if owners else "It has none at all."
    )


def state_of(session: Session, stacks: Sequence[Stack], jobs: int | None = None, *, with_ages: bool = True) -> State:
    """The state of stacks, and beside the results as of when it is.

    Args:
        with_ages: tell that.
    """

    def look(engine: Engine, stack: Stack) -> tuple[State, StateAge | None]:
        state = read_state([stack], engine)
        return state, engine.state_age(stack.directory) if with_ages else None

    with session.working("Reading the state"):
        found = at_once(session.engine(), stacks, look, "Not read", jobs=jobs)
    if with_ages:
        for stack, (_, age) in zip(stacks, found, strict=True):
            session.err.print(Text(f"{stack.name}: {age or 'nothing is deployed'}", "dim"))
    return State(tuple(resource for state, _ in found for resource in state.resources), _tracked)


def read_state(stacks: Sequence[Stack], engine: Engine) -> State:
    """The state of stacks, with what the catalogue tracks."""
    return read(stacks, engine, _tracked)


def print_connectors(session: Session, state: State, *, as_json: bool = False) -> None:
    """Print the connectors of a state."""
    rows = [asdict(item) for item in state.connectors()]
    print_rows(session, rows, ("stack", "system", "environment", "cluster", "name", "id", "state"), as_json)


def print_agent_keys(
    session: Session, keys: Sequence[AgentKey], show: Callable[[Secret], str] = str, *, as_json: bool = False
) -> None:
    """Print agent keys, each as ``show`` gives it."""
    rows = [{**asdict(key), "key": shown(key, show)} for key in keys]
    print_rows(session, rows, ("stack", "environment", "tier", "connected", "key"), as_json)


def _check_usable(session: Session, found: Sequence[Credential], what: str, reveal: bool) -> None:
    """Say that what is written out is of no use, and refuse it where it looks as if it were."""
    if reveal:
        refuse_sealed(found)
    else:
        session.err.print(f"The {what} are masked; add --reveal for a usable result.", style="yellow")


def _tracked(type_name: str) -> Tracked | None:
    resource = CATALOGUE.resources.get(type_name)
    return resource.tracked if resource else None


def _server(environ: Mapping[str, str]) -> str:
    host = urlsplit(environ.get(URL_VARIABLE, "")).hostname
    if not host:
        raise StateError("It is not known where agents reach Lenses HQ", f"Give --server HOST, or set {URL_VARIABLE}.")
    return host
