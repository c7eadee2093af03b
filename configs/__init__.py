"""Scenarios, policies' settings, experiments and ensembles as YAML and CSV, and nothing else.
Not here: code. A number stands here with its source or the word assumed."""

if __name__ == "configs":
    raise ImportError("import clubsim.configs, not configs")
