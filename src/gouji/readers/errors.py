"""The one error that a reader raises."""


class UnreadableError(Exception):
    """A file that cannot be read; the message is one Chinese sentence with the file, the reason and the remedy."""
