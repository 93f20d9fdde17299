"""Whether what is declared of a system holds together: settings, authentication, calls about no object."""

from __future__ import annotations

from collections.abc import Collection

from provider_lib.spec.auth import FirstOf
from provider_lib.spec.consistency.calls import named_in
from provider_lib.spec.consistency.field_names import NAME
from provider_lib.spec.consistency.scope import Scope, scope_of_system
from provider_lib.spec.consistency.words import slips_of_word
from provider_lib.spec.names import Names
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.system import System
from provider_lib.spec.transport import TRANSPORT


def slips(system: System) -> Slips:
    """What is wrong with a system."""
    where = f"System {system.name}"
    found = [*_words(system, where, scope_of_system(system), scope_of_system(system, with_secrets=True))]
    yield from found or _together(system, [item.name for item in system.settings], where)


def idle_settings(system: System, used: Collection[tuple[Names, str]]) -> Slips:
    """Settings that reach no server.

    Args:
        system: has the settings.
        used: what its declarations name.
    """
    where, calls, auth = f"System {system.name}", scope_of_system(system), scope_of_system(system, with_secrets=True)
    list(_words(system, where, calls, auth))
    named = {name for kind, name in {*used, *calls.used, *auth.used} if kind in (Names.SETTING, Names.SECRET)}
    for item in system.settings:
        if item.name not in named | {"url"}:
            yield slip(where, f"has a setting {item.name} that nothing names", "Name it in `auth` or in a call.")


def _words(system: System, where: str, calls: Scope, auth: Scope) -> Slips:
    yield from slips_of_word(system, calls, where, but=frozenset({"auth"}))
    yield from slips_of_word(system.auth, auth, f"{where}.auth")


def _together(system: System, names: list[str], where: str) -> Slips:
    """What is wrong with words that are right by themselves."""
    for name in (system.name, *names):
        if NAME.fullmatch(name) is None:
            yield slip(where, f"has the name {name!r}", "Use lower-case letters and digits, with single _ between.")
    for words, what in ((system.title, "title"), *((item.doc, f"setting {item.name}") for item in system.settings)):
        if not words.strip():
            yield slip(where, f"has no words for its {what}", "Users read them.")
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield slip(where, f"has the setting {name} twice", "Keep one.")
        if name in TRANSPORT:
            yield slip(where, f"has a setting {name}, as every system has already", "Take it away.")
    if not any(item.name == "url" and (item.needed or item.default) for item in system.settings):
        yield slip(where, "has no address", 'Add `Setting(name="url", doc="...", needed=True)`, or one with a default.')
    if isinstance(system.auth, FirstOf) and not system.auth.ways:
        yield slip(f"{where}.auth", "has no way to authenticate", "Give it some, or write NoAuth().")
    if system.version is not None and (named := named_in(system.version.call.path)):
        instead = "The version is asked for before anything else is known."
        yield slip(f"{where}.version.call.path", f"names {', '.join(sorted(named))}", instead)
