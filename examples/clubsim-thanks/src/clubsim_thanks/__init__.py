"""
A policy for clubsim in a package of its own.

The entry point in pyproject.toml names the module whose import registers it.
"""
