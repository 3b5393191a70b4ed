"""What a sub-command of `artlab` is made of; groups of them lie in this folder."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One sub-command.

    Args:
        help: One line for `artlab --help`.
        run: Called with the parsed arguments; returns the exit status.
        arguments: Called with the sub-command's parser, to add its arguments.
        passes_on: Whether unknown arguments are collected in `args.rest`.
    """

    help: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    passes_on: bool = False
