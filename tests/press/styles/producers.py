"""What must be installed to draw: missing programs and fonts are told by the name of their Debian package."""

from __future__ import annotations

import shutil
from pathlib import Path

FONTS = Path("/usr/share/fonts/truetype")
PACKAGES = {"dejavu": "fonts-dejavu", "liberation": "fonts-liberation", "soffice": "libreoffice-writer libreoffice-calc"}


class ProducerMissingError(RuntimeError):
    """A program or font that a style draws with is not installed."""


def font(family: str, file: str) -> Path:
    """The file of a font. Checked because producers replace a missing font silently, and widths with it."""
    path = FONTS / family / file
    if not path.exists():
        raise ProducerMissingError(f"font {file} not found: install the Debian package {PACKAGES[family]}")
    return path


def program(name: str) -> str:
    """The path of a program."""
    path = shutil.which(name)
    if path is None:
        raise ProducerMissingError(f"{name} not found: install the Debian package {PACKAGES[name]}")
    return path
