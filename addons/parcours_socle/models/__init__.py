# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import code_fixe, documents_gardes, fil_reserve, liste_ordonnable, nom_lisible, nom_reserve
from . import reference_lisible, tableau_plie, textes_partages
from . import reglage_trace, deux_personnes
from . import (
    appelant,
    appels_sortants,
    base_outillee,
    connexion_echec,
    droits,
    ir_actions_report,
    ir_actions_server,
    ir_attachment,
    ir_binary,
    ir_config_parameter,
    ir_cron,
    ir_default,
    ir_http,
    ir_websocket,
    mail_activity,
    mail_activity_mixin,
    mail_mail,
    mail_message,
    mail_message_reaction,
    mail_scheduled_message,
    mail_thread,
    mail_tracking_value,
    maintenance,
    presence_fiche,
    probleme,
)
from . import res_company, res_lang, res_users
