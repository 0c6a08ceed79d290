// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { WebClient } from "@web/webclient/webclient";

const { DateTime } = luxon;
const MESSAGE = "parcours_socle.maintenance";
/** Seconds before it begins: from when on it is shown, and in red. */
const DAY_S = 24 * 3600;
const NEAR_S = 15 * 60;
/** Milliseconds between two looks at the clock; nothing is asked of the server. */
const STEP_MS = 10 * 1000;

/**
 * The announced maintenance, at the top of each page. What is announced comes with the page and is pushed when it
 * changes; the clock is that of the server, whatever that of the machine says.
 */
export class BandeauMaintenance extends Component {
    static template = "parcours_socle.BandeauMaintenance";
    static props = {};

    setup() {
        const { annonces, maintenant } = session.parcours_aide || { annonces: [], maintenant: Date.now() / 1000 };
        this.ahead = maintenant - Date.now() / 1000;
        this.bus = useService("bus_service");
        this.state = useState({ annonces, now: maintenant });
        const onMessage = (payload) => {
            this.state.annonces = payload.annonces;
            this.look();
        };
        this.bus.subscribe(MESSAGE, onMessage);
        const timer = setInterval(() => this.look(), STEP_MS);
        onWillUnmount(() => {
            clearInterval(timer);
            this.bus.unsubscribe(MESSAGE, onMessage);
        });
    }

    look() {
        this.state.now = Date.now() / 1000 + this.ahead;
    }

    get shown() {
        const now = this.state.now;
        return this.state.annonces
            .filter((a) => a.debut - DAY_S <= now && now < a.fin)
            .map((a) => ({ id: a.id, near: a.debut - NEAR_S <= now, words: this.words(a, now) }));
    }

    words(annonce, now) {
        const [debut, fin] = [annonce.debut, annonce.fin].map((s) => DateTime.fromSeconds(s, { zone: "Europe/Brussels" }));
        const until = fin.toFormat(fin.hasSame(debut, "day") ? "HH:mm" : "dd/MM/yyyy HH:mm");
        const when = { jour: debut.toFormat("dd/MM/yyyy"), debut: debut.toFormat("HH:mm"), fin: until };
        const language = (user.lang || "en").slice(0, 2);
        const text = annonce.textes[language] || "";
        let sentence;
        if (now >= annonce.debut) {
            sentence = _t("Maintenance is under way until %(fin)s: what you do now may be lost.", when);
        } else if (now >= annonce.debut - NEAR_S) {
            sentence = _t("Maintenance begins at %(debut)s, until %(fin)s: save now what you are typing.", when);
        } else {
            sentence = _t("Maintenance on %(jour)s from %(debut)s to %(fin)s: the platform will not answer.", when);
        }
        return `${sentence} ${text}`.trim();
    }
}

Object.assign(WebClient.components, { BandeauMaintenance });
