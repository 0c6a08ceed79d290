# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_consultation, test_extrait, test_inhabituelle, test_sceau, test_trace_lecture, test_verification
