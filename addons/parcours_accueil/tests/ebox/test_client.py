# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter is in the eBox once, whatever the wire does, and what is known of it is said with nothing of the person."""

import doctest
import logging
import socket
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.ebox import client as module
from odoo.addons.parcours_accueil.ebox import message as messages
from odoo.addons.parcours_accueil.ebox.client import PAUSES_S, Client, Settings
from odoo.addons.parcours_accueil.ebox.errors import NoEbox, NotAllowed, Refused, Unreachable
from odoo.addons.parcours_accueil.ebox.message import Attachment, Message

from simulateur.ebox import Ebox

#: Month + 60: nobody's number.
NISS = "90650100297"
ATTEMPTS = len(PAUSES_S) + 1


@pytest.fixture
def ebox():
    with Ebox() as open_ebox:
        yield open_ebox


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def client(ebox, pauses):
    return Client(settings_of(ebox), sleep=pauses.append)


def settings_of(ebox, **changes):
    values = {"application": "app", "message_type": "type", "sender": "0000000097", "read": 0.5, "total": 5.0}
    return Settings(ebox.url, ebox.token_url, ebox.client_id, ebox.secret, **values | changes)


def letter(**changes):
    values = {"key": str(uuid4()), "niss": NISS, "subject": {"fr": "Une lettre", "nl": "Een brief"}}
    return Message(**values | {"attachments": (Attachment("lettre.pdf", b"%PDF-1"),)} | changes)


@pytest.mark.parametrize("examples", [module, messages])
def test_the_examples_are_true(examples):
    assert not doctest.testmod(examples).failed


def test_a_message_arrives_as_it_was_written(ebox, client):
    sent = letter(registered=True, attachments=(Attachment('lettre é"\n.pdf', b"%PDF-1"), Attachment("b.pdf", b"2")))
    receipt = client.publish(sent)
    (kept,) = ebox.messages
    assert (receipt.identifier, receipt.again) == (kept.identifier, False)
    assert kept.key == sent.key
    assert kept.meta == {
        "recipient": {"eboxType": "citizen", "ssin": NISS},
        "sender": {"eboxType": "enterprise", "enterpriseNumber": "0000000097"},
        "subject": {"fr": "Une lettre", "nl": "Een brief"},
        "senderApplicationId": "app",
        "messageTypeId": "type",
        "registeredMail": True,
        "isReplyAuthorized": False,
        "attachments": [
            {"httpPartName": "upfile1", "isMainContent": True, "isAttachmentSigned": False},
            {"httpPartName": "upfile2", "isMainContent": False, "isAttachmentSigned": False},
        ],
    }
    assert kept.files == {"upfile1": ("lettre%20%C3%A9%22%0A.pdf", b"%PDF-1"), "upfile2": ("b.pdf", b"2")}


def test_the_same_message_sent_again_is_there_once(ebox, client):
    sent = letter()
    first, second = client.publish(sent), client.publish(sent)
    assert (first.again, second.again) == (False, True)
    assert len(ebox.messages) == 1


@pytest.mark.parametrize("fault", [{"cut": True}, {"silence": 2}, {"status": 503}, {"status": 500, "body": b"<html>"}])
@pytest.mark.parametrize("after", [False, True])
def test_an_answer_that_is_lost_loses_and_doubles_no_message(ebox, client, fault, after):
    """Whether the message had arrived or not when the answer was lost."""
    ebox.fail(after=after, **fault)
    receipt = client.publish(letter())
    assert receipt.again == after
    assert len(ebox.messages) == 1


def test_what_does_not_answer_is_tried_a_few_times_more_and_more_slowly(ebox, client, pauses):
    ebox.fail(status=503, times=ATTEMPTS)
    with pytest.raises(Unreachable, match="http_503") as error:
        client.publish(letter())
    assert error.value.retry
    assert ebox.calls["/ebox/messages"] == ATTEMPTS
    assert [low / 2 <= pause <= low for low, pause in zip(PAUSES_S, pauses, strict=True)] == [True] * len(PAUSES_S)
    assert not ebox.messages


@pytest.mark.parametrize(("asked", "waited"), [("7", 7), ("100000", 60)])
def test_who_asks_us_to_wait_is_waited_for_within_reason(ebox, client, pauses, asked, waited):
    ebox.fail(status=429, headers={"Retry-After": asked})
    client.publish(letter())
    assert pauses == [waited]


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, Refused), (413, Refused), (422, Refused), (404, NoEbox), (403, NotAllowed), (302, Refused), (200, Refused)],
)
def test_a_refusal_is_said_once(ebox, client, status, error):
    ebox.fail(status=status, headers={"Location": ebox.url} if status == 302 else {})
    with pytest.raises(error, match=f"http_{status}") as refusal:
        client.publish(letter())
    assert not refusal.value.retry
    assert ebox.calls["/ebox/messages"] == 1
    assert not ebox.messages


def test_a_token_serves_until_it_ends(ebox, client):
    for _rank in range(3):
        client.publish(letter())
    assert ebox.calls["/token"] == 1


def test_a_token_that_ended_is_asked_for_again(pauses):
    with Ebox(duration=module.MARGIN_S) as ebox:
        client = Client(settings_of(ebox), sleep=pauses.append)
        client.publish(letter())
        client._until = 0.0
        client.publish(letter())
        assert ebox.calls["/token"] == 2


def test_a_token_taken_back_is_replaced_once(ebox, client):
    client.publish(letter())
    ebox.forget_tokens()
    assert not client.publish(letter()).again
    assert ebox.calls == {"/token": 2, "/ebox/messages": 3}
    ebox.fail(status=401, times=2)
    with pytest.raises(NotAllowed, match="http_401"):
        client.publish(letter())
    assert ebox.calls["/ebox/messages"] == 5


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"access_token": 1}', b'{"access_token": "a\\nb"}'])
def test_a_token_that_cannot_be_read_is_none(ebox, client, body):
    ebox.fail(path="/token", status=200, body=body)
    with pytest.raises(NotAllowed, match="token_unreadable"):
        client.publish(letter())


def test_who_is_not_known_there_is_told_so(ebox, pauses):
    client = Client(settings_of(ebox).__class__(**{**fields(settings_of(ebox)), "secret": "other"}), pauses.append)
    with pytest.raises(NotAllowed, match="token_401"):
        client.publish(letter())
    assert not ebox.messages


def fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


def test_a_token_server_that_does_not_answer_is_tried_again(ebox, client):
    ebox.fail(path="/token", status=503)
    assert not client.publish(letter()).again


def test_nobody_listening_is_said(pauses):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    client = Client(Settings(url, f"{url}/token", "a", "b", "0", "app", "type"), pauses.append)
    with pytest.raises(Unreachable, match="connection"):
        client.publish(letter())
    with pytest.raises(Unreachable, match="address"):
        Client(replace(client.settings, token_url="nowhere"), pauses.append).publish(letter())


def test_nothing_of_the_person_is_logged_or_said(ebox, client, caplog):
    caplog.set_level(logging.DEBUG)
    sent = letter()
    ebox.fail(status=400, body=NISS.encode())
    with pytest.raises(Refused) as error:
        client.publish(sent)
    ebox.fail(cut=True)
    client.publish(sent)
    said = caplog.text + repr(error.value) + repr(sent) + repr(client.settings)
    for secret in (NISS, ebox.secret, "%PDF", client._token):
        assert secret not in said


@pytest.mark.parametrize(
    "wrong", [{"key": "1"}, {"subject": {}}, {"subject": {"fr": ""}}, {"subject": {"xx": "a"}}, {"attachments": ()}]
)
def test_a_message_that_makes_no_sense_is_not_one(wrong):
    with pytest.raises(ValueError, match=r"."):
        letter(**wrong)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30, deadline=None
)
@given(st.lists(st.sampled_from([{"cut": True}, {"status": 502}, {"status": 503}]).flatmap(
    lambda fault: st.booleans().map(lambda after: {**fault, "after": after})
), max_size=ATTEMPTS * 2))  # fmt: skip
def test_whatever_fails_and_however_often_a_letter_is_there_once_or_not_at_all(faults):
    with Ebox() as ebox:
        client, sent = Client(settings_of(ebox), sleep=lambda _s: None), letter()
        for fault in faults:
            ebox.fail(**fault)
        for _night in range(3):
            try:
                client.publish(sent)
                break
            except Unreachable:
                assert len(ebox.messages) <= 1
        assert len(ebox.messages) == 1
