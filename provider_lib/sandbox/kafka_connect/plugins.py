"""What a worker has installed, and its checks of a configuration before anything is made."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS, plugin_named
from provider_lib.sandbox.connect_engine.checked import Checked
from provider_lib.sandbox.connect_engine.common_keys import common_keys
from provider_lib.sandbox.connect_engine.components import COMPONENTS, component_named
from provider_lib.sandbox.connect_engine.definitions import Key, Release
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, ConnectError
from provider_lib.sandbox.connect_engine.validation import check
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.kafka_connect import bodies
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal, failed_validation
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

_OTHERS_TOLD_APART_SINCE = (3, 7)
"""Since then converters of headers are told as such, and what is no connector has a version too."""


class Plugins:
    """The handlers."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches

    def index(self, call: Call) -> Answer:
        """The connectors, or with ``connectorsOnly=false`` also what can be used with them."""
        release = self._release()
        connectors = [
            {"class": plugin.class_name, "type": plugin.type, "version": plugin.version_in(release)}
            for plugin in PLUGINS.values()
        ]
        is_all = call.query.get("connectorsOnly", "true") != "true"
        return Answer([*connectors, *(_others(release) if is_all else [])])

    def config(self, call: Call) -> Answer:
        name, release = call.params["plugin"], self._release()
        plugin, component = plugin_named(name), component_named(name)
        if plugin is not None:
            keys = [*plugin.own_keys, *common_keys(plugin, release)]
        elif component is not None:
            keys = [key for key in component.own_keys if release.is_at_least(key.since)]
        else:
            raise WorkerRefusal(404, f"Unknown plugin {name}.")
        return Answer([_definition(order, key) for order, key in enumerate(keys)])

    def validate(self, call: Call) -> Answer:
        """Answers with 200 whatever is wrong."""
        asked, config = call.params["plugin"], bodies.config(call)
        class_name = config.get("connector.class") or asked
        if asked != class_name and plugin_named(asked) is not PLUGINS.get(class_name, asked):
            raise ConfigInvalid(f"Included connector type {class_name} does not match request type {asked}")
        try:
            checked = check(config, self._release())
        except ConnectError as error:
            raise failed_validation(error, self._release()) from error
        return Answer(
            {
                "name": class_name,
                "error_count": sum(len(one.errors) for one in checked),
                "groups": list(dict.fromkeys(one.key.group for one in checked if one.key.group)),
                "configs": [
                    {"definition": _definition(order, one.key), "value": _value(one)}
                    for order, one in enumerate(checked)
                ],
            }
        )

    def _release(self) -> Release:
        return self._switches.of(KafkaConnectSwitches).release


def _others(release: Release) -> list[dict[str, Any]]:
    """What is installed that is no connector."""
    if release.is_at_least(_OTHERS_TOLD_APART_SINCE):
        return [{"class": name, "type": kind, "version": release.text} for name, kind in _uses(release)]
    told = {"header_converter": "converter"}
    single = "org.apache.kafka.connect.storage.SimpleHeaderConverter"
    return [{"class": name, "type": kind if name == single else told.get(kind, kind)} for name, kind in _uses(release)]


def _uses(release: Release) -> list[tuple[str, str]]:
    return [
        (component.class_name, kind)
        for component in COMPONENTS
        if release.is_at_least(component.since)
        for kind in component.kinds
    ]


def _definition(order: int, key: Key) -> dict[str, Any]:
    return {
        "name": key.name,
        "type": key.kind,
        "required": key.required,
        "default_value": key.default,
        "importance": key.importance,
        "documentation": key.doc,
        "group": key.group,
        "width": "MEDIUM",
        "display_name": key.name,
        "dependents": [],
        "order": order,
    }


def _value(checked: Checked) -> dict[str, Any]:
    return {
        "name": checked.key.name,
        "value": checked.value,
        "recommended_values": list(checked.key.choices),
        "errors": list(checked.errors),
        "visible": True,
    }
