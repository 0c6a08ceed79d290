// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { rpc, RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useGardeFenetre } from "../fenetre/fenetre";

const MODEL = "parcours.probleme";

/** Calls the server by itself: the service of the screens may be what is broken. */
function call(method, args) {
    const params = { model: MODEL, method, args, kwargs: { context: user.context } };
    return rpc(`/web/dataset/call_kw/${MODEL}/${method}`, params, { silent: true });
}

/** The window of "Report a problem": the person's words, and all that goes with them, shown before. */
export class Signalement extends Component {
    static template = "parcours_socle.Signalement";
    static components = { Dialog };
    static props = { close: Function, ecran: Object };

    setup() {
        this.notification = useService("notification");
        useAutofocus({ refName: "texte" });
        this.state = useState({ texte: "", lignes: [], erreur: "", busy: false });
        this.mayClose = useGardeFenetre(() => Boolean(this.state.texte.trim()) && !this.sent);
        onWillStart(async () => {
            try {
                this.state.lignes = await call("apercu", [this.props.ecran]);
            } catch {
                // what the browser knows by itself
                const { geste, requete, navigateur, fenetre } = this.props.ecran;
                const known = [
                    [_t("Last button"), geste],
                    [_t("Request"), requete],
                    [_t("Browser"), navigateur],
                    [_t("Window"), fenetre],
                ];
                this.state.lignes = known.filter(([, value]) => value);
            }
        });
    }

    async cancel() {
        if (await this.mayClose()) {
            this.props.close();
        }
    }

    async send() {
        if (this.state.busy) {
            return;
        }
        if (!this.state.texte.trim()) {
            this.state.erreur = _t("Say in a few words what happened. Nothing was sent yet.");
            return;
        }
        Object.assign(this.state, { busy: true, erreur: "" });
        try {
            await call("signaler", [this.state.texte, this.props.ecran]);
        } catch (error) {
            const said = error instanceof RPCError && error.exceptionName?.startsWith("odoo.exceptions.");
            this.state.erreur = said
                ? error.data.message
                : _t("The server did not answer: nothing was sent. Your words stay here; try again in a minute.");
            return;
        } finally {
            this.state.busy = false;
        }
        this.sent = true;
        this.props.close();
        this.notification.add(_t("Your report is with Vivalis. The answer comes back to you here, under the question mark."), {
            type: "success",
        });
    }
}
