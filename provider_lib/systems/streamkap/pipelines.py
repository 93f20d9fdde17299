"""Pipelines: topics of a source, written to a destination."""

from __future__ import annotations

from provider_lib.spec import (
    Api,
    Flow,
    Listing,
    Live,
    Nested,
    OnExists,
    Predecessor,
    Resource,
    delete,
    get,
    on_exists,
    optional,
    post,
    put,
    required,
    server_id,
)
from provider_lib.systems.streamkap.api import AT_ONCE, FOUND, PAGES, QUIET, STREAMKAP, Name
from provider_lib.systems.streamkap.consequences import OF_PIPELINES


class PipelineSource(Nested):
    """The source of a pipeline."""

    id: str = required("Its id.", refers_to="sluice_streamkap_source.id")
    name: str = required("Its name.", refers_to="sluice_streamkap_source.name")
    connector: str = required("Its kind.", refers_to="sluice_streamkap_source.connector")
    topics: list[str] = required("Topics that the pipeline takes from it.", example=["public.orders"])


class PipelineDestination(Nested):
    """The destination of a pipeline."""

    id: str = required("Its id.", refers_to="sluice_streamkap_destination.id")
    name: str = required("Its name.", refers_to="sluice_streamkap_destination.name")
    connector: str = required("Its kind.", refers_to="sluice_streamkap_destination.connector")


class Pipeline(Resource, system=STREAMKAP, name="pipeline"):
    """A pipeline: topics of a source, written to a destination."""

    name: Name = required("Name; no other pipeline may have it.", example="orders-to-warehouse")
    source: PipelineSource = required("Where it reads.")
    destination: PipelineDestination = required("Where it writes.")
    snapshot_new_tables: bool = optional("Whether tables that come later are read whole.", default=False)
    tags: set[str] | None = optional("Ids of its tags.", removed_as=[], refers_to="sluice_streamkap_tag.id")
    on_exists: OnExists = on_exists()
    id: str = server_id("Id that Streamkap gave it.")

    api = Api(
        create=post("/pipelines", query=AT_ONCE, adds={"created_from": "terraform"}),
        read=get("/pipelines/{id}", query=QUIET, item=FOUND),
        read_many=Listing(call=get("/pipelines", query=QUIET), items="result", match={"id": "id"}, paging=PAGES),
        find=Listing(
            call=get("/pipelines", query={**QUIET, "partial_name": "{name}"}),
            items="result",
            match={"name": "name"},
            paging=PAGES,
        ),
        taken=Listing(call=get("/pipelines", query=QUIET), items="result", match={"name": "name"}, paging=PAGES),
        update=put(
            "/pipelines/{id}",
            query=AT_ONCE,
            keeps=("transforms", "topic_auto_discovery_transforms", "periodic_audit"),
        ),
        delete=delete("/pipelines/{id}", query={"wait": "false"}),
    )
    identity = ("id",)
    known_as = ("name",)
    predecessors = (
        Predecessor(provider="streamkap-com/streamkap", type="streamkap_pipeline", versions=(0,), takes={"id": "id"}),
    )
    live = Live()
    consequences = OF_PIPELINES
    data_flows = (
        Flow(way="in", to="topic", of="source", keys="topics"),
        Flow(way="in", to="object", of="source"),
        Flow(way="out", to="object", of="destination"),
    )
