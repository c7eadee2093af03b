"""Where all meets: configs become runs, runs are stored, measured, compared, drawn; the command line.
Not here: behaviour, phases and policies; nothing below imports this package."""

if __name__ == "experiments":
    raise ImportError("import clubsim.experiments, not experiments")
