"""Two marimo notebooks to try things out in a group, and the working parts behind them, which need no marimo.
Not here: figures (experiments/figures/workshop.py); any study's own numbers (configs/experiment/workshop_*.yaml)."""

if __name__ == "workshops":
    raise ImportError("import clubsim.experiments.workshops, not workshops")
