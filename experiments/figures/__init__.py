"""Figures of a comparison: a function each, from a tidy frame to a matplotlib Figure; start at `style.py`.
Not here: any counting or estimating; pyplot and its state; importing this package imports no matplotlib."""

if __name__ == "figures":
    raise ImportError("import clubsim.experiments.figures, not figures")
