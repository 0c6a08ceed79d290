// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { left } from "@parcours_socle/echeance/echeance";
import { daysBetween, dayText } from "@parcours_socle/jours";

const MODEL = "parcours.liste";
/** Where this browser keeps whose work was last looked at. */
const MINE = "parcours_accueil.aujourd_hui.mine";
const EDITABLE = "input, textarea, select, [contenteditable=true], .modal";

/**
 * The landing page: what there is to do, and nothing else. A card for each list that holds something, with its most
 * pressing lines and one button on each; the others are one line at the bottom. What is typed here searches people.
 */
export class AujourdHui extends Component {
    static template = "parcours_accueil.AujourdHui";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.page = this.props.action.params?.page || "accueil";
        this.display = { controlPanel: {} };
        this.state = useState({
            mine: browser.localStorage.getItem(MINE) === "1",
            cartes: [],
            vides: [],
            liens: [],
            said: "",
        });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev), { capture: true });
        onWillStart(() => this.load());
    }

    async load() {
        const { cartes, vides, jour, region, choix, liens } = await this.orm.call(MODEL, "aujourd_hui", [
            this.page,
            this.state.mine,
        ]);
        this.today = jour;
        Object.assign(this.state, { cartes, vides, region, choix, liens });
    }

    // What is shown

    get title() {
        return _t("Today, %s", deserializeDate(this.today).toLocaleString({ weekday: "long", day: "numeric", month: "long", year: "numeric" }));
    }

    get allLabel() {
        return this.state.region ? _t("The whole Region") : _t("My commune");
    }

    get nothing() {
        return _t("Nothing in: %s.", this.state.vides.join(" · "));
    }

    daysTo(day) {
        return daysBetween(this.today, day);
    }

    /** A legal date: its day first, with its year, then what is left of it. */
    deadline(day) {
        return `${dayText(day)} · ${left(this.daysTo(day))}`;
    }

    deadlineClass(ligne) {
        const days = this.daysTo(ligne.echeance);
        return days < 0 ? "o_aujourd_hui_retard" : days <= ligne.proche ? "o_aujourd_hui_proche" : "";
    }

    late(carte) {
        return carte.retard === 1 ? _t("1 late") : _t("%s late", carte.retard_texte);
    }

    oldest(carte) {
        const days = -this.daysTo(carte.depuis);
        if (days <= 0) {
            return _t("the oldest since today");
        }
        return days === 1 ? _t("the oldest for 1 day") : _t("the oldest for %s days", days);
    }

    more(carte) {
        return _t("Open the whole list (%s)", carte.texte);
    }

    /** The address of a file, for those who open it beside. */
    href(fiche) {
        return `/odoo/${fiche.model}/${fiche.id}`;
    }

    /** The button's name says of whom: a screen reader reads it alone. */
    buttonName(carte, ligne) {
        return `${carte.action.libelle}: ${ligne.qui}`;
    }

    // What is done

    async show(mine) {
        this.state.mine = mine;
        browser.localStorage.setItem(MINE, mine ? "1" : "0");
        await this.load();
    }

    async openList(carte) {
        return this.action.doAction(await this.orm.call(MODEL, "action_ouvrir", [[carte.id]]));
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openPage(lien) {
        return this.action.doAction(lien.action);
    }

    act(carte, ligne) {
        const { methode, contexte } = carte.action;
        if (!methode) {
            return this.openRecord(ligne.model, ligne.id);
        }
        return this.action.doActionButton({
            type: "object",
            name: methode,
            resModel: ligne.model,
            resId: ligne.id,
            resIds: [ligne.id],
            // the language of the reader, and their commune: a button takes only what it is given
            context: user.context,
            buttonContext: contexte,
            onClose: () => this.load(),
        });
    }

    /** What is typed, or pasted, while nothing is being filled in is for the search of people. */
    onKeydown(ev) {
        const typed = ev.key.length === 1 && ev.key.trim() && !ev.ctrlKey && !ev.metaKey && !ev.altKey;
        const pasted = (ev.ctrlKey || ev.metaKey) && ev.key === "v";
        if ((typed || pasted) && !ev.target.closest?.(EDITABLE) && !document.querySelector(".modal")) {
            document.querySelector(".o_recherche input")?.focus();
        }
    }
}

registry.category("actions").add("parcours_accueil.aujourd_hui", AujourdHui);
