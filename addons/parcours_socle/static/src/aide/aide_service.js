// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { reactive } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { Signalement } from "./signalement";

const MESSAGE = "parcours_socle.reponse";
/** Milliseconds during which an error belongs to what is reported. */
const RECENT_MS = 10 * 60 * 1000;
/** Buttons whose words are those of a view: no name of a person is in them. */
const BUTTONS = "button[name], .o_statusbar_buttons button, .modal-footer button";

/** The browser and its version, and the system: "Chrome 141, Windows". */
function browserWords() {
    const agent = navigator.userAgent;
    const [, name, version] = agent.match(/(Edg|Firefox|Chrome|Version)\/(\d+)/) || ["", agent.slice(0, 60), ""];
    const system = /Windows|Macintosh|Linux|Android|iPhone/.exec(agent)?.[0] || "";
    const names = { Edg: "Edge", Version: "Safari" };
    return [`${names[name] || name} ${version}`.trim(), system].filter(Boolean).join(", ");
}

/**
 * What is known of where somebody is, for "Report a problem" and for the page of the guide: the action, the model, the
 * number of the record, the last button, the mark of the last request that failed. No value of the screen.
 */
export const aideService = {
    dependencies: ["action", "bus_service", "dialog", "notification"],
    start(env, { action, bus_service, dialog, notification }) {
        const state = reactive({ reponses: session.parcours_aide?.reponses || 0 });
        let gesture = "";
        /** Takes away what said that there is an answer. */
        let forget = () => {};
        let failed = { requete: "", at: 0 };
        document.addEventListener(
            "click",
            (ev) => {
                const button = ev.target.closest?.(BUTTONS);
                if (button && !button.closest(".o_signalement")) {
                    gesture = (button.innerText || "").trim().slice(0, 120);
                }
            },
            { capture: true, passive: true }
        );
        rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
            if (detail.error?.data?.requete) {
                failed = { requete: detail.error.data.requete, at: Date.now() };
            }
        });
        bus_service.subscribe(MESSAGE, ({ nombre }) => {
            state.reponses = nombre;
            forget();
            forget = notification.add(_t("Vivalis answered a problem that you reported."), {
                type: "info",
                sticky: true,
                buttons: [{ name: _t("Read the answer"), onClick: () => miens(), primary: true }],
            });
        });

        /** Where somebody is, from the address of the page first: it is there when the rest is broken. */
        function place() {
            const { current } = router;
            const controller = action.currentController;
            const number = (value) => (Number.isInteger(value) ? value : undefined);
            return {
                action: number(controller?.action?.id) ?? number(current.action),
                modele: controller?.action?.res_model || controller?.props?.resModel || current.model || "",
                // a list of the landing page has no name of its own in the base: it says which one it is
                cle: controller?.action?.context?.aide_cle || controller?.action?.xml_id || controller?.action?.tag || "",
                record: number(current.resId),
                vue: controller?.view?.type || current.view_type || "",
            };
        }

        function ecran(requete = "") {
            const { cle, ...where } = place();
            return {
                ...where,
                geste: gesture,
                requete: requete || (Date.now() - failed.at < RECENT_MS ? failed.requete : ""),
                navigateur: browserWords(),
                fenetre: `${window.innerWidth} × ${window.innerHeight}`,
            };
        }

        function signaler(requete = "") {
            dialog.add(Signalement, { ecran: ecran(requete) });
        }

        async function miens() {
            state.reponses = 0;
            forget();
            const window_ = await env.services.orm.call("parcours.probleme", "action_miens", []);
            return action.doAction(window_, { clearBreadcrumbs: false });
        }

        return { state, place, signaler, miens };
    },
};
registry.category("services").add("parcours_aide", aideService);
