"""
Records as compiled loops read them: an image in memory, handed over as one number, its address.

A record of a hundred columns that crosses from Python costs a compiled call 30 to 130 microseconds, its image less than
one, and loops that read an image compile in half of the time. An image is laid down anew when its record is another
one: the columns after growth, `today` every day. What it points to stays where it is as long as the record lives.

A function that reads an image hands it on to others, which write: the compiler takes what a function has not been given
for its own, and may leave out what nobody there reads again.
"""

from typing import Any, get_type_hints

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.errors import TypingError
from numba.core.imputils import lower_getattr_generic
from numba.core.types.containers import NamedTuple
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, register_model

from clubsim.agents.parameters import World
from clubsim.agents.records import Feed, Members, Prospects, Today, dictionary
from clubsim.sim.compiling import compiled

BYTE = ir.IntType(8)
NUMBERS = {int: types.int64, float: types.float64}


def kind_of(record: Any) -> Any:
    """What the compiler calls a record: a NamedTuple of whole numbers, numbers, and columns as the dictionary says."""
    declared = {name: form for name, form, _ in dictionary(record)}
    hints = get_type_hints(record)
    fields = [column_kind(declared[name]) if name in declared else NUMBERS[hints[name]] for name in record._fields]
    return NamedTuple(fields, record)


def column_kind(declared: str) -> types.Array:
    """A writable, C-contiguous array of a declared dtype and shape, for example "float32 [N, K]"."""
    dtype, _, shape = declared.partition(" [")
    return types.Array(numba.from_dtype(np.dtype(dtype)), shape.count(",") + 1, "C")


class ImageKind(types.Type):
    """The compiler's type of an image of a record, whose fields are read as those of the record."""

    def __init__(self, record: Any) -> None:
        self.record = record
        super().__init__(name=f"ImageOf({record.name})")


@register_model(ImageKind)
class ImageModel(models.PrimitiveModel):
    """An image is known by its address."""

    def __init__(self, manager: Any, kind: ImageKind) -> None:
        super().__init__(manager, kind, BYTE.as_pointer())


@infer_getattr
class ImageFields(AttributeTemplate):
    """A field of an image has the type of the record's."""

    key = ImageKind

    def generic_resolve(self, kind: ImageKind, name: str) -> Any:
        """The type of a field, None if there is none of that name."""
        fields = kind.record.fields
        return kind.record.types[fields.index(name)] if name in fields else None


@lower_getattr_generic(ImageKind)
def read_field(context: Any, builder: Any, kind: ImageKind, image: Any, name: str) -> Any:
    """Read one field. Nothing writes an image while a loop runs, so the compiler may read it once and ahead."""
    record = builder.bitcast(image, context.get_value_type(kind.record).as_pointer())
    return read_whole(builder, cgutils.gep_inbounds(builder, record, 0, kind.record.fields.index(name)))


def read_whole(builder: Any, pointer: Any) -> Any:
    """What stands at a pointer, number by number."""
    form = pointer.type.pointee
    if not isinstance(form, (ir.LiteralStructType, ir.ArrayType)):
        number = builder.load(pointer)
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return number
    whole = ir.Constant(form, ir.Undefined)
    for part in range(len(form)):
        inner = read_whole(builder, cgutils.gep_inbounds(builder, pointer, 0, part))
        whole = builder.insert_value(whole, inner, part)
    return whole


def image_at(record: type) -> Any:
    """A function for compiled code: from the address of a record's image to what is read like the record."""
    kind = ImageKind(kind_of(record))

    @intrinsic
    def image(typing: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], BYTE.as_pointer())

        return kind(types.int64), generate

    return image


@intrinsic
def size_of(typing: Any, record: Any) -> Any:
    """Bytes that a record's image takes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.get_constant(types.int64, context.get_abi_sizeof(context.get_value_type(signature.args[0])))

    return types.int64(record), generate


@intrinsic
def lay_down(typing: Any, record: Any, address: Any) -> Any:
    """Write the image of a record at an address."""
    if record != kind_of(record.instance_class):
        raise TypingError(f"a {record.instance_class.__name__} is not as its declaration says: {wrong_fields(record)}")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        form = context.get_value_type(signature.args[0])
        pointer = builder.inttoptr(arguments[1], form.as_pointer())
        for field in range(len(form)):
            value = builder.extract_value(arguments[0], field)
            builder.store(value, cgutils.gep_inbounds(builder, pointer, 0, field))
        return context.get_dummy_value()

    return types.void(record, types.int64), generate


def wrong_fields(record: Any) -> str:
    """Which fields of a record have another type than is declared."""
    declared = kind_of(record.instance_class).types
    fields = zip(record.fields, record.types, declared, strict=True)
    return ", ".join(f"{name} is {given} and not {right}" for name, given, right in fields if given != right)


def imprint_of(record: type) -> Any:
    """A compiled function that lays a record's image down at an address, nowhere at 0; it returns the image's bytes."""

    @compiled(f"imprint.{record.__name__}")
    def imprint(filled: Any, address: int) -> int:
        if address != 0:
            lay_down(filled, address)
        return int(size_of(filled))

    return imprint


class Image:
    """The image of one record at a time, and the record itself, so that what the image points to lives."""

    def __init__(self, imprint: Any) -> None:
        self._imprint = imprint
        self._record: Any = None
        self._bytes = np.zeros(0, dtype=np.uint8)
        self._address = 0

    def __reduce__(self) -> Any:
        return Image, (self._imprint,)  # a copy lays images of its own down

    def of(self, record: Any) -> int:
        """The address of a record's image, which is laid down if the record is another one than before."""
        if record is not self._record:
            if self._address == 0:
                self._bytes = np.zeros(self._imprint(record, 0), dtype=np.uint8)
                self._address = int(self._bytes.ctypes.data)
            self._imprint(record, self._address)
            self._record = record
        return self._address

    def let_go(self) -> None:
        """Forget the record, so that nothing keeps it."""
        self._record = None


read_members, read_prospects, read_feed = image_at(Members), image_at(Prospects), image_at(Feed)
read_world, read_today = image_at(World), image_at(Today)
IMPRINTS = {record: imprint_of(record) for record in (Members, Prospects, Feed, World, Today)}


class Images:
    """The images of one community's records."""

    def __init__(self) -> None:
        self.members, self.prospects = Image(IMPRINTS[Members]), Image(IMPRINTS[Prospects])
        self.feed, self.world, self.today = Image(IMPRINTS[Feed]), Image(IMPRINTS[World]), Image(IMPRINTS[Today])
