"""The editions of a lesson that are not in git: instructor's notebook, slides, assignment.

`artlab build --all` writes them into `editions/`, from the same sources as `notebooks/`.
Nothing is executed; pictures come from the cache that `make figures` fills.
"""
