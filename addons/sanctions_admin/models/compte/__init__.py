# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import sanction_mouvement, sanction_releve, sanction_releve_ligne
