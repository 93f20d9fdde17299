"""A vendor's API: how to reach it, how to authenticate, how it words its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from provider_lib.dataclass import dataclass, field
from provider_lib.errors import DeclarationError
from provider_lib.spec.auth import Auth, NoAuth
from provider_lib.spec.calls import Call
from provider_lib.spec.names import Place, Places, Regex
from provider_lib.spec.word import word

USUAL_MASKS: Final = (
    r"\*{3,}",
    r"[•●∙·▪]{3,}",
    r"(?s:.*[:=][\"']?[*•●]{3,}[\"']?([@&;,\s}].*)?)",  # a part of a text: ://user:***@host, password="****";
    r"(?i:[\[<({]+ ?(hidden|masked|redacted|secret|sensitive|protected|encrypted)( value)?[^\])}>]{0,40}[\])}>]+)",
)
"""How servers, and proxies before them, write that they hide a value."""


CIPHERTEXTS: Final = (
    r"(?is:ENC[(\[].+[)\]])",  # Jasypt, SOPS
    r"(?is:\{(cipher|aes\w*|bcrypt|s?crypt|argon2\w*|pbkdf2[\w-]*|s?(sha|md5)[\d-]*|smd5)\}.+)",  # Spring, LDAP
    r"vault:v\d+:\S+",  # Vault's transit engine
    r"(?s:\$ANSIBLE_VAULT;.+|-----BEGIN PGP MESSAGE-----.+)",
    r"\$(2[abxy]?|5|6|y|7|gy|argon2\w*|scrypt|s0|pbkdf2[\w-]*)\$\S+",  # crypt(3) and its like
    r"(pbkdf2_\w+|bcrypt\w*|argon2|scrypt)\$\S+|(scrypt|pbkdf2):\S+\$\S+",  # Django, Werkzeug
    r"SCRAM-SHA-\d+\$\d+:\S+|md5[0-9a-f]{32}",  # PostgreSQL
)
"""How servers write a secret that they have encrypted or hashed; where a user gives such a text, it is a value."""


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One provider setting of a system.

    Args:
        name: attribute name in the provider block.
        doc: what it is for.
        secret: hidden wherever settings are shown.
        default: used when neither attribute nor variable is given.
        needed: whether the system cannot be used without it.
        variables: environment variables honoured after ``SLUICE_<SYSTEM>_<NAME>``, the vendor's own names.
    """

    name: str
    doc: str
    secret: bool = False
    default: str | None = None
    needed: bool = False
    variables: tuple[str, ...] = ()


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorShape:
    """One form of error body, recognised by its message being there.

    Args:
        speaker: who speaks this form, for messages ("Lenses HQ", "the Lenses agent").
        message: dotted path of the text.
        request_id: dotted path of the vendor's id of the request.
        fields: dotted path of the list of errors about single fields, or of several such lists.
        field_name: in such an entry, the dotted path of the field's name, or of the list of steps to it.
        field_below: a first step that says nothing to users, and is left out.
        field_message: in such an entry, the dotted path of the text.
        hints: what to do about a status code, where that differs from what the system says of it.
        gone: what the API says when it means that an object is not there: dotted path -> regular expression of the
            text there, in one of several ways; () when any 404 in this form does. One that says something else is
            about a route, or of a server that starts.
    """

    speaker: str
    message: Place
    request_id: Place | None = None
    fields: Places | None = None
    field_name: Place = "name"
    field_below: str = ""
    field_message: Place = "message"
    hints: Mapping[int, str] = field(default_factory=dict)
    gone: tuple[Mapping[Place, Regex], ...] = ()


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVersion:
    """How a server says which version it is.

    Args:
        call: the request.
        path: dotted path of the version in its answer.
        renumbered: for distributions that count otherwise: regular expression of their versions -> the version
            that each is built on, with groups.
    """

    call: Call
    path: Place = "version"
    renumbered: Mapping[Regex, str] = field(default_factory=dict)


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A vendor's API.

    Args:
        name: in resource types, provider settings and variables.
        title: in prose.
        settings: beside the transport settings that every system has; ``url`` first.
        auth: how requests authenticate.
        errors: the forms of its error bodies, most telling first.
        hints: what to do about a status code, appended to the error.
        masks: regular expressions of values that stand for a hidden secret in answers, beside the usual ones.
        pages: regular expression of what a web page says with which the API's own server refuses -> what it means.
        busy: regular expression of messages that mean "not now": such a refusal is waited out.
        lost: regular expression of messages of a server that lost the one to which it had passed a request on. It is
            waited out, too, but the request may have been carried out: what it makes is looked for first.
        starting: what the server answers to everything while it starts: dotted path -> regular expression of the text
            there. Nothing is carried out then, so that every request is sent again.
        drop_suffix: endings that users paste with the url though paths repeat them, e.g. "/api".
        multiple: several of it are configured by name, and its resources say which one they use.
        probe: a cheap call that proves url and credentials.
        version: how the server says its version, for calls that have a ``since``.
    """

    name: str
    title: str
    settings: tuple[Setting, ...]
    auth: Auth = field(default_factory=NoAuth)
    errors: tuple[ErrorShape, ...] = ()
    hints: Mapping[int, str] = field(default_factory=dict)
    masks: tuple[Regex, ...] = ()
    pages: Mapping[Regex, str] = field(default_factory=dict)
    busy: Regex = ""
    lost: Regex = ""
    starting: Mapping[Place, Regex] = field(default_factory=dict)
    drop_suffix: tuple[str, ...] = ()
    multiple: bool = False
    probe: Call | None = None
    version: ServerVersion | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.settings, tuple):
            what = f"System {self.name} has {self.settings!r} for `settings`"
            raise DeclarationError(what, "They are a tuple: `settings=(Setting(...),)`.")
        if not isinstance(self.auth, Auth):
            what = f"System {self.name} has {self.auth!r} for `auth`"
            raise DeclarationError(what, 'It is one of the ways of spec.auth, such as `Bearer("token")`.')

    def variable(self, setting: str) -> str:
        """The environment variable of a setting, e.g. ``SLUICE_LENSES_URL``."""
        return f"SLUICE_{self.name}_{setting}".upper()

    def defaults(self) -> dict[str, Any]:
        """The settings that have a default."""
        return {item.name: item.default for item in self.settings if item.default is not None}
