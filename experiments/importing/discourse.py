"""
Discourse: posts out of the Data Explorer as CSV, and the list of users that the admin's page exports.

Posts have the columns user_id (or username), topic_id, post_number, created_at, and reply_to_post_number where it is
known; post_id and category_id may be there. Users have id, username and created_at. The query for the posts:

    SELECT p.id AS post_id, p.user_id, p.topic_id, p.post_number,
      p.reply_to_post_number, t.category_id, p.created_at
    FROM posts p JOIN topics t ON t.id = p.topic_id
    WHERE t.archetype = 'regular' AND p.post_type = 1 AND p.deleted_at IS NULL
    ORDER BY p.id
"""

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing.clock import Clock, Moment
from clubsim.experiments.importing.happenings import UNSIGNED, Happening, Log
from clubsim.experiments.importing.sheets import Cell, Sheet, header_of, read_sheet
from clubsim.experiments.importing.sources import Entry

NAME, LABEL = "discourse", "Discourse CSV"
POSTS = {
    name: (name.replace("_", " "),)
    for name in ("user_id", "username", "topic_id", "post_number", "reply_to_post_number", "created_at", "category_id")
}
USERS = {name: (name,) for name in ("id", "username", "created_at")}
OWN_ARCHIVE = {"topic_title", "is_pm", "url"}
OF_POSTS, OF_USERS = {"topic_id", "post_number", "created_at"}, {"id", "username", "created_at", "trust_level"}


def recognised(entry: Entry, head: bytes) -> bool:
    """Whether the header is that of posts, of users, or of a user's own archive (which `read` refuses in words)."""
    header = set(header_of(entry)) if b"," in head[:2000] else set()
    return any(header >= columns for columns in (OF_POSTS, OF_USERS, OWN_ARCHIVE))


def read(entries: list[Entry], clock: Clock) -> Log:
    """
    Posts and joins of a site.

    Raises:
        StudyError: one user's own archive, missing columns, or a cell that is no time.
    """
    log = Log()
    posts: list[Sheet] = []
    names: dict[str, str] = {}  # username -> number
    for entry in entries:
        header = set(header_of(entry))
        if header >= OWN_ARCHIVE:
            raise StudyError(
                f"{entry.name} is one user's own archive; let an admin export all posts with the Data Explorer"
            )
        if header >= OF_USERS:
            users = read_sheet(entry, USERS, ("id", "username", "created_at"))
            names |= {row["username"].text.lower(): row["id"].text for row in users.rows}
            _joins(users, clock, log)
        else:
            posts.append(read_sheet(entry, POSTS, ("topic_id", "post_number", "created_at")))
    for sheet in posts:
        _posts(sheet, names, clock, log)
    return log


def _joins(users: Sheet, clock: Clock, log: Log) -> None:
    for row in users.rows:
        log.happenings.append(Happening(_noted(row["id"].text, log), *_moment(row["created_at"], clock), "join"))


def _posts(sheet: Sheet, names: dict[str, str], clock: Clock, log: Log) -> None:
    if not {"user_id", "username"} & set(sheet.columns):
        raise StudyError(f"{sheet.file} has no column “user_id”; take it into the query")
    for row in sheet.rows:
        username = row["username"].text.lower() if "username" in row else ""
        account = row["user_id"].text if "user_id" in row else names.get(username, username)
        if not account:
            log.dropped[UNSIGNED] += 1
            continue
        topic, number = row["topic_id"].text, row["post_number"].text
        answered = row["reply_to_post_number"].text if "reply_to_post_number" in row else ""
        first = number == "1"
        log.happenings.append(
            Happening(
                _noted(account, log),
                *_moment(row["created_at"], clock),
                "post" if first else "reply",
                message=f"{topic}/{number}",
                answers="" if first else f"{topic}/{answered or 1}",
                thread=topic,
                room=row["category_id"].text if "category_id" in row else "",
            )
        )


def _noted(account: str, log: Log) -> str:
    """The account, noted among the bots where its number is below 1, as those of the system are."""
    if account.startswith("-") or account == "0":
        log.bots.add(account)
    return account


def _moment(cell: Cell, clock: Clock) -> Moment:
    moment = clock.of_text(cell.text)
    if moment is None:
        raise cell.wrong("this is a time from 1980 to 2099", "write it as 2024-01-05 10:00:00 UTC, as Discourse does")
    return moment
