"""Whose turn it is."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Turn(Lever):
    """
    It is the turn of the members in `rows` to share something today, and everybody knows it. Whether they do is written
    down; who does is rated by others who come today.

    come, write: what it adds to the inclination to come, and to write [logit]; ratings: most ratings that one is given,
    each of which is a notice like a reply; worth: of being rated, 1 as of a day of answers, >= 0.
    """

    rows: Rows
    come: float
    write: float
    ratings: int
    worth: float
