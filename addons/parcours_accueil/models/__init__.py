# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import mail_activity, registre_personne, res_company, res_users
from . import dossier, examen, loi, delai, etape, exemption, liste
