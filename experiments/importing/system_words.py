"""
What a group chat's own notices say about who joined, left or was put out, in the wordings of the platforms.

A notice is text, so its names are names; `chatlab.py` looks up whose they are. Source: the notices as WeChat, QQ,
WhatsApp, LINE, Telegram and Discord show them; a platform that words them otherwise has them counted as unread.
"""

import re
from typing import NamedTuple

SENDER = ""  # in place of a name: whoever the notice is signed by
QUOTES = "\"“”'‘’「」『』«» \t\u200e\u200f\u2068\u2069"
BETWEEN = re.compile(r"[、,，]\s*|\s+and\s+|”“|\"\"")
LONGEST = 400  # a longer text is no notice, and no pattern is tried on it [character]


class Notice(NamedTuple):
    """Who (names, or SENDER) did, or met with, what."""

    kind: str  # join, leave or removed
    names: tuple[str, ...]


# Tried in order, on the whole text. The group `who` is names; without it the notice is about whoever signed it.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        # WeChat, QQ
        ("removed", r"^.*?将(?P<who>.+?)移出(?:了)?(?:群聊|本群|群组).*$"),
        ("removed", r"^(?P<who>.+?)(?:已)?被.{0,60}?移(?:出|除)(?:了)?(?:群聊|本群|群组)?[。.]?$"),
        ("join", r"^.*?邀请(?P<who>[^你您].*?)加入(?:了)?(?:群聊|本群|群组).*$"),
        ("join", r"^(?P<who>.+?)通过.+?(?:加入|进入)(?:了)?(?:群聊|本群|群组)[。.]?$"),
        ("join", r"^欢迎(?P<who>.+?)加入(?:了)?(?:群聊|本群|群组)?[。.!！]?$"),
        ("leave", r"^(?P<who>.+?)(?:已)?(?:主动)?退出(?:了)?(?:群聊|本群|群组|该群)[。.]?$"),
        ("leave", r"^(?P<who>.+?)已退群[。.]?$"),
        ("leave", r"^(?P<who>.+?)已離開群組[。.]?$"),
        ("join", r"^.*?已?将(?P<who>.+?)(?:添加|加)(?:至|到)(?:该)?(?:群组|群聊|群).*$"),
        ("join", r"^.*?已新增(?P<who>.+?)至群組.*$"),
        ("join", r"^(?P<who>.+?)(?:已)?加入(?:了)?(?:群聊|本群|群组|该群|群組)[。.]?$"),
        ("join", r"^.+?添加了(?P<who>.+?)[。.]?$"),
        ("removed", r"^.+?移除了(?P<who>.+?)[。.]?$"),
        # LINE in Japanese
        ("join", r"^.*?が(?P<who>.+?)をグループに追加しました.*$"),
        ("join", r"^(?P<who>.+?)がグループに参加しました.*$"),
        ("leave", r"^(?P<who>.+?)がグループを退会しました.*$"),
        # WhatsApp, LINE, Discord in English
        ("removed", r"^(?P<who>.+?) was removed(?: from the group)?\.?$"),
        ("removed", r"^(?:.+? )?removed (?P<who>.+?)(?: from the (?:group|chat|server))?\.?$"),
        ("join", r"^(?P<who>.+?) was added(?: to the group)?\.?$"),
        ("join", r"^(?:.+? )?(?:added|invited) (?P<who>.+?)(?: to (?:the|this) (?:group|group chat|chat))?\.?$"),
        ("join", r"^(?P<who>.+?) joined(?: the (?:group|server)| using .+| via .+)?\.?$"),
        ("leave", r"^(?P<who>.+?) left(?: the (?:group|chat|server))?\.?$"),
        ("join", r"^joined(?: the (?:group|server))?\.?$"),
        ("leave", r"^left(?: the (?:group|chat|server))?\.?$"),
        # Telegram's service messages, as ChatLab writes them
        ("join", r"^\[invite_members\] (?P<who>.+)$"),
        ("removed", r"^\[remove_members\] (?P<who>.+)$"),
        ("join", r"^\[join_group_by_(?:link|request)\]$"),
    )
)


def notice(text: str) -> Notice | None:
    """What a system message says about members' coming and going; None where it is about something else."""
    text = text.strip()
    if not text or len(text) > LONGEST or "\n" in text:
        return None
    for kind, pattern in PATTERNS:
        if found := pattern.match(text):
            who = found.groupdict().get("who")
            return Notice(kind, _names(who) if who is not None else (SENDER,))
    return None


def _names(text: str) -> tuple[str, ...]:
    parts = (part.strip(QUOTES) for part in BETWEEN.split(text.strip(QUOTES)))
    return tuple(dict.fromkeys(part for part in parts if part and part not in ("你", "您", "you", "You")))
