# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is sent to an eBox, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

#: The message's language tags that the eBox knows.
LANGUAGES = ("fr", "nl", "de", "en")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message. Its name is on the wire and on the person's screen: nobody's name is in it."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Message:
    """A letter for one person.

    :param key: a UUID, one for this letter for ever: the eBox takes it once, **whatever the content is**, so another
        content needs another key
    :param niss: whose eBox; never in a text made of this value
    :param subject: a line a language, without personal data: it is shown in notifications
    :param attachments: the letter first
    :param registered: the message has the value of a registered letter, and says so (act of 27 February 2019)
    """

    key: str
    niss: str = field(repr=False)
    subject: dict[str, str]
    attachments: tuple[Attachment, ...]
    registered: bool = False

    def __post_init__(self):
        UUID(self.key)
        if not self.subject or not set(self.subject) <= set(LANGUAGES) or not all(self.subject.values()):
            raise ValueError("A message has a subject in each of its languages.")
        if not self.attachments or not all(attachment.content for attachment in self.attachments):
            raise ValueError("A message carries a letter.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The message is in the eBox.

    :param identifier: given by the eBox; empty when it only said that it had the message already
    :param again: it was there before this call (409)
    :param moment: when this call was answered, UTC; the sending's own moment unless `again`
    """

    identifier: str
    again: bool
    moment: datetime


def recipient(niss: str) -> dict[str, str]:
    """Return how a person is named. To be confirmed: the citizens' part is not public; the enterprises' says
    ``{"eboxType": "enterprise", "enterpriseNumber": …}``.

    >>> recipient("00000000097")
    {'eboxType': 'citizen', 'ssin': '00000000097'}
    """
    return {"eboxType": "citizen", "ssin": niss}


def to_publish(message: Message, sender: str, application: str, message_type: str) -> dict:
    """Return the JSON part of a message.

    :param sender: our enterprise number, ten digits
    :param application, message_type: as the eBox registered them for us
    """
    return {
        "recipient": recipient(message.niss),
        "sender": {"eboxType": "enterprise", "enterpriseNumber": sender},
        "subject": dict(message.subject),
        "senderApplicationId": application,
        "messageTypeId": message_type,
        "registeredMail": message.registered,
        "isReplyAuthorized": False,
        "attachments": [
            {"httpPartName": part_name(rank), "isMainContent": rank == 0, "isAttachmentSigned": False}
            for rank, _attachment in enumerate(message.attachments)
        ],
    }


def part_name(rank: int) -> str:
    """The name of the part that carries an attachment.

    >>> part_name(0)
    'upfile1'
    """
    return f"upfile{rank + 1}"
