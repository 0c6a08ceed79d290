# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How a message can fail. A code is all that goes into an error: never a number, a name, or a text from outside."""


class EboxError(Exception):
    """What all failures share.

    :param code: see each class
    :param retry: whether the same message, with the same key, may go through later
    :param wait: seconds that the other side asks to wait; 0: it asks for nothing
    """

    def __init__(self, code: str, retry: bool = False, wait: float = 0.0):
        super().__init__(code)
        self.code, self.retry, self.wait = code, retry, wait


class Unreachable(EboxError):
    """It is not known whether the message arrived: the same one is sent again with the same key, and never another.

    Codes: timeout_connect, timeout_read, timeout_total, connection, cut, http_5NN, http_408, http_429, too_large ·
    not retried: certificate, address.
    """


class Refused(EboxError):
    """The message was read and refused: http_4NN. Nothing was sent; post is always possible."""


class NoEbox(Refused):
    """The person has no eBox, or takes no messages there (http_404; to be confirmed for citizens)."""


class NotAllowed(EboxError):
    """We are not who may send: http_401 (with a new token too), http_403, token_4NN, token_unreadable."""
