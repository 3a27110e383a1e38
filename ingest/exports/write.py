"""A block of a known shape to the facts of its kind."""

from __future__ import annotations

from ingest.exports.answers import write_answers
from ingest.exports.blocks import Block
from ingest.exports.context import Context
from ingest.exports.costs import write_costs
from ingest.exports.people import write_people
from ingest.exports.shapes import Fit


def write_block(block: Block, found: Fit, context: Context) -> None:
    """Write the facts of one block; what it does not understand is reported unread."""
    if found.shape.writes == "participants":
        write_people(block, found, context)
    elif found.shape.writes == "finances":
        write_costs(block, context)
    else:
        write_answers(block, context)
