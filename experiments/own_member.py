"""A user's own Member, named on the command line: a study's file can name nothing to import."""

import sys
from importlib import import_module

from clubsim.agents.member import Member
from clubsim.experiments.errors import StudyError


def member_class(name: str) -> type[Member]:
    """
    The class that MODULE:CLASS names, looked for in the current folder too. Only a command line can name one.

    Raises:
        StudyError: no such module or class, or one that is no Member.
    """
    module_name, colon, class_name = name.partition(":")
    if not colon:
        raise StudyError(f"--member is MODULE:CLASS, not {name!r}; write for example --member my_members:Shy")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise StudyError(f"--member {name}: the module {module_name} cannot be imported: {error}") from None
    found = getattr(module, class_name, None)
    if not (isinstance(found, type) and issubclass(found, Member)):
        raise StudyError(f"--member {name}: {class_name} is no subclass of clubsim.agents.member.Member")
    return found
