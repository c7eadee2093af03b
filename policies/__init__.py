"""What an operator may try: one policy a file, each a frozen value that sees a View and returns levers.
Not here: anything that reads a member's mind (habit, novelty), and how a lever works: `clubsim.sim`."""

if __name__ == "policies":
    raise ImportError("import clubsim.policies, not policies")
