"""A community's own log and tables, read into the event schema: a file a format; start at `community.py`.
Not here: any estimator (`measures/`), any simulation; no name and no text leaves this package in a file."""

if __name__ == "importing":
    raise ImportError("import clubsim.experiments.importing, not importing")
