"""``python -m provider_lib.generator.overview`` lists everything declared with its calls."""

from __future__ import annotations

from inspect import cleandoc

from provider_lib.generator.overview import overview
from provider_lib.systems import CATALOGUE
from tests.unit.constructs import declarations


def test_a_system_is_listed_with_the_calls_of_each_declaration() -> None:
    assert (
        "\n".join(overview(declarations.CATALOGUE))
        == cleandoc("""
        Tiny (tiny)
          resource sluice_tiny_shelf
            create  POST /shelves
            read    GET /shelves/{name}
            delete  DELETE /shelves/{name}
          resource sluice_tiny_box
            create  POST /boxes
            read    GET /boxes/{shelf}
            update  PUT /boxes/{shelf}
            delete  DELETE /boxes/{shelf}
          data source sluice_tiny_shelf
            read  GET /shelves/{name}?full=true

        Depot (depot)
          resource sluice_depot_crate
            create  POST /crates
            read    GET /crates/{label}
            update  PUT /crates/{label}
            delete  DELETE /crates/{label}
    """)
        + "\n"
    )


def test_everything_in_the_catalogue_is_listed() -> None:
    text = "\n".join(overview(CATALOGUE))
    declared = [
        *(f"resource {name}" for name in CATALOGUE.resources),
        *(f"data source {name}" for name in CATALOGUE.data_sources),
        *(f"action {name}" for name in CATALOGUE.actions),
        *(f"ephemeral resource {name}" for name in CATALOGUE.ephemerals),
    ]
    assert [name for name in declared if name not in text] == []
