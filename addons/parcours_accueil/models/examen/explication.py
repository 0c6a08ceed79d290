# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The readable panel of an examination: what decided, every rule with its article, every fact with its source."""

import re
from datetime import date

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...droit.faits import au_bout
from ..vocabulaire import COULEURS, FAITS, FAUX, INCONNU, VRAI

_lt = LazyTranslate(__name__)

# Why a fact is unknown or what it says (droit/modele.py and the reading of the reference date).
NOTES = {
    "sans_date_reference": _lt("measured at the reference date, which is not known"),
    "aucune_entree": _lt("the register says nothing about it"),
    "code_inconnu": _lt("the register gives a code that is not in our tables"),
    "date_partielle": _lt("a date is incomplete in the register, and the answer depends on it"),
    "date_inconnue": _lt("the register does not give the date"),
    "contradictoire": _lt("the register contradicts itself"),
    "expiration_inconnue": _lt("the register does not say when the card expires"),
    "rupture_incertaine": _lt(
        "a break of the stay may count or not: it is short, or the register does not say what it was"
    ),
    "protection_suivie": _lt(
        "a step of the asylum procedure followed the protection: the register does not say whether it goes on"
    ),
    "permis_inconnu": _lt("registered, but no permit of more than three months is known yet"),
    "carte_inconnue": _lt("the card is not in our tables: it may or may not count"),
    "attente": _lt("in the waiting register only"),
    "population": _lt("in the population register only"),
    "autre_registre": _lt("in another register only"),
    "autre_region": _lt("registered in another Region only"),
    "aucune": _lt("never registered in one of the 19 communes"),
}
# (rule type, value) -> word and Bootstrap colour; the word always goes with the colour.
MOTS = {
    ("condition", VRAI): (_lt("Met"), "success"),
    ("condition", FAUX): (_lt("Not met"), "danger"),
    ("condition", INCONNU): (_lt("Not known"), "warning"),
    ("exemption", VRAI): (_lt("Applies"), "info"),
    ("exemption", FAUX): (_lt("Does not apply"), "secondary"),
    ("exemption", INCONNU): (_lt("Not known"), "warning"),
}
#: Outcomes with which somebody may ask for an exemption.
DEMANDABLES = ("oblige", "a_examiner")
#: When a rule is measured, in brackets at the end of its name.
MOMENT = re.compile(r"\s*\([^()]*\)$")
#: What would change an outcome, said at once; the rest stands with each rule.
CHANGEMENTS = 3
# decision of the commune on an exemption -> word, in the panel
DECISIONS = {"accordee": _lt("Granted"), "refusee": _lt("Refused"), "revoquee": _lt("Revoked")}
# Facts known between two limits: said once when both limits are the same.
INTERVALLES = {
    "date_reference_min": ("date_reference_max", _lt("Reference date")),
    "naissance_min": ("naissance_max", _lt("Birth date")),
    "ref_age_min": ("ref_age_max", _lt("Age at the reference date")),
    "ref_sejour_annees_min": ("ref_sejour_annees_max", _lt("Completed years of legal stay at the reference date")),
}
# Facts that hold a code, with the table of its label.
TABLES_CODES = {
    "ref_carte": "carte",
    "jour_carte": "carte",
    "ref_motif_sejour": "motif",
    "jour_motif_sejour": "motif",
    "jour_commune": "commune",
}
TABLES_TYPES = {
    "001": "commune",
    "031": "nationalite",
    "032": "nationalite",
    "195": "carte",
    "202": "motif",
    "206": "protection",
    "210": "registre",
}


class ExamenExplication(models.AbstractModel):
    _name = "parcours.examen.explication"
    _description = "Examination: in words"

    explication = fields.Html("Explanation", compute="_compute_explication", sanitize=False)
    phrase = fields.Char("Outcome in words", compute="_compute_explication")
    faits_html = fields.Html("Facts", compute="_compute_explication", sanitize=False)

    @api.depends("trace")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_explication(self):
        qweb = self.env["ir.qweb"]
        for examen in self:
            contenu = examen._contenu_explication()
            examen.phrase = contenu["phrase"]
            examen.explication = qweb._render("parcours_accueil.explication", contenu)
            examen.faits_html = qweb._render("parcours_accueil.faits", contenu)

    def _contenu_explication(self):
        """Return what the two templates show of one examination, in the reader's language."""
        self.ensure_one()
        # sudo: what was looked at, of which each reader is told what follows
        trace = self.sudo().trace
        dits = self.sudo().dossier_id.sudo(False)._dit_les_motifs() or self.env.su
        faits = self._faits_lisibles(trace)
        # sudo: the rules are public law; whoever reads the file may read them
        regles = self.env["parcours.regle"].sudo().with_context(active_test=False)
        regles = regles.browse(map(int, trace["regles"])).exists().sorted()
        decisif = set(trace["decisif"])
        lignes = [
            self._ligne_regle(regle, trace["regles"][str(regle.id)], faits, regle.id in decisif)
            | self._decision_lisible(regle, trace)
            for regle in regles
        ]
        if not dits:
            lignes = [self._tue(ligne) if ligne["medical"] else ligne for ligne in lignes]
        decisives = [ligne for ligne in lignes if ligne["decisif"]]
        changements = [self.env._("a fact of the register that is corrected, or an exemption (art. 5 §2).")]
        if self.resultat != "oblige":
            # shown first, on their own
            lignes = [ligne for ligne in lignes if not ligne["decisif"]]
            changements = list(dict.fromkeys(filter(None, (ligne["changement"] for ligne in decisives))))
            # the first ones are the cause: what is unknown only because of them follows, rule by rule, below
            changements = changements[:CHANGEMENTS]
        return {
            "examen": self,
            "reglement": self.sudo().reglement_id.name,  # sudo: public law, as above
            "phrase": self._phrase(decisives),
            "couleur": COULEURS[self.resultat],
            "changements": changements,
            "decisives": decisives,
            "conditions": [ligne for ligne in lignes if ligne["type"] == "condition"],
            "exemptions": [ligne for ligne in lignes if ligne["type"] == "exemption" and not ligne["sur_demande"]],
            # nobody asks for an exemption who is not obliged, nor may come to be
            "demandes": [ligne for ligne in lignes if ligne["sur_demande"]] if self.resultat in DEMANDABLES else [],
            "faits": self._faits_sans_doublon(faits, list(faits)),
        }

    @api.model
    def _ligne_regle(self, regle, valeur, faits, decisif):
        """Return one rule as the panel shows it."""
        mot, couleur = MOTS[regle.type, valeur]
        mot = self.env._(mot)
        # an examination of before may not have had a fact that its rules read since
        lus = [nom for nom in regle._faits_lus() if nom in faits]
        requis = [nom for nom in regle._faits_requis() if nom in faits]
        document = valeur == INCONNU and regle.examen_document and all(faits[nom]["connu"] for nom in requis)
        if document:
            mot = self.env._("Document needed")
        elif regle.sur_demande and valeur != VRAI:
            mot, couleur = self.env._("On request"), "light"
        return {
            "type": regle.type,
            "medical": regle.medical,
            "code": regle.code,
            "nom": regle.name,
            "article": regle.article,
            "explication": regle.explication,
            "changement": regle.changement,
            "a_confirmer": regle.a_confirmer,
            "sur_demande": regle.sur_demande,
            "document": document,
            "decisif": decisif,
            # folded: a condition that is met, an exemption that does not apply
            "remplie": valeur == VRAI,
            "ecartee": valeur == FAUX,
            "mot": mot,
            "couleur": couleur,
            "passees": self._limites_passees(regle, faits) if valeur == INCONNU else [],
            "faits": self._faits_sans_doublon(faits, lus),
        }

    def _tue(self, ligne):
        """Return the line of a medical ground as it stands in every file, for who may not know it of this one."""
        return ligne | {
            "decisif": False,
            "mot": self.env._("On request"),
            "couleur": "light",
            "document": False,
            "passees": [],
            "decision": None,
        }

    def _limites_passees(self, regle, faits):
        """Return in words what, on the day of the examination, had lasted for longer than a rule lets it."""
        jour = fields.Datetime.context_timestamp(self.with_context(tz="Europe/Brussels"), self.date).date()
        unites = dict(regle.reglement_id.valeur_ids._fields["unite"]._description_selection(self.env))
        passees = []
        for (nom, code), (_nom, duree) in zip(regle._paires_limites(), regle._limites(), strict=True):
            brut = faits[nom]["brut"] if nom in faits else None
            if duree and brut and au_bout(date.fromisoformat(brut), *duree) < jour:
                passees.append(
                    self.env._(
                        "%(value)s: %(number)s %(unit)s, until %(day)s; %(fact)s: %(since)s",
                        value=regle._ligne_limite(code).name,
                        number=duree[0],
                        unit=unites[duree[1]].lower(),
                        day=format_date(self.env, au_bout(date.fromisoformat(brut), *duree)),
                        fact=faits[nom]["libelle"],
                        since=faits[nom]["valeur"],
                    )
                )
        return passees

    @api.model
    def _decision_lisible(self, regle, trace):
        """Return what the decision of the commune on the ground of a rule adds to its line in the panel."""
        decision = regle._se_decide() and trace.get("decisions", {}).get(regle.code)
        if not decision:
            return {"decision": None}
        documents = decision["documents"]
        if isinstance(documents, int):
            documents = self.env._("%s (medical, kept by the commune)", documents)
        mot = self.env._(DECISIONS[decision["decision"]])
        lisible = {
            "mot": mot,
            "le": format_date(self.env, decision["date"]),
            # sudo: the name of the colleague who decided; whoever reads the file may know it
            "par": self.env["res.users"].sudo().browse(decision["par"]).name,
            "fin": decision["fin"] and format_date(self.env, decision["fin"]),
            "documents": documents if isinstance(documents, str) else ", ".join(documents or []),
        }
        return {"decision": lisible} | ({"mot": mot} if decision["decision"] != "accordee" else {})

    @api.model
    def _faits_sans_doublon(self, faits, noms):
        """Return those facts as the panel shows them, an interval reduced to one day or number said once."""
        lignes, dits = [], set()
        for nom in noms:
            maximum, libelle = INTERVALLES.get(nom, (None, ""))
            identiques = maximum in noms and faits[nom]["valeur"] == faits[maximum]["valeur"]
            if identiques:
                dits.add(maximum)
            if nom not in dits:
                lignes.append(faits[nom] | {"libelle": self.env._(libelle)} if identiques else faits[nom])
        return lignes

    def _phrase(self, decisives):
        """Return the outcome in one plain sentence."""
        noms = "; ".join(
            self.env._("%(rule)s (%(article)s)", rule=nom, article=article)
            for nom, article in _sans_jumelles(decisives)
        )
        match self.resultat:
            case "oblige":
                article = self.sudo().reglement_id.article_obligation  # sudo: public law, as above
                return self.env._("Obliged: all conditions are met and no exemption applies (%s).", article)
            case "exempte":
                if not noms:
                    return self.env._("Exempted: the commune of the file knows the ground.")
                return self.env._("Exempted: %s.", noms)
            case "hors_public":
                return self.env._("Outside the target group, because this condition is not met: %s.", noms)
        phrases = []
        if inconnus := self._inconnus(decisives):
            phrases.append(self.env._("To be examined: not known: %s.", "; ".join(inconnus)))
        if passees := [f"{ligne['nom']} ({'; '.join(ligne['passees'])})" for ligne in decisives if ligne["passees"]]:
            phrases.append(
                self.env._("To be examined: the exemption has lasted for as long as it may: %s.", "; ".join(passees))
            )
        if documents := [nom for nom, _article in _sans_jumelles([li for li in decisives if li["document"]])]:
            phrases.append(self.env._("To be examined: a document is needed: %s.", "; ".join(documents)))
        return " ".join(phrases)

    @api.model
    def _inconnus(self, lignes):
        """Return what is not known, with why, each thing once: not what is unknown only because the reference date
        is, nor two facts that are unknown for the same reason in the same register entries."""
        inconnus, vus = [], set()
        for ligne in lignes:
            if ligne["passees"]:
                continue
            manquants = [fait for fait in ligne["faits"] if not fait["connu"]]
            if not manquants and not ligne["document"]:
                notes = dict.fromkeys(fait["note"] for fait in ligne["faits"] if fait["note"])
                inconnus.append(f"{ligne['nom']} ({'; '.join(notes)})" if notes else ligne["nom"])
            for fait in manquants:
                if fait["cause"] not in vus:
                    vus.add(fait["cause"])
                    inconnus.append((fait["cause"][0], fait["libelle"], fait["note"]))
        directs = [i for i in inconnus if isinstance(i, str) or i[0] != "sans_date_reference"]
        return [i if isinstance(i, str) else f"{i[1]} ({i[2]})" if i[2] else i[1] for i in (directs or inconnus)]

    def _faits_lisibles(self, trace):
        """Return ``{name: fact as the panel shows it}``: label, value, why unknown, sources."""
        descriptions = self.env["parcours.dossier"].fields_get(list(trace["faits"]), ["string", "type", "selection"])
        sources = {cle: self._source_lisible(source) for cle, source in trace["sources"].items()}
        faits = {}
        # JSON keeps no order: the screen follows the order of the facts of a file
        for nom in sorted(trace["faits"], key=FAITS.index):
            valeur, note, origine = trace["faits"][nom]
            description = descriptions.get(nom, {"string": nom, "type": "char"})
            faits[nom] = {
                "libelle": description["string"],
                "connu": valeur is not None and valeur is not False,
                "brut": valeur,
                "valeur": self._valeur_lisible(nom, valeur, description),
                "note": self.env._(NOTES[note]) if note in NOTES else "",
                "cause": (note, tuple(origine)) if note else (nom,),
                "sources": [sources[str(i)] for i in origine if str(i) in sources],
            }
        return faits

    @api.model
    def _valeur_lisible(self, nom, valeur, description):
        if valeur is None or valeur is False:
            return self.env._("not known")
        if description["type"] == "date":
            return format_date(self.env, valeur)
        if description["type"] == "selection":
            return dict(description["selection"]).get(valeur, valeur)
        if nom in TABLES_CODES:
            return f"{valeur} {self.env['registre.code']._libelle(TABLES_CODES[nom], valeur)}"
        return str(valeur)

    @api.model
    def _source_lisible(self, source):
        """Return one register entry in words: type, code with its label, since when, known since when."""
        types = dict(self.env["registre.information"]._fields["it"]._description_selection(self.env))
        Code, code = self.env["registre.code"], source["code"]
        table = TABLES_TYPES.get(source["it"])
        if source["it"] == "001" and (len(code) == 3 or code.startswith("9999") or code == "21099"):
            table = "nationalite" if len(code) == 3 and code != "992" else "situation"
        Information = self.env["registre.information"]
        return {
            "type": _code_et_mot(source["it"], types.get(source["it"], "")),
            "valeur": _code_et_mot(code, Code._libelle(table, code)) if table and code else code,
            "debut": Information._date_lisible(source["date"]),
            "fin": Information._date_lisible(source["fin"]),
            "connu_le": format_date(self.env, source["connu_le"][:10]),
        }


def _code_et_mot(code, mot):
    """Return "0010 A card": the register's code and its label."""
    return f"{code} {mot}".strip()


def _sans_jumelles(lignes):
    """Return ``[(name, article)]`` of rules, as a sentence names them: two of one ground that differ only by when they
    are measured are one, without it."""
    jumelles = {}
    for ligne in lignes:
        ground = (ligne["type"], ligne["code"], MOMENT.sub("", ligne["nom"]), ligne["article"])
        jumelles.setdefault(ground, []).append(ligne["nom"])
    return [(noms[0] if len(noms) == 1 else nom, article) for (_type, _code, nom, article), noms in jumelles.items()]
