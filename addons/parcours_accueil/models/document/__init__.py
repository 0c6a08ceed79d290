# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# What rests on documents comes before the document that it lists.
from . import porteur
from . import apporte, ir_attachment, parcours_document_type, parcours_document
