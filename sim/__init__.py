"""The engine: a day and its phases, the feed, the ledger, the compiled loops, the contract of a policy.
Not here: any policy by name, configs and results; how one member behaves is in `clubsim.agents`."""

if __name__ == "sim":
    raise ImportError("import clubsim.sim, not sim")
