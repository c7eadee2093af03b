"""What the platform on which a community lives allows, and what it demands of the operator (M113)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from clubsim.sim.levers.money import RefundRule
from clubsim.sim.policy import Policy

REFUND_RULES: tuple[RefundRule, ...] = get_args(RefundRule)  # the laxest first
ABILITIES = {
    "removal": "lets no operator remove members",
    "approval": "lets no operator choose who joins",
}


@dataclass(frozen=True, kw_only=True)
class Vessel:
    """
    The rules of a platform; those of a policy hold within them.

    name: a word for messages; removal: whether an operator can remove members; approval: whether an operator can turn
    somebody away at the door; refunds: what those who are removed get back at least; exits_visible: whether members see
    which of their partners have gone, which may cost trust.

    Source: assumed. M113 names vessels and gives none of their rules.
    """

    name: str = "unnamed"
    removal: bool = True
    approval: bool = True
    refunds: RefundRule = "none"
    exits_visible: bool = True

    def __post_init__(self) -> None:
        if self.refunds not in REFUND_RULES:
            known = ", ".join(REFUND_RULES)
            raise ValueError(
                f"vessel {self.name}: refunds is one of {known}, not {self.refunds!r}; write for example none"
            )
        for switch in ("removal", "approval", "exits_visible"):
            value = getattr(self, switch)
            if not isinstance(value, bool):
                raise ValueError(
                    f"vessel {self.name}: {switch} is true or false, not {value!r}; write for example true"
                )


def stricter(one: RefundRule, other: RefundRule) -> RefundRule:
    """That of two rules of refunds which gives back more."""
    return max(one, other, key=REFUND_RULES.index)


def check_policies(vessel: Vessel, policies: Mapping[str, Policy]) -> None:
    """
    See that a vessel allows what policies do.

    Raises:
        ValueError: it does not; one sentence on which slot, and what to write instead.
    """
    for slot, policy in policies.items():
        for ability in policy.demands() if isinstance(policy, Policy) else ():
            if not getattr(vessel, ability):
                raise ValueError(
                    f"slot {slot}: the vessel {vessel.name} {ABILITIES[ability]}; write {slot}: null, or "
                    f"scenario.vessel.{ability}=true for another vessel"
                )
