"""What an app's program gets of the environment: no secret, which would then lie in what it synthesizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from provider_lib.engine.app import App, Stack, Synthesis
from provider_lib.engine.stack_file import read_stack
from provider_lib.errors import SynthError
from provider_lib.rest import credential_variables
from provider_lib.spec import roles
from provider_lib.systems import CATALOGUE


def synthesized(app: App, environ: Mapping[str, str]) -> Synthesis:
    """Synthesize an app whose program sees no credentials of the provider, and no value behind a ``secret_env``.

    Which variables those are, only a synth tells: the last one does, and where there was none, or it named others, the
    program runs once more without them.

    Args:
        environ: of the user.

    Raises:
        SynthError: it cannot be synthesized.
    """
    given = _without_secrets(environ, app.last_stacks())
    synthesis = _synthesize(app, environ, given)
    kept = _without_secrets(given, synthesis.stacks)
    return synthesis if kept == given else _synthesize(app, environ, kept)


def _without_secrets(environ: Mapping[str, str], stacks: Iterable[Stack]) -> dict[str, str]:
    secret = credential_variables(CATALOGUE.systems.values(), environ)
    secret |= {name for stack in stacks for name in _secret_variables(stack)}
    return {name: value for name, value in environ.items() if name not in secret}


def _synthesize(app: App, environ: Mapping[str, str], given: Mapping[str, str]) -> Synthesis:
    try:
        return app.synthesize(given)
    except SynthError as error:
        missed = [name for name in sorted(environ.keys() - given.keys()) if name in str(error)]
        if not missed:
            raise
        hint = f"The program gets no secrets, and so not {', '.join(missed)}: what it reads would lie in {app.output}."
        raise error.but(detail=f"{error.detail}\n{hint}".lstrip()) from error


def _secret_variables(stack: Stack) -> Iterator[str]:
    """The variables from which the provider takes secrets for the resources of a stack."""
    try:
        document = read_stack(stack.directory)
    except (OSError, SynthError):
        return
    for type_name, made in document.get("resource", {}).items():
        resource = CATALOGUE.resources.get(type_name)
        for field, _ in resource.fields_with(roles.SecretEnv) if resource else ():
            for body in made.values():
                yield from (body.get(field.name) or {}).values()
