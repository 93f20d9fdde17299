"""Base of the constructs of declared resources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Unpack, cast

import jsii
from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import PROVIDER, Element, construct_path, plain_errors
from provider_lib.constructs.base.inputs import kind_of
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.siblings import linked
from provider_lib.constructs.base.stack import prepared, stamped
from provider_lib.constructs.base.templates import json_templates
from provider_lib.errors import SynthError


class Resource(Element, cdk.TerraformResource):
    """A resource of the ``sluice`` provider.

    Args:
        scope: the construct that holds it.
        id_: its name within ``scope``; changing it makes another resource.
        given: its arguments by field name; None stands for one that is not set.
        count, depends_on, for_each, lifecycle, provider: what Terraform offers for every resource.

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

    @classmethod
    def _completed(cls, scope: Construct, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return stamped(scope, cls._declared, given)

    def import_from(self, id: str, provider: cdk.TerraformProvider | None = None) -> None:  # noqa: A002 - as in the CDK
        """Take over an existing object with the next deploy instead of making one.

        Args:
            id: import id of the object, as the reference page says.
            provider: where to look; the provider of the construct when left out.

        Raises:
            SynthError: it is no text.
        """
        if not isinstance(id, str) or not id:
            what = "is empty" if id == "" else f"is {kind_of(id)}, not text"
            raise SynthError(f"{self._path()}: the import id {what}", "The page of the reference says what it is.")
        super().import_from(json_templates(id), provider)

    @classmethod
    def generate_config_for_import(
        cls, scope: Construct, import_to_id: str, import_from_id: str, provider: cdk.TerraformProvider | None = None
    ) -> cdk.ImportableResource:
        """Import an existing object and let Terraform write its configuration (``plan -generate-config-out``).

        Args:
            scope: the construct that will hold it.
            import_to_id: id of the construct that will be written for it.
            import_from_id: import id of the object, as the reference page says.
            provider: where to look; the stack's provider when left out.
        """
        prepared(scope)
        config = _Import(cls.TF_RESOURCE_TYPE, json_templates(import_from_id), provider)
        return cdk.ImportableResource(scope, import_to_id, cast("cdk.IImportableConfig", config))


@jsii.implements(cdk.IImportableConfig)
class _Import:
    """What the CDK must know to write an import block."""

    def __init__(self, resource_type: str, import_id: str, provider: cdk.TerraformProvider | None) -> None:
        self._resource_type = resource_type
        self._import_id = import_id
        self._provider = provider

    @property
    def terraform_resource_type(self) -> str:
        return self._resource_type

    @property
    def import_id(self) -> str:
        return self._import_id

    @property
    def provider(self) -> cdk.TerraformProvider | None:
        return self._provider
