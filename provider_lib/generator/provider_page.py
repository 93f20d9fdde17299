"""The page of the reference about the provider's settings."""

from __future__ import annotations

from provider_lib.generator.markdown import table, type_words
from provider_lib.spec import Declarations, System
from provider_lib.spec.schema import Attribute
from provider_lib.spec.transport import settings_attributes

_INTRODUCTION = """\
# The provider

Everything may be left out of the provider block: what is not set there is taken from the environment of the provider
process, which is the best place for secrets. A system that no resource uses needs no settings.

`Stack` makes a provider without settings by itself. `SluiceProvider` takes them as arguments, one per system, and
refuses a secret that is written out in the code:

```python
from provider_lib.constructs import SluiceProvider

SluiceProvider(self, "sluice", lenses={"url": "https://hq.example.com", "timeout": "45s"})
```

```hcl
provider "sluice" {
  lenses = {
    url     = "https://hq.example.com"
    timeout = "45s"
  }
}
```"""


def provider_page(catalogue: Declarations) -> str:
    """The settings of every system and the environment variables that stand for them."""
    parts = [_INTRODUCTION]
    for system in catalogue.systems.values():
        parts += [f"## {system.name}", _how_named(system)]
        rows = [
            (f"`{name}`", type_words(item.type), _variables(system, name), _setting_rules(system, name, item))
            for name, item in settings_attributes(system).items()
        ]
        parts.append(table(("Setting", "Type", "Variables", "What it is"), rows))
    return "\n\n".join(part for part in parts if part)


def _how_named(system: System) -> str:
    if not system.multiple:
        return f"How to reach {system.title}."
    return (
        f"How to reach each {system.title}, by a name that resources refer to. In the variables `<NAME>` is that name "
        "in capitals; those without it hold for the one named `default`."
    )


def _variables(system: System, setting: str) -> str:
    own = next((item.variables for item in system.settings if item.name == setting), ())
    first = system.variable(setting)
    names = [system.variable(f"<name>_{setting}"), first, *own] if system.multiple else [first, *own]
    return ", ".join(f"`{name}`" for name in names)


def _setting_rules(system: System, name: str, attribute: Attribute) -> str:
    setting = next((item for item in system.settings if item.name == name), None)
    sentences = [attribute.doc]
    if setting is not None and setting.default is not None:
        sentences.append(f"Default: `{setting.default}`.")
    elif setting is not None and setting.needed:
        sentences.append("Needed.")
    if attribute.sensitive:
        sentences.append("Sensitive.")
    return " ".join(sentences)
