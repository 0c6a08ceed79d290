# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# What others inherit comes before them.
from . import registre_trouvable, registre_par_numero
from . import consultation
from . import ir_http, registre_anomalie, registre_code
from . import habilitation, personne, service
from . import recherche
