"""The four channels by which a gate may work, as switches that every gate has."""

from dataclasses import dataclass

from clubsim.sim.levers import Channels


@dataclass(frozen=True, kw_only=True)
class Channelled:
    """Fields of every gate: false switches one of its channels off, and the gate does the rest; see Channels."""

    selects: bool = True  # false: as many get in, by lot
    limits: bool = True  # false: for each who is refused another one is found
    cherished: bool = True  # false: what it costs makes nobody belong

    @property
    def channels(self) -> Channels:
        """The switches as the lever has them."""
        return Channels(selects=self.selects, limits=self.limits, cherished=self.cherished)


@dataclass(frozen=True, kw_only=True)
class Funding(Channelled):
    """Fields of a gate that costs money."""

    funds: bool = True  # false: what it costs goes to somebody outside

    @property
    def channels(self) -> Channels:
        return Channels(selects=self.selects, limits=self.limits, funds=self.funds, cherished=self.cherished)
