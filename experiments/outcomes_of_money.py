"""What a run says of money and work."""

from clubsim.experiments.outcome import Outcome

COSTS = [
    Outcome(
        name="revenue",
        label="fees taken",
        unit="yuan",
        denominator="count",
        better=1,
        definition="Money taken in by the read-off day.",
    ),
    Outcome(
        name="spent",
        label="money spent",
        unit="yuan",
        denominator="count",
        better=-1,
        definition="Money paid out by the read-off day.",
    ),
    Outcome(
        name="refunds",
        label="fees given back",
        unit="yuan",
        denominator="count",
        better=0,
        definition="Of the fees taken, what those who went got back by the read-off day; part of the money spent.",
    ),
    Outcome(
        name="revenue_per_admitted",
        label="fees kept per admitted",
        unit="yuan/member",
        denominator="per admitted",
        better=0,
        definition="Fees taken less fees given back by the read-off day, divided by recruited.",
    ),
    Outcome(
        name="revenue_per_remaining",
        label="fees kept per remaining",
        unit="yuan/member",
        denominator="per remaining",
        better=0,
        definition="Fees taken less fees given back by the read-off day, divided by remaining.",
    ),
    Outcome(
        name="cost_per_remaining",
        label="money spent per remaining",
        unit="yuan/member",
        denominator="per remaining",
        better=0,
        definition="Money spent, without fees given back, by the read-off day, divided by remaining.",
    ),
    Outcome(
        name="hours",
        label="operator's hours",
        unit="hours",
        denominator="count",
        better=-1,
        definition="Hours of work of the operators by the read-off day.",
    ),
]
