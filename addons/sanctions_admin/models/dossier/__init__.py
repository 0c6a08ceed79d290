# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import changements, courriers, etapes, frise, garde
from . import sanction_dossier, sanction_infraction, sanction_stage
