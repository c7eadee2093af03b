"""
GraphML, which Gephi, yEd, igraph and networkx read and write: the ties of the founders, and those at the end of a run.

A file that came from somebody else is looked at before networkx parses it: XML can declare entities that grow to
gigabytes, or that read other files.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

from clubsim.experiments.errors import StudyError, one_line
from clubsim.experiments.fields import shown

LARGEST = 100_000_000  # [byte]; 25,000 members with all of their ties have about as much
MOST_WEIGHT = 1e30  # of a tie, which is a 32-bit number
MOST_WORDS = 200  # of what a parser says [character]


def read_graph(value: Any) -> Any:
    """
    The ties of the founders, as a networkx graph that is not changed.

    Args:
        value: of scenario.graph: the path of a GraphML file, or None for no graph.

    Raises:
        StudyError: no such file, one too large, one that declares entities, that is no GraphML, or whose weights are
            no numbers > 0.
    """
    if value is None:
        return None
    if not isinstance(value, str) or not Path(value).is_file():
        raise StudyError(f"scenario.graph is the path of a GraphML file, not {shown(value)}")
    about = Path(value).stat()
    if about.st_size > LARGEST:
        raise StudyError(f"{value} has {about.st_size:,} bytes and a graph at most {LARGEST:,}; leave out attributes")
    return _read(value, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4)  # the points of a sweep share one
def _read(path: str, changed: int, size: int) -> Any:
    import networkx as nx

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise StudyError(f"{path} cannot be read: {error}") from None
    refuse_entities(path, content)
    try:
        graph = nx.read_graphml(BytesIO(content))
    except (nx.NetworkXException, SyntaxError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise StudyError(f"{path} cannot be read as GraphML: {one_line(str(error))[:MOST_WORDS]}") from None
    _check_weights(path, graph)
    return nx.freeze(graph)


class _Declared(Exception):
    """The file declares a document type, in which entities stand."""


class _Begun(Exception):
    """The first element was reached, after which nothing is declared."""


def refuse_entities(path: str, content: bytes) -> None:
    """Raises StudyError at an XML document type, which no GraphML needs and in which bombs stand; reads no further."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _raise(_Declared)
    parser.StartElementHandler = _raise(_Begun)
    try:
        parser.Parse(content, True)
    except _Declared:
        raise StudyError(
            f"{path} declares a document type, which GraphML does without; take out its <!DOCTYPE>"
        ) from None
    except _Begun:
        return
    except (expat.ExpatError, ValueError) as error:
        raise StudyError(f"{path} cannot be read as GraphML: {error}") from None


def _raise(kind: type[Exception]) -> Any:
    def handler(*_: Any) -> None:
        raise kind

    return handler


def _check_weights(path: str, graph: Any) -> None:
    for one, other, weight in graph.edges(data="weight", default=1.0):
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < MOST_WEIGHT:
            raise StudyError(
                f"{path}: the weight of edge {one}-{other} counts exchanges and must be a number > 0, not {weight!r}; "
                'declare it as attr.type="double"'
            )
