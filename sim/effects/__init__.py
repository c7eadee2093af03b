"""
What pulling a lever does: a module for each family of clubsim.sim.levers, each with a handler for every lever.

A lever that stands is put into the day's `Standing`, which later phases read; what is for once is done at once.
"""
