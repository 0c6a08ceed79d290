# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """Give the lines made of the figures of a version the translations of the shipped ones, which were not loaded yet
    when they were made. Raw SQL: names and remarks that are word for word ours."""
    for name in ("name", "remarque"):
        cr.execute(
            f"""
            UPDATE parcours_reglement_valeur AS line SET {name} = shipped.{name}
              FROM parcours_reglement_valeur AS shipped
              JOIN ir_model_data AS data ON data.model = 'parcours.reglement.valeur' AND data.res_id = shipped.id
             WHERE shipped.code = line.code AND shipped.id <> line.id
                   AND shipped.{name} ->> 'en_US' = line.{name} ->> 'en_US' AND shipped.{name} <> line.{name}
                   AND NOT EXISTS (SELECT FROM ir_model_data
                                    WHERE model = 'parcours.reglement.valeur' AND res_id = line.id)
            """
        )
