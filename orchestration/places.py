"""Where everything of one warehouse lies: derived from three folders, written down once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.from_archive import is_store_address

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Places:
    """The drop folder or archive that is read, the file that is published, the folder that remembers."""

    archive: Path
    warehouse: Path
    state: Path
    dbt_project: Path = PROJECT / "dbt_project"

    @staticmethod
    def of(archive: Path, warehouse: Path, state: Path | None = None, dbt_project: Path | None = None) -> Places:
        """Absolute places; the state folder stands beside the warehouse (`FILE.state`) unless given."""
        file = warehouse.expanduser().absolute()
        return Places(
            archive=archive if is_store_address(archive) else archive.expanduser().absolute(),
            warehouse=file,
            state=(state or default_state(file)).expanduser().absolute(),
            dbt_project=(dbt_project or PROJECT / "dbt_project").absolute(),
        )

    @property
    def building(self) -> Path:
        """The file being built, beside the published one.

        The name is the same in every run: dbt parses everything anew when a path in its profile changes,
        and the lock keeps two builds apart.
        """
        return self.warehouse.with_name(f".{self.warehouse.name}.building")

    @property
    def warehouse_lock(self) -> Path:
        """Held while this file is refreshed, from whatever state folder."""
        return self.warehouse.with_name(f".{self.warehouse.name}.lock")

    def inside(self, *parts: str) -> Path:
        """A place in the state folder; see docs/architecture.md for the layout."""
        return self.state.joinpath(*parts)


def default_state(warehouse: Path) -> Path:
    """The state folder of a warehouse when none is named."""
    return warehouse.with_name(warehouse.name + ".state")
