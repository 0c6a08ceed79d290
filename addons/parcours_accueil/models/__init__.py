# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    fenetre,
    imprimable,
    ir_config_parameter,
    mail_activity,
    registre_anomalie,
    registre_habilitation,
    registre_jonction,
    registre_personne,
    registre_recherche,
)
from . import res_company, res_users

# Files take steps and have terms: what an owner of those is comes before them; suspensions rest on documents.
from . import document
from . import delai, etape, organisateur

# Exemptions and contestations are requests: what those are comes before them.
from . import courrier, demande
from . import attestation
from . import cours, dossier, equipe, examen, loi, exemption, contestation, liste
