// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component } from "@odoo/owl";
import { left } from "@parcours_socle/echeance/echeance";
import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Who the file is about, in one band: what the columns `entete` and `entete_registre` hold for its reader. */
export class EnteteFiche extends Component {
    static template = "parcours_accueil.EnteteFiche";
    static props = { ...standardWidgetProps };

    get data() {
        return this.props.record.data;
    }

    /** The number as it stands on the card. */
    get number() {
        return this.data.niss.replace(/^(\d\d)(\d\d)(\d\d)(\d{3})(\d\d)$/, "$1.$2.$3-$4.$5");
    }

    get head() {
        return this.data.entete || false;
    }

    get register() {
        return this.data.entete_registre || {};
    }

    get marks() {
        return [...(this.register.indications || []), ...(this.head.indications || [])];
    }

    /** What each language is called, nothing where it was not asked; nothing at all for who reads neither. */
    get languages() {
        const { fields } = this.props.record;
        if (!fields.langue_contact) {
            return null;
        }
        const called = (name) => fields[name].selection.find(([code]) => code === this.data[name])?.[1];
        return { letters: called("langue"), contact: called("langue_contact") };
    }

    /** The end of the permit, as any legal date: what is left of it in words, and the colour that goes with them. */
    get expiry() {
        const { fin } = this.register;
        const days = fin ? Math.round(deserializeDate(fin).diff(today(), "days").days) : null;
        if (days === null) {
            return { past: false, left: "", color: "" };
        }
        const past = days < 0;
        const color = past ? "o_echeance_passee" : days <= 30 ? "o_echeance_proche" : "";
        // nobody is late with it
        const ago = days === -1 ? _t("yesterday") : _t("%s days ago", -days);
        return { past, color, left: past ? ago : left(days) };
    }
}

registry.category("view_widgets").add("entete_fiche", { component: EnteteFiche });
