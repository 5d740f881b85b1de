"""What the client scripts in this folder share: their options, and how a check is told."""

import argparse
import sys


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--url", required=True, help="the server's address, without a slash at the end")
    parser.add_argument("--email", required=True)
    parser.add_argument("--password", required=True)
    return parser.parse_args()


def check(what, came, *expected):
    """Passes when what came is one of the expected values."""
    if came not in expected:
        print(f"FAILED: {what}: expected {' or '.join(map(repr, expected))}, came {came!r}", flush=True)
        sys.exit(1)
    print(f"ok: {what}", flush=True)


class Works:
    """`with Works(what):` passes when its block raises nothing. An error is told and still ends the script."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            print(f"ok: {self.what}", flush=True)
        else:
            print(f"FAILED: {self.what}: expected no error, came {kind.__name__}: {error}", flush=True)
