"""The constructs and the reference of a system are made from its declarations alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.generator.examples import Reference, example_values, hcl_body
from provider_lib.generator.files import CONSTRUCTS, REFERENCE, ROOT, formatted, generated_files
from provider_lib.generator.reference import reference_pages
from provider_lib.generator.settings_source import settings_source
from provider_lib.generator.source import module_source
from provider_lib.spec import Declared
from provider_lib.systems import CATALOGUE
from tests.unit.constructs import declarations

TINY = declarations.CATALOGUE
EVERYTHING: list[type[Declared]] = [
    *CATALOGUE.resources.values(),
    *CATALOGUE.data_sources.values(),
    *CATALOGUE.actions.values(),
]


def with_tokens(values: Any) -> Any:
    """The values of an example with what another construct gives in the place of each reference to it."""
    match values:
        case Reference():
            return "${TfToken[TOKEN.1]}"
        case dict():
            return {name: with_tokens(value) for name, value in values.items()}
        case list():
            return [with_tokens(value) for value in values]
        case _:
            return values


def part(source: str, start: str) -> str:
    """The top-level class that begins with ``start``."""
    return next(item for item in source.split("\n\n\n") if item.startswith(start))


@pytest.fixture(scope="module")
def tiny_module() -> str:
    return formatted(module_source(declarations.TINY, TINY))


def test_the_committed_files_are_what_the_generator_makes_now() -> None:
    made = generated_files(CATALOGUE)
    stale = [
        str(path) for path, text in made.items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]
    assert stale == [], "run `make generate`"


def test_no_page_of_the_reference_outlives_its_declaration() -> None:
    pages = {path.relative_to(ROOT) for path in (ROOT / REFERENCE).rglob("*.md")}
    assert pages == {path for path in generated_files(CATALOGUE) if path.is_relative_to(REFERENCE)}


@pytest.mark.parametrize("system", CATALOGUE.systems)
def test_no_name_in_a_module_of_constructs_hides_another(system: str) -> None:
    tree = ast.parse((ROOT / CONSTRUCTS / f"{system}.py").read_text())
    names = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    names += [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    names += [
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert sorted(names) == sorted(set(names))


def test_a_system_gets_a_module_of_constructs() -> None:
    files = generated_files(TINY)
    assert sorted(str(path) for path in files) == [
        "docs/reference/README.md",
        "docs/reference/depot/crate.md",
        "docs/reference/policy.md",
        "docs/reference/provider.md",
        "docs/reference/tiny/box.md",
        "docs/reference/tiny/data_shelf.md",
        "docs/reference/tiny/shelf.md",
        str(CONSTRUCTS / "depot.py"),
        str(CONSTRUCTS / "settings.py"),
        str(CONSTRUCTS / "tiny.py"),
    ]


def test_a_data_source_becomes_a_construct(tiny_module: str) -> None:
    assert part(tiny_module, "class DataShelf").rstrip() == cleandoc('''
        class DataShelf(DataSourceConstruct):
            """A shelf that is managed elsewhere.

            Args:
                scope: The construct that holds it.
                id_: Its name within `scope`.
                name: Name of the shelf.
                count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
            """

            TF_RESOURCE_TYPE: ClassVar[str] = "sluice_tiny_shelf"
            _declared = CATALOGUE.data_sources["sluice_tiny_shelf"]

            def __init__(
                self,
                scope: Construct,
                id_: str,
                *,
                name: str,
                **meta: Unpack[MetaArguments],
            ) -> None:
                given: dict[str, Any] = {"name": name}
                super().__init__(scope, id_, given, **meta)

            @property
            def name(self) -> str:
                """Name of the shelf."""
                return self.get_string_attribute("name")

            @name.setter
            def name(self, value: str) -> None:
                self._assign("name", value)

            @property
            def width(self) -> float:
                """How wide it is."""
                return Number(self, "width")

            name_input: Given[str] = Given("name")
    ''')


def test_the_arguments_of_a_construct_are_typed_keys_first(tiny_module: str) -> None:
    source = part(tiny_module, "class Box")
    signature = source[source.index("*,") : source.index(") -> None")]
    assert cleandoc(signature) == cleandoc("""*,
        shelf: str | Shelf | DataShelf,
        config: Mapping[str, Any],
        labels: Mapping[str, str | float] | None = None,
        plan: str | None = None,
        colour: Colour | None = None,
        amount: float | None = None,
        place: str | None = None,
        size: Size | None = None,
        heavy: bool | cdk.IResolvable | None = None,
        tags: Sequence[str] | None = None,
        neighbours: Sequence[str | Shelf | DataShelf] | None = None,
        slots: Sequence[Limits] | None = None,
        limits: Limits | None = None,
        body: Any | None = None,
        pin: str | Secret | None = None,
        wait: str | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    """)


def test_nested_fields_become_a_typed_dict_as_input_and_a_class_as_output(tiny_module: str) -> None:
    assert [part(tiny_module, "class Limits"), part(tiny_module, "class Part")] == [
        cleandoc('''
            class Limits(TypedDict, total=False):
                """How much is allowed."""

                rate: Required[float]
                """Calls a second. Must be from 1 to 10."""
                burst: float
                """Calls at once."""
        '''),
        cleandoc('''
            class Part(Item):
                """A part of a box."""

                @property
                def id(self) -> str:
                    """Its id."""
                    return self.get_string_attribute("id")
        '''),
    ]


def test_what_was_given_as_a_list_of_nested_fields_is_read_as_a_reference(tiny_module: str) -> None:
    [read] = re.findall(r"def slots\(self\).*?return [^\n]*", part(tiny_module, "class Box"), re.DOTALL)
    assert read.splitlines()[0] == "def slots(self) -> cdk.IResolvable:"
    assert read.splitlines()[-1].strip() == 'return resolvable(self, "slots")'


def test_an_example_that_follows_from_what_is_referred_to_is_a_reference() -> None:
    group = example_values(CATALOGUE.resources["sluice_lenses_group"], CATALOGUE)
    assert group["roles"] == [Reference("sluice_lenses_role", "name", "orders_reader")]


def test_the_settings_of_a_system_are_typed() -> None:
    settings = formatted(settings_source(TINY))
    assert part(settings, "class Systems").rstrip() == cleandoc('''
        class Systems(TypedDict, total=False):
            """The systems that a provider can reach."""

            depot: Mapping[str, DepotSettings] | None
            """Depot, by the name that resources use."""
            tiny: TinySettings | None
            """Tiny."""
    ''')
    source = part(settings, "class TinySettings")
    assert source.startswith(
        cleandoc('''
            class TinySettings(TypedDict, total=False):
                """How to reach Tiny."""

                url: str
                """Address."""
                password: str | Secret
                """Password."""
                ca_file: str
        ''')
    )


def test_a_page_of_the_reference_says_all_that_is_declared() -> None:
    assert (
        reference_pages(TINY)[Path("tiny/data_shelf.md")]
        == cleandoc("""
        <!-- Made by `make generate` from provider_lib/systems; do not edit. -->

        # sluice_tiny_shelf

        Data source of Tiny.

        A shelf that is managed elsewhere.

        ## Example

        ```python
        from provider_lib.constructs.tiny import DataShelf

        shelf = DataShelf(self, "shelf", name="example")
        ```

        ```hcl
        data "sluice_tiny_shelf" "shelf" {
          name = "example"
        }
        ```

        ## Arguments

        | Argument | Type | Required | Default | What it is |
        | --- | --- | --- | --- | --- |
        | `name` | string | yes |  | Name of the shelf. |

        ## Attributes

        | Attribute | Type | What it is |
        | --- | --- | --- |
        | `width` | number | How wide it is. |

        ## HTTP calls

        | Purpose | Request |
        | --- | --- |
        | Read | `GET /shelves/{name}?full=true` |
    """)
        + "\n"
    )


def test_the_provider_page_names_every_variable() -> None:
    lines = reference_pages(TINY)[Path("provider.md")].splitlines()
    assert [line for line in lines if line.startswith(("| `url`", "| `password`"))] == [
        "| `url` | string | `SLUICE_TINY_URL` | Address. Needed. |",
        "| `password` | string | `SLUICE_TINY_PASSWORD`, `TINY_PASSWORD` | Password. Sensitive. |",
        "| `url` | string | `SLUICE_DEPOT_<NAME>_URL`, `SLUICE_DEPOT_URL` | Address. "
        "Default: `https://depot.example.com`. |",
        "| `password` | string | `SLUICE_DEPOT_<NAME>_PASSWORD`, `SLUICE_DEPOT_PASSWORD`, `DEPOT_PASSWORD` | Password. "
        "Sensitive. |",
    ]


def test_the_import_id_is_made_of_the_keys() -> None:
    page = reference_pages(TINY)[Path("depot/crate.md")]
    assert page[page.index("## Import") : page.index("## HTTP calls")].splitlines() == [
        "## Import",
        "",
        "The import id is `<depot>/<label>`; a `/` inside a part is written `%2F`. In Python call `import_from` on the "
        "construct, or:",
        "",
        "```sh",
        "terraform import sluice_depot_crate.crate '<depot>/<label>'",
        "```",
        "",
    ]


def test_hcl_is_aligned_and_escaped() -> None:
    values = {"name": "a", "tasks.max": "${file:x}", "labels": {"a": "b"}, "list": ["a", 1, True]}
    assert hcl_body(values) == cleandoc("""
        name        = "a"
        "tasks.max" = "$${file:x}"
        list        = ["a", 1, true]

        labels = {
          a = "b"
        }
    """)


@pytest.mark.parametrize("declared", EVERYTHING, ids=lambda item: f"{item.__name__}")
def test_an_example_in_the_reference_can_be_used(declared: type[Declared]) -> None:
    values = with_tokens(example_values(declared, CATALOGUE))
    assert read_inputs(declared.fields(), values) == (values, [])


def test_only_the_constructs_load_jsii() -> None:
    check = "import sys; sys.exit('jsii' in sys.modules)"
    for statement in (
        "import provider_lib",
        "import provider_lib.generator.files",
        "import provider_lib.systems",
    ):
        assert subprocess.run([sys.executable, "-c", f"{statement}; {check}"], check=False).returncode == 0, statement
