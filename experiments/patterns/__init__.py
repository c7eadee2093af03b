"""The pattern table: what an event log shows of the stylised facts V1..V37, with the bands and values of real
communities; start at `table.py`. Not here: simulation and figures; importing this package imports no scipy."""

if __name__ == "patterns":
    raise ImportError("import clubsim.experiments.patterns, not patterns")
