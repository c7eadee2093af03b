"""What a user did wrong, in one sentence: the field, the rule, the value given, what to write instead."""


class StudyError(ValueError):
    """A study that cannot be run as it is written. Its text is one sentence on one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


class Refused(StudyError):
    """A study that cannot be run as it is written, as only a run could find out."""


class Interrupted(Exception):
    """Ctrl-C among the runs of a study. Its text says what is kept and how to go on."""


def one_line(text: str) -> str:
    """The same words without line breaks and doubled spaces."""
    return " ".join(text.split())
