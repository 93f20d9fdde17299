"""Where an object has data from and where it brings them, as data beside the resource: for the picture in reviews."""

from __future__ import annotations

from typing import Final, Literal

from provider_lib.dataclass import dataclass
from provider_lib.spec.consequences import Has
from provider_lib.spec.names import FieldName, Regex
from provider_lib.spec.word import word

Way = Literal["in", "out", "on"]
"""What an object reads, what it writes, and what it runs on."""

Place = Literal["topic", "system", "cluster", "object"]
"""What lies at an end of a flow.

topic: of a Kafka.
system: a host, a bucket, a service that is nobody's resource.
cluster: whatever runs it.
object: what a field refers to by ``refers_to``. Unless a flow says otherwise, that is where an object belongs.
"""

ITEMS: Final = r"\s*([^,]*[^,\s])"
"""The items of a text with commas."""


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Something that an object reads, writes, or runs on.

    Args:
        way: whether it reads it, writes it, or runs on it.
        to: what that is.
        of: the field that names it; with ``object`` the field, or one in it, refers to it.
        keys: regular expression of the entries that name it, in a map or an object; None for the value itself.
        names: regular expression of a name in a text, its first group; each place where it fits is a name.
        prefix: key of the entry that stands before each name, in the same map.
        joint: between the two.
        within: the field that says which one of that name, where a name is not enough: a topic is of one Kafka.
        where: all of these hold as well.
    """

    way: Way
    to: Place
    of: FieldName
    keys: Regex | None = None
    names: Regex = ITEMS
    prefix: str = ""
    joint: str = ""
    within: FieldName | None = None
    where: tuple[Has, ...] = ()
