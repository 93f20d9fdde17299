"""A name that means nothing is told where it stands, with what could be meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provider_lib.spec import (
    Declared,
    Duration,
    KeyCatalog,
    Listing,
    Outcome,
    Parts,
    Template,
    Verbatim,
    WhenEquals,
    computed,
    config_map,
    derived,
    document,
    echo,
    get,
    once,
    optional,
    post,
    protection,
    put,
    revision,
    secret_env,
    secret_map,
    trigger,
    wait_field,
)
from provider_lib.spec.key_catalog import Condition
from tests.unit.spec.consistency.machines import (
    Drawing,
    Hall,
    Machine,
    MachineData,
    Machines,
    Oil,
    Typed,
    changed,
    told,
)

FIELDS = f"It can be {', '.join(f'`{name}`' for name in Machine.fields())}."
NO_PATH = "so it is not a path such as `meta.next` or `items[0].id`."
NAME = "Did you mean `name`?"
HALL = "Did you mean `hall`?"
MAY_BE_NULL = (
    "A text would say `None` there. Name what always has a value: what is required, has a default or is the server's "
    "to set, and of settings what is needed or has a default."
)
CATALOG = KeyCatalog(
    call=get("/kinds/{grade}"),
    entries="config",
    name="name",
    settable="settable",
    required="required",
    default="default",
    description="description",
    values="values",
    value="value",
    conditions="conditions",
    condition=Condition(gate="gate", value="value", operator="operator", equal="EQ", unequal="NE", among="IN"),
    secret="secret",
    title="machine of kind {grade}",
    kind="grade",
    kinds=Listing(call=get("/kinds")),
    kind_name="name",
)


def api(**calls: Any) -> Any:
    return changed(Machine, api=replace(Machine.api, **calls))


def lifecycle(**words: Any) -> Any:
    return changed(Machine, lifecycle=replace(Machine.lifecycle, **words))


def parent(**words: Any) -> Any:
    return changed(Machine, parent=replace(Machine.parent, **words))


def validation(**words: Any) -> Any:
    return changed(Machine, validation=replace(Machine.validation, **words))


def catalog(**words: Any) -> Any:
    return changed(Machine, validation=replace(CATALOG, **words))


def tracked(**words: Any) -> Any:
    return changed(Machine, tracked=replace(Machine.tracked, **words))


def drawing(**words: str) -> Any:
    names = {"ignore": "ignore", "equivalent": "equivalent", "replace_on": "replace_on"}
    return changed(Drawing, body=Typed(Any | None, document("Body.", wire="body", **names | words)))


def test_what_is_declared_rightly_is_not_told() -> None:
    assert [told(declared) for declared in (Hall, Machine, Drawing, MachineData, Machines, Oil)] == [[]] * 6
    assert told(catalog()) == []


SLIPS: list[tuple[type[Declared], str, str]] = [
    (api(read=get("/machines/{hall}/{nmae}")), "api.read.path names no field or setting: nmae", NAME),
    (api(read=Parts({"info": get("/{nmae}")})), "api.read.calls[info].path names no field or setting: nmae", NAME),
    (api(delete=get("/{hall}", query={"n": "{nmae}"})), "api.delete.query[n] names no field or setting: nmae", NAME),
    (
        api(delete=get("/{hall}", headers={"X-Name": "{nmae}"})),
        "api.delete.headers[X-Name] names no field or setting: nmae",
        NAME,
    ),
    (
        api(create=post("/", body={"a": [{"b": "{nmae}"}]})),
        "api.create.body[a][0][b] names no field or setting: nmae",
        NAME,
    ),
    (api(create=post("/", adds={"a.b": "{nmae}"})), "api.create.adds[a.b] names no field or setting: nmae", NAME),
    (api(create=post("/{rigeon}")), "api.create.path names no field or setting: rigeon", "Did you mean `region`?"),
    (
        api(create=post("/{token}")),
        "api.create.path names no field or setting: token",
        FIELDS.replace("`mark`", "`mark`, `url`, `region`, `floor`"),
    ),
    (api(create=post("/{floor}")), "api.create.path names floor, which may be null", MAY_BE_NULL),
    (api(create=post("/{notes}")), "api.create.path names notes, which may be null", MAY_BE_NULL),
    (
        api(create=post("/", query={"n": "{name}-{notes}"})),
        "api.create.query[n] names notes, which may be null",
        MAY_BE_NULL,
    ),
    (
        api(create=post("/{hall")),
        "api.create.path has braces that do not match: /{hall",
        "Write {field}. (expected '}' before end of string)",
    ),
    (
        api(create=post("/{hall!r}")),
        "api.create.path has braces that are no place-holder: /{hall!r}",
        "Between braces stands the name of a field and nothing else. Verbatim(...) sends braces as they are.",
    ),
    (
        api(create=post("/{}")),
        "api.create.path has braces that are no place-holder: /{}",
        "Between braces stands the name of a field and nothing else. Verbatim(...) sends braces as they are.",
    ),
    (
        api(create=post("/{config[knid]}")),
        "api.create.path names config[knid], which a value of config need not have",
        "Give config `checks=(HasKeys(('knid',)),)`.",
    ),
    (api(create=post("/{name[kind]}")), "api.create.path names name[kind], but name is no map", "Name name."),
    (
        api(create=post("/{part[halls]}")),
        "api.create.path names no field of part: halls",
        "Did you mean `hall`?",
    ),
    (
        api(read_many=Listing(call=get("/"), match={"nmae": "name"})),
        "api.read_many.match names no field: nmae",
        NAME,
    ),
    (api(find=Listing(call=get("/"), match={"nmae": "name"})), "api.find.match names no field: nmae", NAME),
    (api(paths={"stat": ("a.b",)}), "api.paths names no field: stat", "Did you mean `state`?"),
    (
        api(outcomes={"craete": Outcome(call=get("/"), status="status")}),
        "api.outcomes cannot be used",
        "'craete' must be one of create, update, delete.",
    ),
    (
        api(outcomes={"create": Outcome(call=get("/{nmae}"), status="status")}),
        "api.outcomes[create].call.path names no field or setting: nmae",
        NAME,
    ),
    (
        api(withheld=("errors", "field..name")),
        "api.withheld[1] cannot be used",
        "'field..name' cannot be read from '..name' on, " + NO_PATH,
    ),
    (
        lifecycle(desired="desird_state"),
        "lifecycle.desired names no field: desird_state",
        "Did you mean `desired_state`?",
    ),
    (
        lifecycle(desired="grade"),
        "lifecycle.desired names grade, which is no DesiredState field",
        "It can be `desired_state`.",
    ),
    (lifecycle(observed="sate"), "lifecycle.observed names no field: sate", "Did you mean `state`?"),
    (lifecycle(tasks="taks"), "lifecycle.tasks names no field: taks", "Did you mean `tasks`?"),
    (lifecycle(trace="trase"), "lifecycle.trace names no field: trase", "Did you mean `trace`?"),
    (lifecycle(restart="restrat"), "lifecycle.restart names no call in Api.calls: restrat", "Did you mean `restart`?"),
    (
        lifecycle(calls={"running": "strat", "paused": "pause"}),
        "lifecycle.calls[running] names no call in Api.calls: strat",
        "Did you mean `start`?",
    ),
    (
        lifecycle(states={"runing": "RUNS", "paused": "STANDS"}),
        "lifecycle.states names no desired state: runing",
        "Did you mean `running`?",
    ),
    (
        lifecycle(task_states={"runing": "RUNS"}),
        "lifecycle.task_states names no desired state: runing",
        "Did you mean `running`?",
    ),
    (parent(call=get("/{hal}")), "parent.call.path names no field or setting: hal", HALL),
    (parent(title="hall {hal}"), "parent.title names no field: hal", HALL),
    (parent(not_ready="Open {hal}."), "parent.not_ready names no field: hal", HALL),
    (parent(title="hall in {regoin}"), "parent.title names no field: regoin", FIELDS),
    (
        validation(call=put("/kinds/{region}", body="{config}")),
        "validation.call.path names no field or setting: region",
        FIELDS,
    ),
    (validation(into="confg"), "validation.into names no field: confg", "Did you mean `config`?"),
    (validation(into="labels"), "validation.into names labels, which is no ConfigMap field", "It can be `config`."),
    (
        validation(plugins=Listing(call=get("/{hal}"))),
        "validation.plugins.call.path names no field or setting: hal",
        HALL,
    ),
    (catalog(kind="grad"), "validation.kind names no field: grad", "Did you mean `grade`?"),
    (catalog(title="kind {grad}"), "validation.title names no field: grad", "Did you mean `grade`?"),
    (catalog(into="confg"), "validation.into names no field: confg", "Did you mean `config`?"),
    (catalog(kinds=Listing(call=get("/{hal}"))), "validation.kinds.call.path names no field or setting: hal", HALL),
    (tracked(labels={"name": "nmae"}), "tracked.labels[name] names no field: nmae", NAME),
    (tracked(secret="bagde"), "tracked.secret names no field: bagde", "Did you mean `badge`?"),
    (changed(Hall, identity=("idd",)), "identity[0] names no field: idd", "Did you mean `id`?"),
    (changed(Hall, known_as=("nmae",)), "known_as[0] names no field: nmae", NAME),
    (changed(Machine, id=Typed(str, derived("Id.", "{hal}"))), "id.template names no field: hal", HALL),
    (
        changed(Machine, title=Typed(str, optional("Title.", default=Template("{nmae}")))),
        "title.default.text names no field: nmae",
        NAME,
    ),
    (
        changed(Machine, protected=Typed(bool, protection("Kept.", default=WhenEquals("grad", "fine")))),
        "protected.default.field names no field: grad",
        "Did you mean `grade`?",
    ),
    (
        changed(Drawing, config=Typed(dict[str, str], config_map("C.", injects={"name": "{nmae}"}))),
        "config.injects[name] names no field: nmae",
        NAME,
    ),
    (
        changed(Machine, rotation=Typed(str | None, trigger("Rotates.", "rotat", renews=("badge",)))),
        "rotation.call names no call in Api.calls: rotat",
        "Did you mean `rotate`?",
    ),
    (
        changed(Machine, rotation=Typed(str | None, trigger("Rotates.", "rotate", renews=("bagde",)))),
        "rotation.renews[0] names no field: bagde",
        "Did you mean `badge`?",
    ),
    (
        changed(Machine, rotation=Typed(str | None, trigger("Rotates.", "rotate", renews=("state",)))),
        "rotation.renews[0] names state, which is no Once field",
        "It can be `badge`.",
    ),
    (
        changed(Machine, position=Typed(str | None, trigger("Moves.", "move", within="pausd"))),
        "position.within names no desired state: pausd",
        "Did you mean `paused`?",
    ),
    (
        changed(Machine, badge=Typed(str, once("Badge.", recover="rotat"))),
        "badge.recover names no call in Api.calls: rotat",
        "Did you mean `rotate`?",
    ),
    (
        changed(Machine, wait_for_heat=Typed(Duration | None, wait_field("Heat.", "wram", True))),
        "wait_for_heat.observed names no field: wram",
        "Did you mean `warm`?",
    ),
    (
        changed(Machine, wait_for_heat=Typed(Duration | None, wait_field("Heat.", "protected", True))),
        "wait_for_heat.observed names protected, which is no Volatile or Computed field",
        "It can be `made_at`, `state`, `trace`, `tasks`, `warm`.",
    ),
    (
        changed(Machine, secret_config=Typed(dict[str, str] | None, secret_map("confg"))),
        "secret_config.into names no field: confg",
        "Did you mean `config`?",
    ),
    (
        changed(Machine, secret_env=Typed(dict[str, str] | None, secret_env("labels"))),
        "secret_env.into names labels, which is no ConfigMap field",
        "It can be `config`.",
    ),
    (drawing(ignore="ignor"), "body.ignore names no field: ignor", "Did you mean `ignore`?"),
    (drawing(equivalent="equal"), "body.equivalent names no field: equal", "Did you mean `equivalent`?"),
    (drawing(replace_on="replace_in"), "body.replace_on names no field: replace_in", "Did you mean `replace_on`?"),
    (
        changed(Drawing, output=Typed(Any, echo("Output.", of="boddy"))),
        "output.of names no field: boddy",
        "Did you mean `body`?",
    ),
    (
        changed(Drawing, mark=Typed(str, revision("Mark.", wire="mark", where="mark_form"))),
        "mark.where names no field: mark_form",
        "Did you mean `mark_from`?",
    ),
    (
        changed(Machine, hall=Typed(str, optional("Hall.", default="a", refers_to="sluice_works_hall.nmae"))),
        "hall.refers_to names no attribute of a resource: sluice_works_hall.nmae",
        "Did you mean `sluice_works_hall.name`?",
    ),
    (
        changed(Machine, hall=Typed(str, optional("Hall.", default="a", mirrors="sluice_works_hall.nmae"))),
        "hall.mirrors names no attribute of a resource: sluice_works_hall.nmae",
        "Did you mean `sluice_works_hall.name`?",
    ),
    (
        changed(MachineData, read=get("/{hal}/{name}", query={"f": "{full}"})),
        "read.path names no field or setting: hal",
        HALL,
    ),
    (
        changed(MachineData, read=get("/{hall}/{name}/{warm}", query={"f": "{full}"})),
        "read.path names warm, which may be null",
        MAY_BE_NULL,
    ),
    (changed(Machines, into="machine"), "into names no field: machine", "Did you mean `machines`?"),
    (changed(Machines, into="hall"), "into names hall, which is no Computed field", "It can be `machines`."),
    (changed(Machines, listing=Listing(call=get("/{hal}"))), "listing.call.path names no field or setting: hal", HALL),
    (changed(Oil, call=post("/{hall}/{nmae}", body=None)), "call.path names no field or setting: nmae", NAME),
    (changed(Oil, says="Oiled {nmae}"), "says names no field: nmae", NAME),
    (
        changed(Machine, made_at=Typed(str, computed("When.", wire="info..made"))),
        "made_at.read_as cannot be used",
        "'info..made' cannot be read from '..made' on, so it is not a path such as `spec.size`, "
        "`items[*].updatedAt` or `**.etag`.",
    ),
    (
        changed(Machine, made_at=Typed(str, computed("When.", wire="**.made"))),
        "made_at.read_as cannot be used",
        "'**.made' must be a path in which `[*]` may stand for every item of a list.",
    ),
]


@pytest.mark.parametrize(("declared", "what", "instead"), SLIPS, ids=[what for _, what, _ in SLIPS])
def test_a_name_that_means_nothing_is_told(declared: type[Declared], what: str, instead: str) -> None:
    assert told(declared) == [f"machines.{declared.__name__}.{what}\n{instead}"]


def test_a_validation_is_not_made_while_the_key_that_it_is_about_is_missing() -> None:
    bare = Typed(dict[str, str], config_map("Config.", injects={"name": "{name}"}))
    assert told(changed(Machine, config=bare)) == []


def test_braces_of_a_text_that_is_sent_as_it_is_name_nothing() -> None:
    query = {"a": Verbatim("{nmae}"), "region": "{region}"}
    assert told(api(read=get("/halls/{hall}/machines/{name}", query=query))) == []


def test_only_the_server_can_say_what_lies_in_its_answers() -> None:
    assert told(api(read=get("/halls/{hall}/machines/{name}", item=("nmae",)))) == []


def test_a_body_may_hold_what_is_null_and_is_then_sent_without() -> None:
    assert told(api(update=put("/halls/{hall}/machines/{name}", adds={"note": "{notes}"}))) == []
