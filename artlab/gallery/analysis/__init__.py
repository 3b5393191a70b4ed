"""Reading pictures: features, classifiers and what they looked at, measures and critique.

The public names are those of `artlab.gallery`; nothing is loaded before it is used.
"""
