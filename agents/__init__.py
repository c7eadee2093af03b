"""Who the members are and how one of them behaves: records, rules, acts, luck.
Not here: the engine, files, configs, plots; what the operator does is in `clubsim.policies`."""

if __name__ == "agents":
    raise ImportError("import clubsim.agents, not agents")
