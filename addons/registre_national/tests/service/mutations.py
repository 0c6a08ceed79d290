# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Ways to damage an answer, drawn by hypothesis, so that what breaks something is found again and made small."""

from copy import deepcopy

from hypothesis import strategies as st
from lxml import etree

#: Characters XML admits.
LETTRES = st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff")
#: What an element may hold one day: nothing, other digits, what is not a date, a number of a person, anything.
TEXTES = st.one_of(
    st.sampled_from(["", " ", "00", "99", "-1", "1e9", "٣٣", "²", "é" * 300, "2024-13-45", "9" * 400, "%s", "\t\n"]),
    st.text(LETTRES, max_size=40),
)
ESPACES = ("", "urn:autre", "http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema")


def abimer_octets(brut, data):
    """Return `brut` with bytes changed, removed, doubled or put in."""
    octets = bytearray(brut)
    for _fois in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(octets) - 1))
        match data.draw(st.sampled_from(["change", "remove", "double", "insert"])):
            case "change":
                octets[place] = data.draw(st.integers(0, 255))
            case "remove":
                del octets[place : place + data.draw(st.integers(1, 40))]
            case "double":
                octets[place:place] = octets[place : place + data.draw(st.integers(1, 60))]
            case "insert":
                octets[place:place] = data.draw(st.binary(min_size=1, max_size=8))
        if not octets:
            break
    return bytes(octets)


def abimer_arbre(brut, data):
    """Return well-formed XML: `brut` with elements removed, doubled, moved, shuffled, renamed, in another namespace, or
    with another text.
    """
    racine = etree.fromstring(brut)
    for _fois in range(data.draw(st.integers(1, 5))):
        elements = [element for element in racine.iter(tag=etree.Element) if element is not racine]
        if not elements:
            break
        _abimer(data.draw(st.sampled_from(elements)), elements, data)
    return etree.tostring(racine)


def _abimer(element, elements, data):
    match data.draw(st.sampled_from(["remove", "double", "shuffle", "rename", "space", "text", "graft", "comment"])):
        case "remove":
            element.getparent().remove(element)
        case "double":
            element.addnext(deepcopy(element))
        case "shuffle":
            element[:] = data.draw(st.permutations(list(element)))
        case "rename":
            element.tag = data.draw(st.sampled_from([autre.tag for autre in elements] + ["Inconnu"]))
        case "space":
            espace = data.draw(st.sampled_from(ESPACES))
            nom = etree.QName(element).localname
            element.tag = f"{{{espace}}}{nom}" if espace else nom
        case "text":
            element.text = data.draw(TEXTES)
        case "graft":
            data.draw(st.sampled_from(elements)).append(deepcopy(element))
        case "comment":
            element.insert(0, etree.Comment(" x "))
            element.addprevious(etree.ProcessingInstruction("x", "y"))
