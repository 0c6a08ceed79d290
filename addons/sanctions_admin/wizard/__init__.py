# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import parcours_courrier_fenetre, registre_extrait, sanction_releve_reprise, sanction_releve_traitement
