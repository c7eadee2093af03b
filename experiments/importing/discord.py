"""
What DiscordChatExporter writes as JSON: a file a channel or thread.

Kept are author, time, kind, answered message and who reacted; a reaction bears no time and is put on the day of what it
is for. Applications and webhooks are bots.
"""

import re
from collections.abc import Mapping
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock, Moment
from clubsim.experiments.importing.happenings import SYSTEM, UNDATED, UNKNOWN, UNSIGNED, Happening, Log
from clubsim.experiments.importing.json_text import mapping, objects, whole, word
from clubsim.experiments.importing.sources import Entry

NAME, LABEL = "discord", "DiscordChatExporter JSON"
PRIVATE = ("DirectTextChat", "DirectGroupTextChat")
POSTS = {"Default": "post", "Reply": "reply", "0": "post", "19": "reply"}
JOINS = ("GuildMemberJoin", "UserJoin", "7")
ADDED, TAKEN = ("RecipientAdd", "1"), ("RecipientRemove", "2")


def recognised(entry: Entry, head: bytes) -> bool:
    """Whether a file starts like one of this format."""
    return all(re.search(rb'"%s"\s*:\s*\{' % key, head) for key in (b"guild", b"channel"))


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    The messages of some channels of a server, each file one channel.

    Raises:
        StudyError: a private conversation, or not this format.
    """
    log = Log()
    for entry in entries:
        content = mapping(whole(entry))
        channel = mapping(content.get("channel"))
        if not isinstance(content.get("messages"), list):
            raise StudyError(f"{entry.name} has no list “messages”, as DiscordChatExporter's JSON has; export it again")
        if channel.get("type") in PRIVATE:
            raise StudyError(f"{entry.name} is a private conversation; give the export of a server's channels")
        room = word(channel.get("id"))
        thread = room if "Thread" in word(channel.get("type")) else ""
        for message in objects(content["messages"]):
            _message(message, room, thread, clock, log)
    return log


def _message(message: Mapping[str, Any], room: str, thread: str, clock: Clock, log: Log) -> None:
    author, kind = _account(message.get("author"), log), word(message.get("type"))
    moment = clock.of_text(message.get("timestamp"))
    if moment is None or not author:
        log.dropped[UNSIGNED if moment else UNDATED] += 1
        return
    if kind in POSTS:
        answers = word(mapping(message.get("reference")).get("messageId")) if POSTS[kind] == "reply" else ""
        number = word(message.get("id"))
        log.happenings.append(
            Happening(author, *moment, POSTS[kind], message=number, answers=answers, thread=thread, room=room)
        )
    elif members := _coming_and_going(message, kind, author, log):
        log.happenings += [Happening(who, *moment, what, room=room) for who, what in members]
    else:
        log.dropped[SYSTEM] += 1
    _reactions(message, author, moment, room, log)


def _coming_and_going(message: Mapping[str, Any], kind: str, author: str, log: Log) -> list[tuple[str, str]]:
    """Whom a system message says to have joined, left or been removed, and which."""
    if kind in JOINS:
        return [(author, "join")]
    mentioned = [account for user in objects(message.get("mentions")) if (account := _account(user, log))]
    if kind in ADDED:
        return [(account, "join") for account in mentioned]
    if kind in TAKEN:
        return [(account, "leave" if account == author else "removed") for account in mentioned]
    return []


def _reactions(message: Mapping[str, Any], author: str, moment: Moment, room: str, log: Log) -> None:
    """A reaction of each who reacted, whichever signs they gave; its hour is not known."""
    who = {
        account
        for reaction in objects(message.get("reactions"))
        for user in objects(reaction.get("users"))
        if (account := _account(user, log)) and account != author
    }
    log.happenings += [
        Happening(account, moment[0], UNKNOWN, "reaction", aimed=author, room=room) for account in sorted(who)
    ]


def _account(user: Any, log: Log) -> str:
    """Who this is, noted among the bots where it is one."""
    account = word(mapping(user).get("id"))
    if account and mapping(user).get("isBot") is True:
        log.bots.add(account)
    return account
