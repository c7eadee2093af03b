"""What the operator sells to readers on behalf of others."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Advertise(Lever):
    """
    Today's feed carries `messages` adverts, which are noise to who reads them; `price` is what each of them earns for
    every member who comes today [yuan]. found_out: rows of members who see this morning that what they read was an
    advert in disguise, which may cost trust (World.trust_advert); none where adverts are marked as such.
    """

    messages: int
    price: float
    found_out: Rows
