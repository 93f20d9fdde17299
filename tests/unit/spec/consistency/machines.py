"""A made-up system whose declarations use every word of the vocabulary, rightly; each test changes one thing."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from provider_lib.spec import (
    Action,
    Api,
    Bearer,
    DataSource,
    Declared,
    Duration,
    HasKeys,
    Initial,
    Length,
    Lifecycle,
    Listing,
    Nested,
    Parent,
    Resource,
    ServerVersion,
    Setting,
    System,
    Template,
    Tracked,
    Validation,
    WhenEquals,
    assigned,
    auto_restart,
    computed,
    config_map,
    delete,
    derived,
    desired_state,
    document,
    echo,
    get,
    key,
    local,
    on_exists,
    once,
    optional,
    owned_map,
    patch,
    post,
    protection,
    put,
    required,
    revision,
    rollback,
    secret_document,
    secret_env,
    secret_map,
    secret_revision,
    server_id,
    timeouts,
    trigger,
    volatile,
    wait_field,
    wait_parent,
    wait_running,
)
from provider_lib.spec.consistency import attributes_of, slips_of

WORKS = System(
    name="works",
    title="Works",
    settings=(
        Setting(name="url", doc="Where.", needed=True),
        Setting(name="token", doc="Token.", secret=True, needed=True),
        Setting(name="region", doc="Region.", default="north"),
        Setting(name="floor", doc="Floor."),
    ),
    auth=Bearer("token"),
    probe=get("/regions/{region}"),
    version=ServerVersion(call=get("/")),
)

Grade = Literal["plain", "fine"]
State = Literal["running", "paused"]


class Times(Nested):
    """How long."""

    create: Duration | None = optional("Create.", wire=None)
    update: Duration | None = optional("Update.", wire=None)
    delete: Duration | None = optional("Delete.", wire=None)


class Restarts(Nested):
    """How often."""

    attempts: int = required("How often.")
    backoff: Duration | None = optional("How long.")


class Task(Nested):
    """A task."""

    id: str = volatile("Number.")
    state: str = volatile("State.")
    trace: str = volatile("Trace.")


class Part(Nested):
    """A part."""

    hall: str | None = optional("Hall.", refers_to="sluice_works_hall.name")
    weight: int | None = optional("Weight.", example=3)


class Hall(Resource, system=WORKS, name="hall"):
    """A hall, whose id only the server knows."""

    name: str = required("Name.", example="north")
    width: int | None = optional("Width.", immutable=True)
    colour: str | None = optional("Colour.", removed_as="")
    id: str = server_id("Id.")

    api = Api(
        create=post("/halls"),
        read=get("/halls/{id}"),
        find=Listing(call=get("/halls", query={"name": "{name}"}), items="halls", match={"name": "name"}),
        update=put("/halls/{id}"),
        delete=delete("/halls/{id}"),
    )
    identity = ("id",)
    known_as = ("name",)


class Machine(Resource, system=WORKS, name="machine"):
    """A machine in a hall."""

    hall: str = key("Hall.", refers_to="sluice_works_hall.name")
    name: Annotated[str, Length(1, 20)] = key("Name.", example="drill")
    grade: Grade = required("Grade.", example="fine")
    title: str = optional("Title.", default=Template("{name}"))
    notes: str | None = optional("Notes.", same="json", send={"{}": "[]"})
    tags: set[str] | None = optional("Tags.", same="set", removed_as=[], example=["a"])
    part: Part | None = optional("Part.")
    labels: dict[str, str] | None = owned_map("Labels.")
    config: dict[str, str] = config_map(
        "Config.", injects={"name": "{name}"}, checks=(HasKeys(("kind",)),), example={"kind": "drill"}
    )
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()
    desired_state: State = desired_state()
    wait_for_running: bool = wait_running()
    auto_restart: Restarts | None = auto_restart()
    rollback_on_failure: bool = rollback()
    rotation: str | None = trigger("Rotates the badge.", "rotate", renews=("badge",))
    position: str | None = trigger("Moves it.", "move", within="paused")
    wait_for_hall: Duration | None = wait_parent("How long to wait for the hall.")
    wait_for_heat: Duration | None = wait_field("How long to wait until it is warm.", "warm", True)
    oilers: set[str] | None = assigned("Who oils it.", whole="set_oilers")
    users: set[str] | None = assigned("Who may use it.", add="admit", remove="expel", read_as="users[*].name")
    protected: bool = protection("Whether it is kept.", default=WhenEquals("grade", "fine"))
    on_exists: Literal["fail", "adopt"] = on_exists()
    timeouts: Times | None = timeouts()
    id: str = derived("Hall and name.", "{hall}/{name}")
    badge: str = once("Badge.", recover="rotate")
    made_at: str = computed("When.", wire="info.made.at")
    state: str = volatile("State.")
    trace: str = volatile("Trace.")
    tasks: list[Task] = volatile("Tasks.")
    warm: bool = volatile("Whether it is warm.")
    mark: str = revision("Version.", wire="mark")

    api = Api(
        create=post("/halls/{hall}/machines", query={"region": "{region}"}, since="1.2"),
        read=get("/halls/{hall}/machines/{name}", item=("machine", "")),
        read_many=Listing(call=get("/halls/{hall}/machines"), items="machines", match={"name": "name"}),
        update=patch("/halls/{hall}/machines/{name}", merge=True, headers={"If-Match": "{mark}"}),
        delete=delete("/halls/{hall}/machines/{name}"),
        calls={
            "rotate": post("/halls/{hall}/machines/{name}/badge", body=None),
            "move": put("/halls/{hall}/machines/{name}/position", body={"to": "{position}"}),
            "set_oilers": put("/halls/{hall}/machines/{name}/oilers", body={"names": "{items}"}),
            "admit": put("/halls/{hall}/machines/{name}/users/{item}", body=None),
            "expel": delete("/halls/{hall}/machines/{name}/users/{item}"),
            "start": put("/halls/{hall}/machines/{name}/start", body=None),
            "pause": put("/halls/{hall}/machines/{name}/pause", body=None),
            "restart": put("/halls/{hall}/machines/{name}/restart", body=None),
        },
    )
    lifecycle = Lifecycle(
        states={"running": "RUNS", "paused": "STANDS"},
        calls={"running": "start", "paused": "pause"},
        trace="trace",
        initial=Initial(path="initial_state", since="1.3"),
        restart="restart",
    )
    parent = Parent(call=get("/halls/{hall}"), title="hall {hall}", ready="open", not_ready="Open hall {hall}.")
    validation = Validation(
        call=put("/kinds/{config[kind]}/check", body="{config}"),
        entries="entries",
        key="key",
        errors="errors",
        refusal="It will not run.",
        plugins=Listing(call=get("/kinds")),
        plugin_key="kind",
        plugin_name="name",
        place="name",
        plugin_place="hall",
    )
    tracked = Tracked(kind="connector", system="works", labels={"name": "name", "cluster": "hall", "state": "state"})


class Drawing(Resource, system=WORKS, name="drawing"):
    """A drawing: a document of the user's own shape."""

    name: str = key("Name.")
    body: Any | None = document(
        "Body.", wire="body", ignore="ignore", equivalent="equivalent", replace_on="replace_on", example={"a": 1}
    )
    secret_body: Any | None = secret_document("body")
    ignore: list[str] | None = local("Paths.")
    equivalent: dict[str, str] | None = local("Paths.")
    replace_on: list[str] | None = local("Paths.")
    mark_from: str | None = local("Where the mark lies.")
    output: Any = echo("Output.", of="body")
    mark: Any | None = revision("Mark.", wire="mark", where="mark_from")
    secret_revision: int = secret_revision("`secret_body`")

    api = Api(
        create=post("/drawings/{name}", body="{body}"),
        read=get("/drawings/{name}"),
        update=patch("/drawings/{name}", body="{body}", operations=True),
        delete=delete("/drawings/{name}"),
    )


class MachineData(DataSource, system=WORKS, name="machine"):
    """A machine that is managed elsewhere."""

    hall: str = required("Hall.", refers_to="sluice_works_hall.name")
    name: str = required("Name.")
    full: bool | None = optional("Whether to tell all.")
    wait_for_heat: Duration | None = wait_field("How long to wait until it is warm.", "warm", True)
    warm: bool = computed("Whether it is warm.")

    read = get("/halls/{hall}/machines/{name}", query={"full": "{full}"})


class ListedMachine(Nested):
    """A machine in a list."""

    name: str = computed("Name.")


class Machines(DataSource, system=WORKS, name="machines"):
    """Every machine of a hall."""

    hall: str = required("Hall.")
    machines: list[ListedMachine] = computed("The machines.")

    listing = Listing(call=get("/halls/{hall}/machines"), items="machines")
    into = "machines"


class Oil(Action, system=WORKS, name="oil"):
    """Oils a machine."""

    hall: str = required("Hall.")
    name: str = required("Name.")

    call = post("/halls/{hall}/machines/{name}/oil", body=None, query={"floor": "{floor}"})
    says = "Oiled {name} in {hall}"


DECLARED = (Hall, Machine, Drawing, MachineData, Machines, Oil)


class Typed(NamedTuple):
    """A field with its annotation, for ``changed``."""

    annotation: Any
    field: Any


def changed(declared: type[Declared], **attributes: Any) -> type[Declared]:
    """The same declaration with other attributes; a field is given with its type, as ``Typed``."""
    fields = {name: value for name, value in attributes.items() if isinstance(value, Typed)}
    members = attributes | {name: typed.field for name, typed in fields.items()}
    annotations = {name: typed.annotation for name, typed in fields.items()}
    own = {"__annotations__": annotations, "__module__": __name__, "__doc__": declared.__doc__}
    return type(declared.__name__, (declared,), own | members)


def told(declared: type[Declared]) -> list[str]:
    """All that is said of a declaration."""
    return [str(error) for error in slips_of(declared, attributes_of(DECLARED))]
