# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import lecture_tracee, registre_consultation, registre_consultation_inhabituelle, registre_verification
