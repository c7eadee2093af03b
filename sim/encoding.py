"""
Values as plain trees and arrays, and back: which types there may be is read from declarations and never from a file.

A tree is what JSON can say. What may be long (arrays, and lists, sets and mappings of numbers and words) stands beside
it in arrays, under the path of the value: `members.uid`, `ledger.entries.0`. A file names no type, so it can make
nothing but what the declarations ask for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from clubsim.agents.records import dictionary

MOST_OBJECTS = 20_000_000  # numbers and words of one file that become Python objects
SCALARS: dict[Any, str] = {
    bool: "int64",
    int: "int64",
    float: "float64",
    str: "int64",
}  # a word as its number in a list


class EncodingError(ValueError):
    """What a file says is not what the declarations ask for: one sentence on which value."""


@dataclass(frozen=True)
class Array:
    """An array's declaration: its dtype and how many dimensions it has."""

    dtype: str
    dims: int = 1


@dataclass(frozen=True)
class Plain:
    """What JSON can say, whatever it is."""


class Packer:
    """Writes values down. arrays: by path, what stands beside the tree."""

    def __init__(self) -> None:
        self.arrays: dict[str, Any] = {}

    def pack(self, kind: Any, value: Any, path: str) -> Any:
        """
        A value as a tree.

        Args:
            kind: its declared type.
            path: where it stands, for its arrays and for what is said of it.

        Raises:
            EncodingError: it is not of that type.
        """
        if isinstance(kind, Array):
            self.arrays[path] = as_array(value, kind, path)
            return None
        if isinstance(kind, Plain):
            return value
        if get_origin(kind) in (Union, UnionType):
            return self._alternative(kind, value, path)
        if is_flat_collection(kind):
            return self._columns(kind, value, path)
        if get_origin(kind) is dict:
            key, entry = get_args(kind)
            pairs = enumerate(value.items())
            return [[self.pack(key, k, path), self.pack(entry, v, f"{path}.{place}")] for place, (k, v) in pairs]
        if get_origin(kind) in (list, tuple):
            parts = kinds_of_parts(kind, len(value))
            return [
                self.pack(part, v, f"{path}.{place}") for place, (part, v) in enumerate(zip(parts, value, strict=True))
            ]
        if is_record(kind):
            return {name: self.pack(hint, getattr(value, name), f"{path}.{name}") for name, hint in hints(kind).items()}
        return scalar_out(kind, value, path)

    def _alternative(self, kind: Any, value: Any, path: str) -> Any:
        """One of several types: null for None, as it is if there is no other, else with its place in the list."""
        if value is None:
            return None
        others = without_none(kind)
        place = next((k for k, other in enumerate(others) if fits(other, value)), None)
        if place is None:
            raise EncodingError(f"{path} is a {type(value).__name__}, which is none of what it may be")
        packed = self.pack(others[place], value, path)
        return packed if len(others) == 1 else [place, packed]

    def _columns(self, kind: Any, value: Any, path: str) -> Any:
        """A list, set or mapping of numbers and words as columns; the tree has the words."""
        entries = value.items() if isinstance(value, dict) else sorted(value) if isinstance(value, set) else value
        row, words = row_of(kind), dict[str, int]()
        kinds = scalars_of(row)
        columns: list[list[Any]] = [[] for _ in kinds]
        for entry in entries:
            for column, single, part in zip(columns, kinds, flattened(row, entry), strict=True):
                scalar = scalar_out(single, part, path)
                column.append(words.setdefault(scalar, len(words)) if single is str else scalar)
        for place, (single, column) in enumerate(zip(kinds, columns, strict=True)):
            self.arrays[f"{path}.{place}"] = np.array(column, dtype=SCALARS[single])
        return list(words)


class Unpacker:
    """Makes values out of trees and arrays. Each array is taken once."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.arrays = dict(arrays)
        self.objects = 0

    def unpack(self, kind: Any, tree: Any, path: str) -> Any:
        """
        The value of a tree.

        Raises:
            EncodingError: the tree or an array is not what the type's declaration asks for.
        """
        if isinstance(kind, Array):
            return as_array(self._taken(path), kind, path)
        if isinstance(kind, Plain):
            return tree
        if get_origin(kind) in (Union, UnionType):
            return self._alternative(kind, tree, path)
        if is_flat_collection(kind):
            return self._collection(kind, tree, path)
        if get_origin(kind) is dict:
            key, entry = get_args(kind)
            pairs = [listed(pair, path, 2) for pair in listed(tree, path)]
            made = [(self.unpack(key, k, path), v) for k, v in pairs]
            return {k: self.unpack(entry, v, f"{path}.{place}") for place, (k, v) in enumerate(made)}
        if get_origin(kind) in (list, tuple):
            parts = kinds_of_parts(kind, len(listed(tree, path)))
            entries = listed(tree, path, len(parts))
            made = [
                self.unpack(part, v, f"{path}.{place}")
                for place, (part, v) in enumerate(zip(parts, entries, strict=True))
            ]
            return tuple(made) if get_origin(kind) is tuple else made
        if is_record(kind):
            return self._record(kind, tree, path)
        return scalar_in(kind, tree, path)

    def _taken(self, path: str) -> Any:
        if path not in self.arrays:
            raise EncodingError(f"{path} is missing")
        return self.arrays.pop(path)

    def _record(self, kind: Any, tree: Any, path: str) -> Any:
        wanted = hints(kind)
        if not isinstance(tree, dict) or tree.keys() != wanted.keys():
            raise EncodingError(f"{path} has not the fields of a {kind.__name__}")
        try:
            return kind(**{name: self.unpack(hint, tree[name], f"{path}.{name}") for name, hint in wanted.items()})
        except EncodingError:
            raise
        except ValueError as error:  # a rule of the record's own
            raise EncodingError(f"{path}: {error}") from None

    def _alternative(self, kind: Any, tree: Any, path: str) -> Any:
        if tree is None and NoneType in get_args(kind):
            return None
        others = without_none(kind)
        if len(others) == 1:
            return self.unpack(others[0], tree, path)
        place, packed = listed(tree, path, 2)
        if type(place) is not int or not 0 <= place < len(others):
            raise EncodingError(f"{path} is none of what it may be")
        return self.unpack(others[place], packed, path)

    def _collection(self, kind: Any, tree: Any, path: str) -> Any:
        row = row_of(kind)
        words = [scalar_in(str, word, path) for word in listed(tree, path)]
        columns = []
        for place, single in enumerate(scalars_of(row)):
            column = as_array(self._taken(f"{path}.{place}"), Array(SCALARS[single]), f"{path}.{place}")
            self.objects += column.shape[0]
            if self.objects > MOST_OBJECTS:
                raise EncodingError(f"{path} makes more than {MOST_OBJECTS:,} entries, more than any community has")
            columns.append(plain_column(single, column, words, path))
        if len({len(column) for column in columns}) > 1:
            raise EncodingError(f"{path} has columns of different lengths")
        made = (made_of(row, iter(parts)) for parts in zip(*columns, strict=True))
        found = get_origin(kind)(made)
        if len(found) != len(columns[0]):
            raise EncodingError(f"{path} has an entry twice")
        return found


def as_array(value: Any, kind: Array, path: str) -> Any:
    """A C-contiguous, writable array of the declared kind. Raises EncodingError if it is none."""
    if not isinstance(value, np.ndarray) or value.dtype != np.dtype(kind.dtype) or value.ndim != kind.dims:
        is_now = f"{value.dtype} {list(value.shape)}" if isinstance(value, np.ndarray) else type(value).__name__
        raise EncodingError(f"{path} is {is_now} and not an array of {kind.dtype} in {kind.dims} dimensions")
    return np.array(value, order="C")


def plain_column(single: Any, column: Any, words: list[str], path: str) -> list[Any]:
    """The numbers or words of a column as Python has them."""
    if single is str:
        if column.size and not 0 <= int(column.min()) <= int(column.max()) < len(words):
            raise EncodingError(f"{path} names a word that it has not")
        return [words[number] for number in column.tolist()]
    if single is bool:
        if not np.isin(column, (0, 1)).all():
            raise EncodingError(f"{path} is 0 or 1")
        return [number == 1 for number in column.tolist()]
    return list(column.tolist())


def scalar_out(kind: Any, value: Any, path: str) -> Any:
    """A number, a word, a date or a choice as JSON says it."""
    if isinstance(value, np.generic):
        value = value.item()
    if kind is date:
        return value.isoformat()
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return int(value)
    return scalar_in(kind, value, path)


def scalar_in(kind: Any, tree: Any, path: str) -> Any:
    """What JSON says as a number, a word, a date or a choice. Raises EncodingError if it is none of the kind."""
    if get_origin(kind) is Literal:
        if tree in get_args(kind):
            return tree
        raise EncodingError(f"{path} is one of {', '.join(get_args(kind))}, not {shortened(tree)}")
    if kind is date or (isinstance(kind, type) and issubclass(kind, IntEnum)):
        make: Any = date.fromisoformat if kind is date else kind
        try:
            return make(tree)
        except (TypeError, ValueError):
            raise EncodingError(f"{path} is a {kind.__name__}, not {shortened(tree)}") from None
    right = (int, float) if kind is float else (kind,)
    if kind not in SCALARS or type(tree) not in right:
        raise EncodingError(f"{path} is a {getattr(kind, '__name__', kind)}, not {shortened(tree)}")
    return tree


def shortened(value: Any) -> str:
    """A wrong value, not at any length."""
    return repr(value)[:60] if isinstance(value, str | int | float | NoneType) else f"a {type(value).__name__}"


def listed(tree: Any, path: str, length: int | None = None) -> list[Any]:
    """A tree that is a list of that length, if one is given."""
    if not isinstance(tree, list) or (length is not None and len(tree) != length):
        raise EncodingError(f"{path} is a list{'' if length is None else f' of {length}'}, not {shortened(tree)}")
    return tree


def without_none(kind: Any) -> list[Any]:
    """The alternatives of a union but None."""
    return [other for other in get_args(kind) if other is not NoneType]


def fits(kind: Any, value: Any) -> bool:
    """Whether a value is of one of a union's types."""
    return isinstance(value, get_origin(kind) or kind) if get_origin(kind) is not Literal else value in get_args(kind)


def kinds_of_parts(kind: Any, length: int) -> tuple[Any, ...]:
    """The type of each part of a list or tuple of that length."""
    given = get_args(kind)
    if get_origin(kind) is tuple and given[-1] is not Ellipsis:
        return given
    return (given[0],) * length


def is_record(kind: Any) -> bool:
    """Whether values of a type have declared fields."""
    return isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields"))


@cache
def hints(record: Any) -> dict[str, Any]:
    """The declared type of each field of a record; arrays as the data dictionary has them, or as numpy's types say."""
    columns = {
        name: Array(kind.partition(" [")[0], kind.count(",") + 1)
        for name, kind, _ in (dictionary(record) if hasattr(record, "_fields") else ())
    }
    names = [field.name for field in fields(record)] if is_dataclass(record) else record._fields
    declared, defaults = get_type_hints(record), getattr(record, "_field_defaults", {})
    return {name: columns.get(name) or array_or(declared[name], defaults.get(name)) for name in names}


def array_or(hint: Any, default: Any = None) -> Any:
    """A declared type; an array's as an Array, of the kind of its default where the declaration says none."""
    if get_origin(hint) not in (np.ndarray, npt.NDArray):  # the second is a type of its own from NumPy 2.5 on
        return hint
    scalar = get_args(hint)[-1]
    scalar = get_args(scalar)[0] if get_origin(scalar) is np.dtype else scalar
    return Array(default.dtype.name, default.ndim) if default is not None else Array(np.dtype(scalar).name)


def is_flat(kind: Any) -> bool:
    """Whether values of a type are numbers and words only, however they are put together."""
    if get_origin(kind) is tuple:
        return Ellipsis not in get_args(kind) and all(is_flat(part) for part in get_args(kind))
    if is_record(kind):
        return all(is_flat(hint) for hint in hints(kind).values())
    return kind in SCALARS


def is_flat_collection(kind: Any) -> bool:
    """Whether a type is a list, set or mapping of such values."""
    return get_origin(kind) in (list, set, dict) and all(is_flat(part) for part in get_args(kind))


def row_of(collection: Any) -> Any:
    """The type of one entry of a collection; of a mapping, key and value."""
    given = get_args(collection)
    return tuple[given[0], given[1]] if get_origin(collection) is dict else given[0]  # type: ignore[valid-type]


def parts_of(kind: Any) -> list[Any]:
    """The types of a flat type's parts; none for a number or a word."""
    if get_origin(kind) is tuple:
        return list(get_args(kind))
    return list(hints(kind).values()) if is_record(kind) else []


def scalars_of(kind: Any) -> list[Any]:
    """The numbers and words that a flat type is made of, in order."""
    return [single for part in parts_of(kind) for single in scalars_of(part)] or [kind]


def flattened(kind: Any, value: Any) -> Iterator[Any]:
    """A flat value's numbers and words, in order."""
    parts = parts_of(kind)
    if not parts:
        yield value
        return
    values = [getattr(value, name) for name in hints(kind)] if is_record(kind) else value
    for part, entry in zip(parts, values, strict=True):
        yield from flattened(part, entry)


def made_of(kind: Any, values: Iterator[Any]) -> Any:
    """A flat value out of its numbers and words."""
    parts = parts_of(kind)
    if not parts:
        return next(values)
    made = [made_of(part, values) for part in parts]
    return kind(**dict(zip(hints(kind), made, strict=True))) if is_record(kind) else tuple(made)
