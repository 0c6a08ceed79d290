// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillUnmount, useEffect, useExternalListener, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const { DateTime } = luxon;
const MESSAGE = "parcours_socle.presence";

/**
 * Who else has this record open, and since when. One call when it is opened, one when it is left; the rest is pushed
 * by the bus to those who have the record open, and to nobody else.
 */
export class PresenceFiche extends Component {
    static template = "parcours_socle.PresenceFiche";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.state = useState({ others: [] });
        this.opened = null;
        this.onMessage = (payload) => {
            if (this.opened?.id === payload.id && this.opened.model === payload.modele) {
                this.state.others = payload.autres;
            }
        };
        this.bus.subscribe(MESSAGE, this.onMessage);
        // a cut of the network makes the others think that nobody is here any more
        useBus(this.bus, "BUS:RECONNECT", () => this.open(this.opened?.model, this.opened?.id));
        useExternalListener(window, "pagehide", () => this.leaveByBeacon());
        useEffect(
            (model, id) => {
                this.open(model, id);
                return () => this.leave();
            },
            () => [this.props.record.resModel, this.props.record.resId]
        );
        onWillUnmount(() => this.bus.unsubscribe(MESSAGE, this.onMessage));
    }

    async open(model, id) {
        if (!id) {
            return;
        }
        this.opened = { model, id };
        try {
            const others = await this.orm.silent.call(model, "presence_ouvrir", [[id]]);
            if (this.opened?.id === id) {
                this.state.others = others;
            }
        } catch {
            // a hint: the file itself says what is wrong
        }
    }

    leave() {
        if (!this.opened) {
            return;
        }
        const { model, id } = this.opened;
        this.opened = null;
        this.state.others = [];
        this.orm.silent.call(model, "presence_fermer", [[id]]).catch(() => {});
    }

    /** The page goes: a call would be cancelled with it. */
    leaveByBeacon() {
        if (!this.opened) {
            return;
        }
        const { model, id } = this.opened;
        const params = { model, method: "presence_fermer", args: [[id]], kwargs: {} };
        const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
        navigator.sendBeacon(
            `/web/dataset/call_kw/${model}/presence_fermer`,
            new Blob([body], { type: "application/json" })
        );
    }

    since(moment) {
        return deserializeDateTime(moment).toLocaleString(DateTime.TIME_24_SIMPLE);
    }
}

registry.category("view_widgets").add("presence_fiche", { component: PresenceFiche });
