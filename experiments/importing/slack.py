"""
A Slack export: a ZIP, or its unpacked folder, with users.json, channels.json and a folder a channel, a file a day.

Joining a channel is joining the community only for the first one, and leaving one of several is not leaving. Direct
messages are left out. A reaction bears no time and is put on the day of what it is for.
"""

import re
from collections.abc import Mapping
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock
from clubsim.experiments.importing.happenings import BOT, SYSTEM, UNDATED, UNKNOWN, UNSIGNED, Happening, Log
from clubsim.experiments.importing.json_text import objects, whole, word
from clubsim.experiments.importing.sources import Entry

NAME, LABEL = "slack", "Slack export"
USERS = ("users.json", "org_users.json")
DAY_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
SAID = ("", "thread_broadcast", "file_share", "me_message")
JOINED, LEFT = ("channel_join", "group_join"), ("channel_leave", "group_leave")
SLACKBOT = "USLACKBOT"


def is_export(entries: list[Entry]) -> bool:
    """Whether these files are an export: a list of users, and a file for at least one day."""
    return bool(_days(entries))


def _days(entries: list[Entry]) -> list[Entry]:
    """The files of days, each in the folder of a channel beside the list of users."""
    lists = [entry for entry in entries if entry.base in USERS]
    roots = {entry.name.removesuffix(entry.base) for entry in lists}
    return [
        entry
        for entry in entries
        if DAY_FILE.fullmatch(entry.base) and entry.name.removesuffix(f"{entry.folder}/{entry.base}") in roots
    ]


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    The messages of an export's channels.

    Raises:
        StudyError: no users or no days, as an export has, or damaged files.
    """
    if not is_export(entries):
        raise StudyError(
            "a Slack export has users.json and a folder a channel with files such as 2024-01-05.json; "
            "give the ZIP as Slack made it"
        )
    log = Log(bots={SLACKBOT})
    private: set[str] = set()
    for entry in entries:
        if entry.base in USERS:
            log.bots |= {word(user.get("id")) for user in objects(whole(entry)) if user.get("is_bot") is True}
        elif entry.base in ("dms.json", "mpims.json"):
            private |= {word(one.get(key)) for one in objects(whole(entry)) for key in ("id", "name")}
    days = _days(entries)
    for entry in days:
        messages = objects(whole(entry))
        if entry.folder in private:
            log.dropped["direct messages"] += len(messages)
            continue
        for message in messages:
            _message(message, entry.folder, clock, log)
    _settle_joins(log, len({entry.folder for entry in days} - private))
    if not clock.zone:
        log.notes.append(
            "Slack's times say no time zone, so days are those of UTC; give --timezone, such as Europe/Berlin"
        )
    return log


def _message(message: Mapping[str, Any], channel: str, clock: Clock, log: Log) -> None:
    account, subtype = word(message.get("user")), word(message.get("subtype"))
    moment = clock.of_epoch(message.get("ts"))
    if subtype == "bot_message" or message.get("bot_id"):
        log.dropped[BOT] += 1
    elif moment is None or not account:
        log.dropped[UNSIGNED if moment else UNDATED] += 1
    elif subtype in JOINED + LEFT:
        log.happenings.append(Happening(account, *moment, "join" if subtype in JOINED else "leave", room=channel))
    elif subtype in SAID:
        own, thread = f"{channel}/{word(message.get('ts'))}", word(message.get("thread_ts"))
        answers = f"{channel}/{thread}" if thread and f"{channel}/{thread}" != own else ""
        aimed = word(message.get("parent_user_id")) if answers else ""
        kind, talk = "reply" if answers else "post", f"{channel}/{thread}" if thread else ""
        log.happenings.append(
            Happening(account, *moment, kind, message=own, answers=answers, aimed=aimed, thread=talk, room=channel)
        )
        _reactions(message, account, moment[0], channel, log)
    else:
        log.dropped[SYSTEM] += 1


def _reactions(message: Mapping[str, Any], author: str, day: int, channel: str, log: Log) -> None:
    """A reaction of each who reacted, whichever signs they gave; its hour is not known."""
    who: set[str] = set()
    for reaction in objects(message.get("reactions")):
        users = reaction.get("users")
        who |= {word(user) for user in users if word(user) != author} if isinstance(users, list) else set()
    log.happenings += [
        Happening(one, day, UNKNOWN, "reaction", aimed=author, room=channel) for one in sorted(who - {""})
    ]


def _settle_joins(log: Log, n_channels: int) -> None:
    """With several channels: a member's first join alone, and no leaving."""
    if n_channels < 2:
        return
    kept, joined = [], set()
    for one in sorted(log.happenings, key=lambda one: (one.day, one.second)):
        again = one.kind == "join" and one.account in joined
        if again or one.kind == "leave":
            log.dropped["joining a further channel" if again else "leaving one of several channels"] += 1
            continue
        if one.kind == "join":
            joined.add(one.account)
        kept.append(one)
    log.happenings = kept
