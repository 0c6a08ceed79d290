# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import mail_activity, registre_personne, res_company, res_users

# Files have terms: what an owner of terms is comes before them.
from . import delai
from . import dossier, examen, loi, etape, exemption, liste
