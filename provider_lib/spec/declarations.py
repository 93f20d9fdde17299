"""A set of declarations, found in the modules that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from provider_lib.dataclass import dataclass
from provider_lib.spec.resource import Action, DataSource, Declared, Ephemeral, Resource
from provider_lib.spec.system import System


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything declared, by Terraform type name."""

    systems: Mapping[str, System]
    resources: Mapping[str, type[Resource]]
    data_sources: Mapping[str, type[DataSource]]
    actions: Mapping[str, type[Action]]
    ephemerals: Mapping[str, type[Ephemeral]]

    @classmethod
    def of(cls, *modules: ModuleType, proven: bool = False) -> Declarations:
        """The catalogue of all declarations in these modules.

        Args:
            modules: what they import counts as well.
            proven: whether tests have checked them already, so that it need not be done again.

        Raises:
            DeclarationError: something is declared wrongly; it says all that is.
        """
        found = [item for module in modules for item in vars(module).values() if _is_declaration(item)]
        if not proven:
            from provider_lib.spec.consistency import refuse_slips  # takes longer to load than all declarations

            refuse_slips(found)
        declared = [item for item in found if hasattr(item, "type_name")]
        return cls(
            {item.system.name: item.system for item in declared},
            {item.type_name: item for item in declared if issubclass(item, Resource)},
            {item.type_name: item for item in declared if issubclass(item, DataSource)},
            {item.type_name: item for item in declared if issubclass(item, Action)},
            {item.type_name: item for item in declared if issubclass(item, Ephemeral)},
        )


def _is_declaration(item: object) -> bool:
    """Whether something in a module is a declaration, or what others are derived from."""
    bases = (Declared, Resource, DataSource, Action, Ephemeral)
    return isinstance(item, type) and issubclass(item, Declared) and item not in bases
