"""The event log, in the columns of real logs: member, day, hour, kind, target."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NEVER, NOBODY, Count, Reason

if TYPE_CHECKING:
    from clubsim.sim.community import Community

NO_THREAD = -1
NO_HOUR = np.float32(np.nan)
LAST_HOUR = 23.999  # what comes after it would be midnight in 32 bits
KINDS = (
    "join", "pay", "visit", "attend", "checkin", "message", "reply", "reward", "leave", "removed", "renew", "lapse",
    "gift", "packet", "meet", "refund", "anger", "deposit", "deposit_back", "office", "stepdown", "promotion",
    "kept", "missed",
)  # fmt: skip


class EventLog:
    """What happened to whom, a row an event; members are rows of the columns, `uid` says who they are in every arm."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, int, Any, str, Any, Any]] = []

    def note(self, rows: Any, day: int, kind: str, hour: Any = None, target: Any = None, thread: Any = None) -> None:
        """One event of a kind for each of `rows`: at `hour`, aimed at `target` rows, in `thread` (each [n] or none)."""
        if rows.shape[0]:
            hours = np.full(rows.shape[0], NO_HOUR) if hour is None else np.minimum(hour, LAST_HOUR).astype(np.float32)
            targets = np.full(rows.shape[0], NOBODY) if target is None else target
            threads = np.full(rows.shape[0], NO_THREAD) if thread is None else thread
            self._parts.append(
                (rows.astype(np.int32), day, hours, kind, targets.astype(np.int32), threads.astype(np.int32))
            )

    def write_day(self, c: "Community") -> None:
        """The events of the day that has passed, from the columns and the feed."""
        m, feed = c.members, c.feed
        here = c.members_of_the_day
        visitors = here[m.visited[here] == 1]
        self.note(visitors, c.day, "visit", m.hour[visitors])
        at_event = visitors[m.attended[visitors] == 1]
        self.note(at_event, c.day, "attend", m.hour[at_event])
        checked = visitors[m.checked_in[visitors] == 1]
        self.note(checked, c.day, "checkin", m.hour[checked])
        today = slice(0, feed.counts[Count.MESSAGES])
        author, hour, answers, thread = (
            column[today] for column in (feed.author, feed.hour, feed.answers, feed.thread)
        )
        said = answers == NOBODY
        self.note(author[said], c.day, "message", hour[said], None, thread[said])
        self.note(author[~said], c.day, "reply", hour[~said], answers[~said], thread[~said])
        gone = here[m.left[here] != NEVER]
        reason = m.reason[gone]
        self.note(gone[reason == Reason.LEFT], c.day, "leave")
        self.note(gone[np.isin(reason, (Reason.FAILED_QUOTA, Reason.FAILED_TRIAL, Reason.REMOVED))], c.day, "removed")
        self.note(gone[np.isin(reason, (Reason.LAPSED, Reason.PRICED_OUT))], c.day, "lapse")

    def columns(self) -> dict[str, Any]:
        """The log as arrays: member, day, hour (NaN: none), kind (a number of KINDS), target, thread (-1: none)."""
        sizes = [part[0].shape[0] for part in self._parts]

        def whole(position: int, dtype: Any) -> Any:
            arrays = [part[position] for part in self._parts]
            return np.concatenate(arrays) if arrays else np.empty(0, dtype)

        kinds = np.array([KINDS.index(part[3]) for part in self._parts], dtype=np.int8)
        days = np.array([part[1] for part in self._parts], dtype=np.int32)
        return {
            "member": whole(0, np.int32),
            "day": np.repeat(days, sizes),
            "hour": whole(2, np.float32),
            "kind": np.repeat(kinds, sizes),
            "target": whole(4, np.int32),
            "thread": whole(5, np.int32),
        }
