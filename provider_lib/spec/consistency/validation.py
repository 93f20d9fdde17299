"""Whether a validation that lists what can be configured knows by what that is named."""

from __future__ import annotations

from provider_lib.spec.annotations import title_of
from provider_lib.spec.api import Validation
from provider_lib.spec.key_catalog import KeyCatalog
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the validation of a resource."""
    validation = resource.validation
    if isinstance(validation, KeyCatalog):
        yield from _types(resource, validation)
    if not isinstance(validation, Validation):
        return
    given = (validation.plugins is not None, bool(validation.plugin_key), bool(validation.plugin_name))
    if len(set(given)) > 1:
        instead = "Give it `plugins`, `plugin_key` and `plugin_name`, or none of them."
        yield slip(f"{title_of(resource)}.validation", "cannot say what there is instead", instead)
    places = (validation.place is not None, bool(validation.plugin_place))
    if len(set(places)) > 1 or (any(places) and validation.plugins is None):
        instead = "Give it `plugins`, `place` and `plugin_place`, or neither `place` nor `plugin_place`."
        yield slip(f"{title_of(resource)}.validation", "cannot say which places there are", instead)


def _types(resource: type[Resource], catalog: KeyCatalog) -> Slips:
    """Types that nothing heeds."""
    field = resource.fields().get(catalog.into)
    if catalog.types is not None and field is not None and not getattr(field.role, "typed", False):
        instead = f"Declare `{catalog.into}` with `typed=True`, or give no `types`."
        yield slip(f"{title_of(resource)}.validation", f"says of types that `{catalog.into}` does not have", instead)
