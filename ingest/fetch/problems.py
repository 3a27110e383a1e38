"""What can go wrong between an address and its bytes, named after the world."""

from __future__ import annotations


class FetchProblem(Exception):
    """An address that gave no bytes: `reason_code` for the ledger, the message for a person.

    `may_pass` says whether another try, later, is worth it; `wait_s` how long the server asked us to wait.
    """

    def __init__(self, reason_code: str, message: str, *, may_pass: bool = False, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message
        self.may_pass = may_pass
        self.wait_s = wait_s
