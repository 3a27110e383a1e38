"""How examples are chosen: always the same ones, so that a change is never blamed for another one's fault.

With FINSAM_EXAMPLES at 100 or more they are new ones each time, and what fails is shrunk: a search, to be run now and then.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

# Shrinking draws hundreds of reports more: worth its minutes in a search only.
settings.register_profile("steady", derandomize=True, phases=(Phase.explicit, Phase.generate), deadline=None)
settings.register_profile("search", phases=tuple(Phase), deadline=None)
settings.load_profile("search" if int(os.environ.get("FINSAM_EXAMPLES", "0")) >= 100 else "steady")
