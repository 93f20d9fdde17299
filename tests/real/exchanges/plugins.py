"""What is installed, and the validation of configurations before anything is made."""

from __future__ import annotations

from tests.real.exchanges.request import get, put, scenario
from tests.real.worker import FILE_SINK, FILE_SOURCE, MIRROR_SOURCE

SOURCE = {"name": "checked", "connector.class": FILE_SOURCE, "file": "/nowhere/in.txt", "topic": "checked"}
SINK = {"name": "checked", "connector.class": FILE_SINK, "file": "/nowhere/out.txt", "topics": "checked"}
OF_SOURCE, OF_SINK = (f"/connector-plugins/{name}/config/validate" for name in (FILE_SOURCE, FILE_SINK))
CUT = {"transforms": "cut"}
TRANSFORM = "org.apache.kafka.connect.transforms.RegexRouter"
PREDICATE = "org.apache.kafka.connect.transforms.predicates.TopicNameMatches"
CONVERTER = "org.apache.kafka.connect.json.JsonConverter"

SCENARIOS = (
    scenario(
        "what is installed",
        get("/connector-plugins"),
        get("/connector-plugins/"),
        get("/connector-plugins?connectorsOnly=true"),
        get("/connector-plugins?connectorsOnly=false"),
        get("/connector-plugins?connectorsOnly=perhaps"),
        get(f"/connector-plugins/{FILE_SOURCE}/config"),
        get("/connector-plugins/FileStreamSource/config"),
        get("/connector-plugins/FileStreamSinkConnector/config"),
        get(
            f"/connector-plugins/{MIRROR_SOURCE}/config",
            differs="the sandbox knows only the keys of MirrorMaker that matter most",
        ),
        get("/connector-plugins/no.such.Connector/config"),
        get(f"/connector-plugins/{CONVERTER}/config"),
        get(f"/connector-plugins/{TRANSFORM}/config"),
        get(f"/connector-plugins/{PREDICATE}/config"),
    ),
    scenario(
        "configurations that are checked",
        put(OF_SOURCE, SOURCE),
        put(OF_SINK, SINK),
        put(OF_SOURCE, {}),
        put(OF_SOURCE, {"connector.class": FILE_SOURCE}),
        put(OF_SOURCE, SOURCE | {"name": ""}),
        put(OF_SOURCE, SOURCE | {"topic": ""}),
        put(OF_SOURCE, SOURCE | {"tasks.max": "many", "batch.size": "many"}),
        put(OF_SOURCE, SOURCE | {"tasks.max": "0", "errors.tolerance": "some", "errors.log.enable": "yes"}),
        put(OF_SOURCE, SOURCE | {"tasks.max": 2, "errors.log.enable": True, "batch.size": 1.5}),
        put(OF_SOURCE, SOURCE | {"file": None}),
        put(OF_SOURCE, SOURCE | {"topic": None}),
        put(OF_SOURCE, SOURCE | {"topic": ["a"]}),
        put(OF_SOURCE, SOURCE | {"config.action.reload": "often", "exactly.once.support": "perhaps"}),
        put(OF_SOURCE, SOURCE | {"more": "unknown"}),
        put(OF_SINK, {"name": "checked", "connector.class": FILE_SINK}),
        put(OF_SINK, SINK | {"topics.regex": "a.*"}),
        put(
            OF_SINK,
            SINK | {"topics": "", "topics.regex": "("},
            differs="the sandbox's regular expressions are Python's, and complain in its words",
        ),
        put(OF_SINK, SINK | {"errors.deadletterqueue.topic.name": "checked"}),
        put(OF_SINK, SINK | {"topics": "", "topics.regex": "che.*", "errors.deadletterqueue.topic.name": "checked"}),
        put(OF_SINK, SINK | {"errors.deadletterqueue.topic.name": "dead"}),
        put(OF_SINK, SINK | {"errors.deadletterqueue.topic.replication.factor": "few"}),
    ),
    scenario(
        "what a checked configuration names",
        put(OF_SOURCE, SOURCE | {"connector.class": FILE_SINK}),
        put(OF_SOURCE, SOURCE | {"connector.class": "FileStreamSource"}),
        put("/connector-plugins/FileStreamSource/config/validate", SOURCE),
        put("/connector-plugins/FileStreamSourceConnector/config/validate", SOURCE),
        put("/connector-plugins/filestreamsource/config/validate", SOURCE),
        put("/connector-plugins/FileStreamSource/config/validate", {"name": "checked", "topic": "checked"}),
        put("/connector-plugins/no.such.Connector/config/validate", {"connector.class": "no.such.Connector"}),
        put(OF_SOURCE, SOURCE | {"connector.class": "no.such.Connector"}),
        put(OF_SOURCE, SOURCE | {"key.converter": "no.such.Converter", "header.converter": "no.such.Converter"}),
        put(OF_SOURCE, SOURCE | {"value.converter": TRANSFORM}),
        put(OF_SOURCE, SOURCE | {"value.converter": CONVERTER, "value.converter.schemas.enable": "perhaps"}),
        put(OF_SOURCE, SOURCE | {"value.converter": "JsonConverter"}),
        put(OF_SOURCE, SOURCE | CUT),
        put(OF_SOURCE, SOURCE | CUT | {"transforms.cut.type": "no.such.Transform"}),
        put(OF_SOURCE, SOURCE | CUT | {"transforms.cut.type": CONVERTER}),
        put(OF_SOURCE, SOURCE | CUT | {"transforms.cut.type": TRANSFORM}),
        put(
            OF_SOURCE,
            SOURCE
            | CUT
            | {"transforms.cut.type": TRANSFORM, "transforms.cut.regex": ".", "transforms.cut.replacement": "x"},
        ),
        put(OF_SOURCE, SOURCE | {"transforms": "cut,cut", "transforms.cut.type": TRANSFORM}),
        put(OF_SOURCE, SOURCE | {"predicates": "some"}),
        put(OF_SOURCE, SOURCE | {"predicates": "some", "predicates.some.type": PREDICATE}),
        put(OF_SOURCE, SOURCE | {"predicates": "some", "predicates.some.type": "no.such.Predicate"}),
        put(OF_SOURCE, SOURCE | {"topic.creation.groups": "few"}),
        put(OF_SOURCE, SOURCE | {"topic.creation.default.partitions": "few"}),
    ),
    scenario(
        "checks of what is no configuration",
        put(OF_SOURCE),
        put(OF_SOURCE, b"null"),
        put(OF_SOURCE, b"[]"),
        put(OF_SOURCE, b'"text"'),
        put(OF_SOURCE, b"{"),
        put(OF_SOURCE, b"{}", content_type="text/plain"),
    ),
)
