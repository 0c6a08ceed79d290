// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Message } from "@mail/core/common/message_model";
import { patch } from "@web/core/utils/patch";

/** What is said on a record stays as it was said: neither edited nor deleted (mail_message.py refuses it anyway). */
patch(Message.prototype, {
    get allowsEdition() {
        return this.model === "discuss.channel" && super.allowsEdition;
    },
});
