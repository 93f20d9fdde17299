"""The app that holds the stacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from provider_lib.constructs.base._cdk import cdk, said
from provider_lib.constructs.base.element import Element
from provider_lib.constructs.base.shown import shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.errors import SynthError
from provider_lib.policy import Chosen, Policy

_UNKNOWN_TOKEN: Final = re.compile(r"Unrecognized Token Key '([^']+)'")
_NO_TOKEN: Final = (
    "Such a text stands for a value that only Terraform knows, in the run that made it. Give the attribute of a "
    "construct."
)


class App(cdk.App):
    """Holds stacks; ``app.synth()`` writes each of them for Terraform.

    Args:
        context: values that constructs find by ``node.try_get_context``.
        hcl_output: write HCL instead of JSON.
        outdir: folder to write to; ``cdktf.out`` when left out.
        skip_backend_validation: do not check that a stack has a backend where one is needed.
        skip_validation: do not check the constructs before they are written.
        stack_traces: note in what is written where in the code each construct was made.
        policy: the rules that its stacks are held to; what ``cdktf.json`` says, or the default pack, when left out.

    Raises:
        ConfigError: the policy cannot be used.
    """

    __signature__ = ConstructorSignature()

    def __init__(
        self,
        *,
        context: Mapping[str, Any] | None = None,
        hcl_output: bool | None = None,
        outdir: str | None = None,
        skip_backend_validation: bool | None = None,
        skip_validation: bool | None = None,
        stack_traces: bool | None = None,
        policy: Iterable[Chosen] | None = None,
    ) -> None:
        """Takes the arguments that the class describes."""
        super().__init__(
            context=context,
            hcl_output=hcl_output,
            outdir=outdir,
            skip_backend_validation=skip_backend_validation,
            skip_validation=skip_validation,
            stack_traces=stack_traces,
        )
        self._policy = None if policy is None else Policy.of(policy)

    @property
    def policy(self) -> Policy | None:
        """The rules that its stacks are held to, when they were given."""
        return self._policy

    def synth(self) -> None:
        """Write the stacks.

        Raises:
            SynthError: something in them cannot be used.
        """
        try:
            super().synth()
        except RuntimeError as error:
            told = said(error)
            summary, _, detail = (self._about_token(told) or told).partition("\n")
            raise SynthError(summary, detail) from None

    def _about_token(self, told: str) -> str | None:
        """In which construct the token stands that the CDK says it does not know; None where it says something else."""
        unknown = _UNKNOWN_TOKEN.search(told)
        token = f"${{TfToken[{unknown[1]}]}}" if unknown else ""
        for item in self.node.find_all() if token else ():
            values = item._values.items() if isinstance(item, Element) else ()
            argument = next((name for name, value in values if token in str(value)), None)
            if isinstance(item, Element) and argument is not None:
                line = f"\n{item._path()}: at {item._line}" if item._line else ""
                return f"{item._path()}: {argument} holds {token}, which is no token of this app{line}\n{_NO_TOKEN}"
        return None

    def __repr__(self) -> str:
        return shown(self, *(child.node.id for child in self.node.children))
