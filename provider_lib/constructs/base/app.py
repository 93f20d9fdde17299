"""The app that holds the stacks."""

from __future__ import annotations

from provider_lib.constructs.base._cdk import cdk, said
from provider_lib.constructs.base.shown import shown
from provider_lib.constructs.base.signature import ConstructorSignature
from provider_lib.errors import SynthError


class App(cdk.App):
    """Holds stacks; ``app.synth()`` writes each of them for Terraform.

    Args:
        context: values that constructs find by ``node.try_get_context``.
        hcl_output: write HCL instead of JSON.
        outdir: folder to write to; ``cdktf.out`` when left out.
        skip_backend_validation: do not check that a stack has a backend where one is needed.
        skip_validation: do not check the constructs before they are written.
        stack_traces: note in what is written where in the code each construct was made.
    """

    __signature__ = ConstructorSignature()

    def synth(self) -> None:
        """Write the stacks.

        Raises:
            SynthError: something in them cannot be used.
        """
        try:
            super().synth()
        except RuntimeError as error:
            summary, _, detail = said(error).partition("\n")
            raise SynthError(summary, detail) from None

    def __repr__(self) -> str:
        return shown(self, *(child.node.id for child in self.node.children))
