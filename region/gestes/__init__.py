# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people do: each gesture is the public action behind a button, a small window or a field of the screens, with the
rights of who does it. Nothing here calls what a client of the application could not call."""

from . import (
    anomalies,
    attestations,
    contestations,
    cours,
    dossier,
    exemptions,
    organisateurs,
    sanctions,
    suspensions,
)
from .commun import GESTES, Impossible
from .sanctions import DU_FONCTIONNAIRE
