"""Links to the packages for static tools, which cannot follow an editable install; never imported."""
