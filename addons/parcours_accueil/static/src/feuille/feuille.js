// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "parcours.seance";
/** What a tap makes of what is noted (droit/presences.py, SUIVANT). */
const NEXT = { attendu: "present", present: "absent", absent: "justifie", justifie: "present" };
const ICONS = { attendu: "fa-circle-o", present: "fa-check", absent: "fa-times", justifie: "fa-file-text-o" };
const KEYS = { p: "present", a: "absent", j: "justifie" };

/**
 * Who came to a session: one tap a person, one request for all. What could not be saved stays on the sheet, with why.
 */
export class Feuille extends Component {
    static template = "parcours_accueil.Feuille";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.list = useRef("list");
        this.display = { controlPanel: {} };
        this.id = this.props.action.params?.seance_id || this.props.action.context?.active_id;
        this.state = useState({ page: null, lignes: [], said: "", saving: false });
        onWillStart(() => this.load());
        useSetupAction({ beforeLeave: () => this.leave() });
        useExternalListener(window, "beforeunload", (ev) => this.changed.length && ev.preventDefault());
    }

    async load(kept = {}) {
        const page = await this.orm.call(MODEL, "feuille", [[this.id]]);
        this.env.config.setDisplayName(page.titre);
        this.state.page = page;
        this.state.lignes = page.lignes.map((ligne) => {
            const typed = kept[ligne.id];
            return { ...ligne, vu: ligne.etat, avant: this.noted(ligne), phrase: "", ...typed };
        });
    }

    /** What is sent of a line, as one word that tells whether it was changed. */
    noted({ etat, motif, retard }) {
        return JSON.stringify([etat, etat === "justifie" ? motif : "", etat === "present" ? retard || 0 : 0]);
    }

    get changed() {
        return this.state.lignes.filter((ligne) => ligne.etat !== "attendu" && this.noted(ligne) !== ligne.avant);
    }

    get count() {
        return this.state.lignes.filter((ligne) => ligne.etat === "present").length;
    }

    get summary() {
        return _t("%(present)s of %(people)s present", { present: this.count, people: this.state.lignes.length });
    }

    icon(ligne) {
        return ICONS[ligne.etat];
    }

    label(ligne) {
        return _t("%(name)s: %(state)s", { name: ligne.nom, state: this.state.page.etats[ligne.etat] });
    }

    // What is noted

    set(ligne, etat) {
        if (!this.state.page.peut_noter) {
            return;
        }
        ligne.etat = etat;
        ligne.motif = etat === "justifie" ? ligne.motif || "autre" : "";
        ligne.retard = etat === "present" ? ligne.retard : 0;
        ligne.phrase = "";
        this.state.said = "";
    }

    tap(ligne) {
        this.set(ligne, NEXT[ligne.etat]);
    }

    allPresent() {
        for (const ligne of this.state.lignes) {
            if (ligne.etat === "attendu" && !ligne.alerte) {
                this.set(ligne, "present");
            }
        }
    }

    setLate(ligne, ev) {
        ligne.retard = Math.max(0, parseInt(ev.target.value, 10) || 0);
    }

    setReason(ligne, ev) {
        ligne.motif = ev.target.value;
    }

    /** Arrows go from one person to the next; P, A and J note. Enter and Space are those of the button. */
    onKeydown(ev, ligne, index) {
        const move = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        const etat = KEYS[ev.key.toLowerCase()];
        if (ev.altKey || ev.ctrlKey || ev.metaKey || (!move && !etat)) {
            return;
        }
        ev.preventDefault();
        if (etat) {
            this.set(ligne, etat);
        } else {
            this.list.el.querySelectorAll(".o_parcours_feuille_nom")[index + move]?.focus();
        }
    }

    // What is saved

    async save() {
        const lignes = this.changed.map(({ id, vu, etat, motif, retard }) => ({
            id,
            vu,
            etat,
            motif: etat === "justifie" ? motif : "",
            retard: etat === "present" ? retard || 0 : 0,
        }));
        if (!lignes.length || this.state.saving) {
            return true;
        }
        this.state.saving = true;
        this.state.said = _t("Not saved yet: what you noted is still on this sheet.");
        try {
            const { notees, refus } = await this.orm.call(MODEL, "noter", [[this.id], lignes]);
            const kept = {};
            for (const { id, phrase, autrement } of refus) {
                // what somebody else noted meanwhile is shown, not what would take its place
                const typed = autrement ? null : this.state.lignes.find((ligne) => ligne.id === id);
                kept[id] = typed ? { etat: typed.etat, motif: typed.motif, retard: typed.retard, phrase } : { phrase };
            }
            await this.load(kept);
            this.state.said = refus.length
                ? _t("%(saved)s saved; %(left)s not, and why is said beside each name.", { saved: notees, left: refus.length })
                : _t("Saved: %s.", notees);
            return !refus.length;
        } finally {
            this.state.saving = false;
        }
    }

    async leave() {
        return await this.save();
    }

    back() {
        this.action.doAction("parcours_accueil.parcours_seance_action", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("parcours_feuille", Feuille);
