// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Somebody who types for long asks the server nothing: their session must not end under a text (sessions.py). */
const STEP_MS = 5 * 60 * 1000;

export const sessionVivante = {
    start() {
        let last = Date.now();
        const alive = () => {
            if (Date.now() - last > STEP_MS) {
                last = Date.now();
                rpc("/web/session/check", {}, { silent: true }).catch(() => {});
            }
        };
        document.addEventListener("keydown", alive, { capture: true, passive: true });
        document.addEventListener("pointerdown", alive, { capture: true, passive: true });
    },
};
registry.category("services").add("parcours_socle.session_vivante", sessionVivante);
