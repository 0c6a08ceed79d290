# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_documents, test_exemption, test_exemption_acces, test_exemption_examen, test_exemption_lettre
