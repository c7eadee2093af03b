"""What is learnt from answers: a running average of how often one's messages were answered."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, rule, wide


@rule
def praise_tomorrow(praise: float, messages: int, replies: int, gain: float) -> float:
    """
    The running average of social reward after a day with messages.

        praise + gain * (min(replies / messages, 1) - praise)

    Args:
        praise: before, in [0, 1].
        messages: written today; on a day with none nothing is learnt.
        replies: received today.
        gain: learning rate, in [0, 1].

    Source: adapted. Lindstrom et al. (2021): the time to the next post adapts to the running average of reward.
    """
    if messages <= 0:
        return praise
    return closer(praise, min(replies / messages, 1.0), gain)


@act
def praise_counts(world: Any) -> bool:
    """Whether anything depends on how messages were met."""
    return world.talk_praise != 0.0 or world.needs == 1


@act
def learn_from_replies(i: int, members: Any, world: Any) -> None:
    """Member i remembers how today's messages were met. Reads messages, replies; writes praise."""
    members.praise[i] = praise_tomorrow(
        wide(members.praise[i]), int(members.messages[i]), int(members.replies[i]), world.praise_gain
    )
