# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a process took of the processor: what it would take alone, however busy the machine is."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def processor(pid):
    """Milliseconds of processor of a process and its threads so far; 0 once it is gone."""
    try:
        values = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return 1000 * (int(values[11]) + int(values[12])) / TICKS
