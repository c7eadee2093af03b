"""
ChatLab's standard format, JSON and JSONL: what its converters make of WeChat, QQ, Discord, Telegram, WhatsApp and LINE.

Specification: ChatLab Standard Format 0.0.2. Of a message only sender, time, type and ids are kept; the text of system
messages is read for who joined, left or was removed (`system_words.py`) and forgotten.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock, Moment
from clubsim.experiments.importing.happenings import SYSTEM, UNDATED, UNSIGNED, Happening, Log
from clubsim.experiments.importing.json_text import lines, mapping, objects, whole, word
from clubsim.experiments.importing.sources import Entry
from clubsim.experiments.importing.system_words import SENDER, notice

NAME, LABEL = "chatlab", "ChatLab JSON or JSONL"
REPLY, NOTICE = 25, 80
GIFTS = (20, 21)  # red packets and transfers
NUDGE, CALL, RECALLED = 22, 23, 81
NOBODY = ("", "system", "unknown", "系统消息", "系統")  # senders of notices
BY_NAME = "name:"  # an account of which only the name is known
TORN = "lines that are no JSON"
LINES = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n)*\{[^\n]*\"_type\"\s*:")  # one object a line
MOST_TORN = 0.1  # of all lines; more, and the file is not what it seems

Line = Mapping[str, Any] | None


def recognised(entry: Entry, head: bytes) -> bool:
    """Whether a file starts like one of this format."""
    return re.search(rb'"chatlab"\s*:\s*\{', head) is not None


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    The messages of some groups, each file one group.

    Raises:
        StudyError: a private conversation, no messages, or not this format.
    """
    log = Log()
    for number, entry in enumerate(entries):
        room = str(number) if len(entries) > 1 else ""
        _Group(entry, clock, room, log).read()
    if not clock.zone:
        log.notes.append(
            "ChatLab's times say no time zone, so days are those of UTC; give --timezone, such as Asia/Shanghai"
        )
    return log


class _Group:
    """Reads one file into the log. Accounts are the same people in all files, message ids are not."""

    def __init__(self, entry: Entry, clock: Clock, room: str, log: Log) -> None:
        self.entry, self.clock, self.room, self.log = entry, clock, room, log
        self.names: dict[str, set[str]] = {}  # name -> accounts that have borne it
        self.named: list[Happening] = []  # whose account is a name so far

    def read(self) -> None:
        n_lines = torn = 0
        for line in self._lines():
            n_lines += 1
            if line is None:
                torn += 1
            elif line.get("_type") == "member":
                self._learn(word(line.get("platformId")), line)
                self._roles(line)
            elif line.get("_type") == "message":
                self._message(line)
        if torn > MOST_TORN * n_lines:
            raise StudyError(f"{torn} of {n_lines} lines of {self.entry.name} are no JSON objects; export it again")
        self.log.dropped[TORN] += torn
        self.log.happenings += [one._replace(account=self._account_of(one.account)) for one in self.named]

    def _lines(self) -> Iterator[Line]:
        """Header, members and messages one by one, of either form of the format."""
        if not LINES.match(self.entry.head()):
            yield from self._of_one_object(whole(self.entry))
            return
        content = lines(self.entry)
        first = next(content, None)
        if first is None or first.get("_type") != "header":
            raise StudyError(f"{self.entry.name} begins with the line of its header, not another; export it again")
        self._header(first)
        yield from content

    def _of_one_object(self, content: Any) -> Iterator[Line]:
        group = mapping(content)
        if not isinstance(group.get("messages"), list):
            raise StudyError(f"{self.entry.name} has no list “messages”, as ChatLab's JSON has; export it again")
        self._header(group)
        for member in objects(group.get("members")):
            yield {**member, "_type": "member"}
        for message in objects(group["messages"]):
            yield {**message, "_type": "message"}

    def _header(self, content: Mapping[str, Any]) -> None:
        if mapping(content.get("meta")).get("type") == "private":
            raise StudyError(f"{self.entry.name} is a private conversation; give the export of a group")

    def _learn(self, account: str, content: Mapping[str, Any]) -> None:
        """Which names an account bears."""
        if account in NOBODY:
            return
        aliases = content.get("aliases")
        for name in (
            content.get("accountName"),
            content.get("groupNickname"),
            *(aliases if isinstance(aliases, list) else ()),
        ):
            if word(name):
                self.names.setdefault(word(name), set()).add(account)

    def _roles(self, member: Mapping[str, Any]) -> None:
        if any(word(role.get("id")).lower() == "bot" for role in objects(member.get("roles"))):
            self.log.bots.add(word(member.get("platformId")))

    def _message(self, message: Mapping[str, Any]) -> None:
        account, kind = word(message.get("sender")), message.get("type")
        self._learn(account, message)
        moment = self.clock.of_epoch(message.get("timestamp"))
        if moment is None:
            self.log.dropped[UNDATED] += 1
        elif kind == NOTICE:
            self._notice(account, moment, message)
        elif account in NOBODY:
            self.log.dropped[UNSIGNED] += 1
        elif kind in (CALL, RECALLED):
            self.log.dropped["calls" if kind == CALL else "messages taken back"] += 1
        else:
            answers = word(message.get("replyToMessageId"))
            self.log.happenings.append(
                Happening(
                    account,
                    *moment,
                    _kind(kind, bool(answers)),
                    message=self._id(word(message.get("platformMessageId"))),
                    answers=self._id(answers),
                    room=self.room,
                )
            )

    def _notice(self, account: str, moment: Moment, message: Mapping[str, Any]) -> None:
        found = notice(word(message.get("content")))
        names = found.names if found else ()
        if not found or (names == (SENDER,) and account in NOBODY) or not names:
            self.log.dropped[SYSTEM] += 1
            return
        for name in names:
            who = account if name == SENDER else BY_NAME + name
            self.named.append(Happening(who, *moment, found.kind, room=self.room))

    def _account_of(self, account: str) -> str:
        """The one account that bears a name; where none or several do, the name stands for itself."""
        if not account.startswith(BY_NAME):
            return account
        known = self.names.get(account.removeprefix(BY_NAME), set())
        return next(iter(known)) if len(known) == 1 else account

    def _id(self, message: str) -> str:
        return f"{self.room}/{message}" if message else ""


def _kind(code: Any, answers: bool) -> str:
    if code in GIFTS:
        return "gift"
    if code == NUDGE:
        return "reaction"
    return "reply" if answers or code == REPLY else "post"
