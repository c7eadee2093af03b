"""The report of a comparison: what was found, in sentences, tables and figures, on one page that needs nothing else.
Not here: any run, any estimate and the drawing of figures; only what is kept is read."""

if __name__ == "report":
    raise ImportError("import clubsim.experiments.report, not report")
