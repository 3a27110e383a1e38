"""What can stop a refresh or a command, each with one line that a person can act on."""

from __future__ import annotations


class FinsamError(Exception):
    """Something a person can mend: the message names the file or rule and what to do."""


class NothingToRead(FinsamError):
    """The archive folder is missing, or holds no document that can be read."""


class RefreshRunning(FinsamError):
    """Another refresh holds the lock of this warehouse or its state folder."""


class NotPublishable(FinsamError):
    """The gate is closed: the warehouse in front of readers stays as it was."""


class NotFound(FinsamError):
    """The warehouse, document or fact asked for is not there."""


class NotWritable(FinsamError):
    """A folder of ours is full or may not be written to: nothing is wrong with the documents."""
