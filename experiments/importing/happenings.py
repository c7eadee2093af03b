"""What every format is read into, before members become numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

UNKNOWN = -1  # a second of the day that the source does not tell

BOT = "by a bot"
SYSTEM = "system messages"
UNDATED = "without a readable time"
UNSIGNED = "without a sender"


class Happening(NamedTuple):
    """
    Somebody did something. Accounts and message ids are as the source has them and never get into a file.

    An answer names the message it answers, or the account it is aimed at where the source knows no messages.
    """

    account: str
    day: int  # the local day, as date.toordinal [day]
    second: int  # of the local day, in [0, 86400), or UNKNOWN [s]
    kind: str  # post, reply, reaction, join, leave, removed, ...
    message: str = ""  # its own id
    answers: str = ""  # the id of the message that it answers
    aimed: str = ""  # the account that it is aimed at
    thread: str = ""  # the conversation, where the source has them
    room: str = ""  # the channel, where the source has several


@dataclass
class Log:
    """What one reader found in one source."""

    happenings: list[Happening] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)  # what was left out -> how often
    bots: set[str] = field(default_factory=set)  # accounts that are programs; what they did is dropped and counted
    notes: list[str] = field(default_factory=list)  # sentences for whoever imports


def without_bots(log: Log) -> Log:
    """The log without what bots did; what was aimed at a bot is aimed at nobody."""
    kept = [
        one._replace(aimed="") if one.aimed in log.bots else one
        for one in log.happenings
        if one.account not in log.bots
    ]
    dropped = log.dropped + Counter({BOT: len(log.happenings) - len(kept)})
    return Log(kept, dropped, log.bots, log.notes)
