"""The pages of docs/reference that are read off the code, a module a page, each with `page()`; start at
`../reference_pages.py`. Not here: anything that a command prints, and pages that somebody writes."""

if __name__ == "reference":
    raise ImportError("import clubsim.experiments.reference, not reference")
