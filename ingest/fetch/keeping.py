"""What may be put on the shelf: the door for personal data, and no answers of single respondents."""

from __future__ import annotations

from ingest.contracts import Refused


def refuse_to_keep(data: bytes, file_name: str) -> None:
    """Raise Refused for bytes of which none may be kept.

    A report is kept unless it holds personal data. An export is kept only when it became facts: what cannot be read may hold
    anything; and not when its facts were counted from the answers of single persons.
    """
    from ingest.door import refuse_at_the_door
    from ingest.exports.read import is_export, read_export
    from ingest.exports.respondents import may_be_kept

    refuse_at_the_door(data, file_name)
    if is_export(data, file_name) and not may_be_kept(read_export(data, file_name)):
        told = (
            "the file holds one row per respondent; nothing of it was kept: drop it in the folder that is read, there it is counted on load"
        )
        raise Refused("respondent_rows", told)
