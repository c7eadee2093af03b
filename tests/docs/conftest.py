"""Lets the tests of the pages import the modules beside them: what blocks are, how they run, in which small form."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
