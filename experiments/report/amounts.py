"""How numbers are written in sentences: no more digits than their interval deserves."""

from clubsim.experiments.wording import say

LARGE, MIDDLING = 10.0, 1.0  # from there on whole numbers, and one decimal; below two
MINUS = "−"


def amount(value: float) -> str:
    """A number without its sign: 1,204, 53, 2.6, 0.31, 0."""
    size = abs(value)
    return "0" if size == 0 else _written(size, size)


def _written(size: float, like: float) -> str:
    """A size with as many digits as a number `like` that deserves."""
    decimals = 0 if like >= LARGE else 1 if like >= MIDDLING else 2
    return f"{size:,.{decimals}f}"


def signed(value: float) -> str:
    """A number with its sign: +53, −2.6, +0.31, 0."""
    text = amount(value)
    if not any(digit in text for digit in "123456789"):
        return "0"
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def between(low: float, high: float) -> str:
    """An interval on one side of 0, in sizes from the smaller: 49 to 58."""
    small, large = sorted((abs(low), abs(high)))
    first, last = _written(small, large), _written(large, large)
    return first if first == last else say("{low} to {high}", low=first, high=last)


def percent(share: float) -> str:
    """A share in percent, without decimals, but never 0 or 100 for what is neither: 98 %."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 < share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def listed(names: list[str]) -> str:
    """Names in a row: a; a and b; a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return say("{first} and {last}", first=say(", ").join(names[:-1]), last=names[-1])
