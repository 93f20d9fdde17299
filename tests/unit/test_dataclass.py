"""Our ``dataclass`` makes what that of the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError
from typing import Any, ClassVar, get_type_hints

import pytest

from provider_lib import dataclass as ours
from provider_lib.dataclass import dataclass


def standing(library: Any) -> type[Any]:
    """A class with everything that ours have, by one of the libraries."""
    field = library.field

    @library.dataclass(frozen=True, slots=True)
    class Base:
        name: str
        size: int = 3
        secret: str = field(default="", repr=False)

    @library.dataclass(frozen=True, slots=True, kw_only=True)
    class Derived(Base):
        parts: dict[str, Any] = field(default_factory=dict, hash=False)
        note: str = field(default="", compare=False)
        asked: str
        kind: ClassVar[str] = "derived"

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    return Derived


OURS, STANDARD = standing(ours), standing(dataclasses)


@dataclass(frozen=True, slots=True)
class Pickled:
    name: str
    size: int = 3


@dataclass(frozen=True, slots=True)
class Empty:
    pass


def test_it_is_shown_compared_and_hashed_as_that_of_the_standard_library() -> None:
    def facts(kind: type[Any]) -> list[Any]:
        one, same = kind("a", asked="b", secret="s"), kind("a", 3, "s", asked="b", note="another")
        other = ours.replace(one, parts={"x": 1})
        return [
            repr(other),
            one == same,
            one == other,
            one == "a",
            hash(one) == hash(other),
            len({one, same, other}),
            dataclasses.asdict(other),
            dataclasses.replace(one, parts={"x": 1}) == other,
            [(item.name, item.kw_only, item.hash, item.repr) for item in dataclasses.fields(kind)],
            get_type_hints(kind),
            kind.__match_args__,
            kind.__slots__,
            list(inspect.signature(kind).parameters),
            kind.__init__.__qualname__,
        ]

    assert facts(OURS) == facts(STANDARD)
    assert OURS("a", asked="b").parts is not OURS("a", asked="b").parts
    assert (Empty() == Empty(), hash(Empty()) == hash(Empty()), repr(Empty())) == (True, True, "Empty()")


@pytest.mark.parametrize("positions", [(), ("a",), ("",), ("a", 3, "s", {})])
@pytest.mark.parametrize("options", [{}, {"asked": "b"}, {"asked": "b", "strange": 1}])
def test_it_takes_and_refuses_what_that_of_the_standard_library_does(
    positions: tuple[Any, ...], options: dict[str, Any]
) -> None:
    def outcome(kind: type[Any]) -> str:
        try:
            return repr(kind(*positions, **options))
        except (TypeError, ValueError) as error:
            return repr(error)

    assert outcome(OURS) == outcome(STANDARD)


def test_what_a_class_writes_itself_stays() -> None:
    def facts(library: Any) -> list[Any]:
        @library.dataclass(frozen=True, slots=True)
        class Hashed:
            name: str

            def __hash__(self) -> int:
                return 7

        @library.dataclass(frozen=True, slots=True)
        class Compared:
            name: str

            def __eq__(self, other: object) -> bool:
                return isinstance(other, Compared)

        @library.dataclass(frozen=True, slots=True)
        class Begun:
            name: str

            def __init__(self, first: str, last: str) -> None:
                object.__setattr__(self, "name", f"{first} {last}")

            def __repr__(self) -> str:
                return self.name

        return [
            hash(Hashed("a")),
            Hashed("a") == Hashed("a"),
            Compared("a") == Compared("b"),
            hash(Compared("a")) == hash(Compared("a")),
            repr(Begun("a", "b")),
        ]

    assert facts(ours) == facts(dataclasses)


@pytest.mark.parametrize("option", ["init", "kw_only", "metadata"])
def test_an_option_of_a_field_that_it_would_not_heed_is_refused(option: str) -> None:
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
        ours.field(**{option: None})


def test_the_standard_library_may_derive_a_class_from_one() -> None:
    @dataclasses.dataclass(frozen=True)
    class Derived(Pickled):
        more: int = 1

    made = Derived("a", more=2)
    assert copy.copy(made) == copy.deepcopy(made) == made
    assert ours.replace(made, name="b") == Derived("b", more=2)


def test_its_signature_names_no_object_that_nobody_knows() -> None:
    assert str(inspect.signature(OURS)) == "(name, size=3, secret='', *, parts=<factory>, note='', asked)"


def test_nothing_in_it_changes() -> None:
    made = OURS("a", asked="b")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        made.name = "c"
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'strange'"):
        made.strange = "c"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del made.name


def test_it_can_be_copied_and_pickled() -> None:
    made = OURS("a", asked="b", parts={"x": [1]})
    assert copy.copy(made) == copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(Pickled("a"))) == Pickled("a")
