"""
Acts with a twin: compiled code does the same in another way, to the same bit, that it does quicker.

The one marked `@twinned` says what is done, and plain Python does it so. Its twin, marked `@twin_of` it, is what
compiled code calls by that name, once its module is imported. Twins work on a few numbers side by side, in rows of
LANES that cost no memory.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import lower_builtin, overload, type_callable

Function = TypeVar("Function", bound=Callable[..., Any])

LANES = 8  # numbers side by side: loops over as many become vector instructions, those over 4 are written out instead


def twinned(function: Function) -> Function:
    """Mark an act that compiled code does in its twin's way."""
    return function


def twin_of(plain: Callable[..., Any]) -> Callable[[Function], Function]:
    """Mark the way in which compiled code does a `twinned` act; arguments and results are the same."""

    def register(twin: Function) -> Function:
        options = {"forceinline": True, "no_cfunc_wrapper": True, "_nrt": False}

        @overload(plain, jit_options=options, strict=False)
        def _compiled(*arguments: Any) -> Any:
            return twin

        return twin

    return register


def row_of_numbers() -> Any:
    """A row of LANES numbers to write in, for as long as the caller runs: what stands in it at first is anything."""
    return [0.0] * LANES


def row_of_places() -> Any:
    """A row of LANES whole numbers to write in."""
    return [0] * LANES


def all_lanes() -> int:
    """
    LANES, of which the compiler does not know how many it is: it would write a short loop out, number by number, and
    not make it vector instructions. For loops in which every lane is found alike.
    """
    return LANES


@type_callable(all_lanes)
def _type_all_lanes(context: Any) -> Any:
    return lambda: types.int64


@lower_builtin(all_lanes)
def _all_lanes_compiled(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    number = ir.IntType(64)
    return builder.asm(ir.FunctionType(number, [number]), "", "=r,0", [number(LANES)], False, name="lanes")


def from_zero_on(number: int) -> int:
    """The same number, which is 0 or more: compiled code need not ask whether a row counts from the end."""
    return number


@type_callable(from_zero_on)
def _type_from_zero_on(context: Any) -> Any:
    return lambda number: types.int64


@lower_builtin(from_zero_on, types.int64)
def _from_zero_on_compiled(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    is_so = builder.icmp_signed(">=", arguments[0], context.get_constant(types.int64, 0))
    builder.assume(is_so)
    return arguments[0]


def _stands_on_the_stack(function: Callable[[], Any], kind: Any) -> None:
    """Compiled, what `function` gives is an array of LANES numbers of a kind on the stack."""
    row = types.Array(kind, 1, "C")

    @type_callable(function)
    def type_of(context: Any) -> Any:
        return lambda: row

    @lower_builtin(function)
    def make(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        size = context.get_constant(types.intp, LANES)
        width = context.get_constant(types.intp, kind.bitwidth // 8)
        data = cgutils.alloca_once(builder, context.get_data_type(kind), size=size)
        made = context.make_array(row)(context, builder)
        context.populate_array(made, data=data, shape=[size], strides=[width], itemsize=width, meminfo=None)
        return made._getvalue()


_stands_on_the_stack(row_of_numbers, types.float64)
_stands_on_the_stack(row_of_places, types.int64)
