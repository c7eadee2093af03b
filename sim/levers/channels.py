"""The channels by which a gate works."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Channels:
    """
    By which of its channels a gate works; each can be switched off, and the gate does the rest.

    selects: it says who gets in; if not, as many do by lot. limits: it makes fewer get in; if not, another one who has
    not knocked today is found for each who is refused, as far as there are any. funds: what it costs goes to the club;
    if not, to somebody outside. cherished: what it costs makes people belong, if the world's do so (cherishing).
    """

    selects: bool = True
    limits: bool = True
    funds: bool = True
    cherished: bool = True


ALL_CHANNELS = Channels()
