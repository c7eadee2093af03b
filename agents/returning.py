"""Who has dropped out unseen may come back when the operator writes to them."""

from clubsim.agents.arithmetic import power, rule

MONTH = 30.0  # days of silence at which the chance is that of the World


@rule
def return_chance(after_a_month: float, silence: int, exponent: float) -> float:
    """
    Chance that a message brings back who has dropped out.

        after_a_month * (silence / 30)**-exponent, 1 at most

    Args:
        after_a_month: of who has been silent for 30 days, in [0, 1].
        silence: days since the last visit; less than 1 counts as 1.
        exponent: how fast it falls, >= 0.

    Source: adapted. Evidence 2.2: the hazard of return falls with silence to the power of about -.6.
    """
    return min(after_a_month * power(max(silence, 1) / MONTH, -exponent), 1.0)
