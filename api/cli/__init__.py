"""The command line: `redstring`, one module a kind of command."""


def main() -> None:
    """Run `redstring` with the arguments that it was called with."""
    import io
    import sys

    from api.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    app(prog_name="redstring")
