"""Every estimator, one code for simulated and for real event logs (member, day, kind, target, hour).

Start at `measure.py`. No simulation, no config and no figure belongs here.
"""
