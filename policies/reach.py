"""Which levers a policy can return, found in its code: what stands in no prose cannot be forgotten there."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from clubsim.sim.levers import Lever
from clubsim.sim.policy import Policy

CONTRACT = ("clubsim.agents", "clubsim.sim")  # what policies are written against: it returns no levers for them


def levers_of(cls: type[Policy]) -> tuple[type[Lever], ...]:
    """
    The levers that a policy's class names in its code, or that a function or class it names does, in the order of
    their names. Annotations do not count.

    It can name one that it never returns; it cannot return one that nothing on the way to it names.
    """
    found: dict[str, type[Lever]] = {}
    ahead: list[Any] = [part for part in cls.__mro__ if part not in Policy.__mro__]
    seen = list(ahead)
    while ahead:
        for thing in _named_in(ahead.pop()):
            if isinstance(thing, Lever):
                thing = type(thing)
            if isinstance(thing, type) and issubclass(thing, Lever):
                if thing is not Lever:
                    found[thing.__name__] = thing
            elif _is_code_of_policies(thing) and thing not in seen:
                seen.append(thing)
                ahead.append(thing)
    return tuple(lever for _, lever in sorted(found.items()))


def _is_code_of_policies(thing: Any) -> bool:
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        return False
    module, top = thing.__module__, thing.__module__.partition(".")[0]
    return not module.startswith(CONTRACT) and top not in sys.stdlib_module_names and top != "numpy"


def _named_in(code: Any) -> Iterator[Any]:
    """What the names in the source of a function or class stand for, in its module or by an import of its own."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError):  # installed without its source
        return
    space = dict(vars(sys.modules[code.__module__]))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            source = vars(sys.modules.get(node.module, sys))
            space |= {name.asname or name.name: source.get(name.name) for name in node.names}
    for first, *further in _names(tree):
        thing: Any = space.get(first)
        for attribute in further:
            thing = getattr(thing, attribute, None) if inspect.ismodule(thing) else None
        if isinstance(thing, dict | list | tuple):
            yield from thing.values() if isinstance(thing, dict) else thing
        elif thing is not None:
            yield inspect.unwrap(thing) if callable(thing) else thing


def _names(node: ast.AST) -> Iterator[tuple[str, ...]]:
    """Every name that is read, `a` or `a.b.c`, outside of annotations and of what stands above a definition."""
    if isinstance(node, ast.Name):
        yield (node.id,)
    elif isinstance(node, ast.Attribute):
        dotted = _dotted(node)
        if dotted:
            yield dotted
        else:
            yield from _names(node.value)
    else:
        for part, below in ast.iter_fields(node):
            if part in ("annotation", "returns", "decorator_list"):
                continue
            for child in below if isinstance(below, list) else [below]:
                if isinstance(child, ast.AST):
                    yield from _names(child)


def _dotted(node: ast.expr) -> tuple[str, ...]:
    """`a.b.c` as its words; nothing for what begins with more than a name."""
    if isinstance(node, ast.Name):
        return (node.id,)
    before = _dotted(node.value) if isinstance(node, ast.Attribute) else ()
    return (*before, node.attr) if before and isinstance(node, ast.Attribute) else ()
