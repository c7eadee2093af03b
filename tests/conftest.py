"""For all tests: no example of a property has a deadline, for the first draw of a process loads compiled code."""

from hypothesis import settings

settings.register_profile("without a deadline", deadline=None)
settings.load_profile("without a deadline")
