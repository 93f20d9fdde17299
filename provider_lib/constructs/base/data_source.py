"""Base of the constructs of declared data sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import PROVIDER, Element, construct_path, plain_errors
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.siblings import linked
from provider_lib.constructs.base.stack import prepared


class DataSource(Element, cdk.TerraformDataSource):
    """A data source of the ``sluice`` provider.

    Args:
        scope: the construct that holds it.
        id_: its name within ``scope``.
        given: its arguments by field name; None stands for one that is not set.
        count, depends_on, for_each, lifecycle, provider: what Terraform offers for every data source.

    Raises:
        SynthError: an argument cannot be used.
    """

    def __init__(self, scope: Construct, id_: str, given: Mapping[str, Any], **meta: Unpack[MetaArguments]) -> None:
        stack = prepared(scope)
        path = partial(construct_path, scope, id_)
        values = self._read(scope, path, given, meta)
        with plain_errors(scope, id_):
            super().__init__(
                scope,
                id_,
                terraform_resource_type=self.TF_RESOURCE_TYPE,
                terraform_generator_metadata=PROVIDER,
                **meta,
            )
        self._take(stack, path, given, values, meta)

    def _current(self) -> dict[str, Any]:
        return linked(self, super()._current())
