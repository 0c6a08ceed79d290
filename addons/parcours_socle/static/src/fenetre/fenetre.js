// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { toRaw, useEnv, useExternalListener } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * Ask before a small window closes on what was typed in it: by its cross, Esc, its button Cancel, the browser's Back, or
 * another page.
 *
 * @param {() => boolean | Promise<boolean>} typed whether something would be lost
 * @param {() => boolean} typedNow the same, as far as it is known at once
 * @returns {() => Promise<boolean>} whether it may close
 */
export function useGardeFenetre(typed, typedNow = typed) {
    const env = useEnv();
    const dialogs = useService("dialog");
    let asking = null;

    function mayClose() {
        asking ||= ask().finally(() => {
            asking = null;
        });
        return asking;
    }

    async function ask() {
        if (!(await typed())) {
            return true;
        }
        return new Promise((resolve) => {
            dialogs.add(
                ConfirmationDialog,
                {
                    title: _t("Close without saving?"),
                    body: _t("What you typed in this window is not saved, and would be lost."),
                    confirmLabel: _t("Close, and lose it"),
                    confirmClass: "btn-danger",
                    confirm: () => resolve(true),
                    cancelLabel: _t("Go on typing"),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    // the window itself is drawn already: it must not be drawn again for this
    const dialog = toRaw(env.dialogData);
    const dismiss = dialog.dismiss;
    dialog.dismiss = async () => {
        if (!(await mayClose())) {
            // Odoo closes the window as soon as this is settled
            return new Promise(() => {});
        }
        return dismiss?.();
    };
    useBus(env.bus, "CLEAR-UNCOMMITTED-CHANGES", ({ detail: callbacks }) => {
        callbacks.push(async ({ forceLeave } = {}) => forceLeave || mayClose());
    });
    useExternalListener(window, "beforeunload", (ev) => {
        if (typedNow()) {
            ev.preventDefault();
        }
    });
    // Back closes the window without asking anybody: it is undone first, and done again by who wants it
    let undoing = false;
    const onBack = async (ev) => {
        if (undoing || typedNow()) {
            ev.stopImmediatePropagation();
        }
        if (undoing || !typedNow()) {
            undoing = false;
            return;
        }
        undoing = true;
        history.forward();
        if (await mayClose()) {
            env.dialogData.close({ dismiss: true });
            history.back();
        }
    };
    useExternalListener(window, "popstate", onBack, { capture: true });
    return mayClose;
}

/** A form that, in a small window, does not close on what was typed without asking. */
export class FenetreController extends FormController {
    setup() {
        super.setup();
        if (this.env.inDialog) {
            let typing = false;
            useBus(this.model.bus, "FIELD_IS_DIRTY", ({ detail }) => {
                typing = detail;
            });
            this.mayClose = useGardeFenetre(
                () => this.model.root.isDirty(),
                () => typing || this.model.root.dirty
            );
        }
    }

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.special === "cancel" && this.mayClose && !(await this.mayClose())) {
            return false;
        }
        return super.beforeExecuteActionButton(...arguments);
    }

    async discard() {
        if (this.mayClose && !(await this.mayClose())) {
            return;
        }
        return super.discard(...arguments);
    }
}

registry.category("views").add("fenetre_form", { ...formView, Controller: FenetreController });
