# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the models that list them.
from . import etape, sanction_decision_chaine, sanction_decision_proposition, sanction_lettre
from . import parcours_dossier, parcours_liste, parcours_reglement, registre_personne, res_company
from . import sanction_audition, sanction_decision, sanction_recours
from . import compte, courrier, delai, dossier
