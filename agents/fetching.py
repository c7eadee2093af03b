"""What will be read soon is brought near: most of a message's time is waiting for memory. No number changes by it."""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import lower_builtin, type_callable

from clubsim.agents.arithmetic import act
from clubsim.agents.records import Count
from clubsim.agents.ties import ties_at

READ, NEAREST, DATA = 0, 3, 1  # how the processor is asked: for reading, into the nearest cache, numbers and no code


def fetch(column: Any, row: int) -> None:
    """Ask the processor to bring the beginning and the end of a column's row near."""


@type_callable(fetch)
def _type_fetch(context: Any) -> Any:
    return lambda column, row: types.none


@lower_builtin(fetch, types.Array, types.Integer)
def _fetch_compiled(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    stride = builder.extract_value(array.strides, 0)
    row = context.cast(builder, arguments[1], signature.args[1], types.intp)
    place = builder.add(builder.ptrtoint(array.data, stride.type), builder.mul(stride, row))
    pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    last = builder.sub(builder.add(place, stride), stride.type(1))
    for byte in (place, last) if signature.args[0].ndim > 1 else (place,):
        builder.call(function, [builder.inttoptr(byte, pointer), number(READ), number(NEAREST), number(DATA)])
    return context.get_dummy_value()


@act
def call_up_ties(i: int, members: Any) -> None:
    """Bring near the ties of member i; where there are none, what stands in their place is no harm to call up."""
    at = ties_at(i, members)
    fetch(members.tie_row, at)
    fetch(members.tie_weight, at)


@act
def call_up(i: int, members: Any) -> None:
    """Bring near what is read of member i, who writes next."""
    fetch(members.uid, i)
    fetch(members.left, i)
    fetch(members.begun, i)
    fetch(members.all_messages, i)
    fetch(members.messages, i)
    fetch(members.visit_base, i)
    fetch(members.visited, i)
    fetch(members.interests, i)
    fetch(members.last_message, i)
    fetch(members.last_hour, i)
    fetch(members.last_thread, i)
    fetch(members.introduced, i)
    fetch(members.all_replies, i)
    fetch(members.all_noise, i)
    fetch(members.written, i)
    call_up_ties(i, members)
    fetch(members.tie_day, ties_at(i, members))


@act
def call_up_answered(j: int, members: Any) -> None:
    """Bring near what is read of member j, who is about to be answered."""
    fetch(members.uid, j)
    fetch(members.left, j)
    fetch(members.replies, j)
    fetch(members.all_replies, j)
    fetch(members.considered, j)
    fetch(members.usual_hour, j)
    call_up_ties(j, members)
    fetch(members.tie_day, ties_at(j, members))


@act
def call_up_thread(number: int, feed: Any) -> None:
    """Bring near what is read of a thread in which is written."""
    place = number - int(feed.counts[Count.FIRST_THREAD])
    fetch(feed.thread_topic, place)
    fetch(feed.thread_hidden, place)
    fetch(feed.thread_replies, place)
    fetch(feed.thread_last, place)
