"""Persons and ways to reach them, in the cells of an inventory of places: a portrait is handed round, and nobody is in it."""

import re
import unicodedata

from ctg_data.loaders.entetes import normalise

PERSONNE = (
    "personne_nommee",
    "un lieu ou un service ouvert au public, jamais une personne",
    "Retirez la personne : « Cabinet médical », « Maison d’assistants maternels ». Un lieu qui porte le nom d’une personne s’écrit sans "
    "son titre : « École Schweitzer ». Un assistant maternel n’est pas un équipement : ses places viennent de la requête type.",
)
CONTACT = (
    "donnee_de_contact",
    "un texte sans adresse électronique ni numéro de téléphone",
    "Retirez-les : ils désignent souvent une personne, et un portrait se diffuse.",
)
_METIER = r"(?:assistante?s?[ -]+maternel(?:le)?s?|ass?[. -]*mat\b\.?|ass?mats?|nounous?|nourrices?)\b"
_METIERS = re.compile(rf"(?:un |une )?(?:{_METIER}|gardes? d'enfants? a domicile\b).*")
_DE_METIER = re.compile(rf"\b{_METIER}")
_A_PLUSIEURS = re.compile(
    r"(?:\b(?:maison|relais|mam|ram|rpe|association|reseau|amicale|collectif|regroupement|lieu|espace|permanence)s?\b[^,;:()]*"
    r"|\b(?:d'|des |les |aux |pour |et ))(?:\w+s[ -]+\w+s|\w+s)$"
)
"""Childminders together, whom a place gathers or receives: « maison d'assistants maternels », « ouvert aux assistantes maternelles »."""
_RELAIS = re.compile(r"\b(?:maison|relais|ram|rpe)s?(?: de l'| d'| pour | parents[ -]| )\w+[ -]+\w+$")
"""The same in the singular, directly after the place: « relais assistante maternelle »."""
_INCLUSIF = re.compile(r"(?<=\w)[·•‧.(](?=e\b|es?[·•‧.)]|le\b|les?[·•‧.)]|s\b)|(?<=\w)\)")
"""« assistant·e·s maternel(le)s » is read as « assistantes maternelles »."""
_CIVILITE_EN_TETE = re.compile(
    r"(?:(?:le )?(?:cabinet|domicile)(?: medical)?(?: du| de la| de)? )?"
    r"(?:mr?\. (?!\w\.)|mr |mme\b|mlle\b|monsieur |madame |dr\b|docteur ).*"
)
_CIVILITE = re.compile(
    r"(?<!\w)(?:(?i:mmes?|mlles?)\b[\s.-]*\w"
    r"|(?i:mr|drs?|dre)\b[\s.-]*[A-ZÀ-ÖØ-Þ]"
    r"|(?i:mademoiselle|madame|monsieur|mesdames|mesdemoiselles|messieurs|docteure?s?)\s+[A-ZÀ-ÖØ-Þ])"
    r"|(?<![\w.])(?<![\s.]\w\.\s)MM?\.\s*[A-ZÀ-ÖØ-Þ][\w’'-]"
)
"""A title, then a name with a capital, anywhere.  A hyphen after the whole word makes the name of a place (« École Monsieur-Vincent »);
« M.A.M. » is no title."""
_COURRIEL = re.compile(
    r"[^\s@;,]+\s?@\s?[^\s@;,]+\.[a-z]{2,}|\w\s*(?:[\[({<]\s*(?:at|arobase|arrobase|@)\s*[\])}>]|\barr?obase\b)\s*\w", re.IGNORECASE
)
_ESPACE = r"[\s./_\u2010-\u2015-]{0,3}"
_TELEPHONE = re.compile(
    rf"(?<!\d)\(?0[1-9]\)?{_ESPACE}\d\d(?P<s>{_ESPACE})\d\d(?P=s)\d\d(?P=s)\d\d(?!\d)"
    rf"|(?<!\d)(?:\+\s?|00)[1-9]\d{_ESPACE}(?:\(0\))?(?:{_ESPACE}\d){{7,11}}(?!\d)"
    r"|\b(?:t[ée]l(?:[ée]phone)?|portable|mobile|fax)\b[\s.:]*(?:\d[\s./-]*){8,}",
    re.IGNORECASE,
)
"""Ten figures from 0, by pairs set apart the same way; from a country; or after « tél. ».  Dates and opening hours are none."""


def est_un_metier(texte: str) -> bool:
    """Whether a type is a childminder: their homes are no place open to the public."""
    return _METIERS.fullmatch(normalise(texte)) is not None


def nomme_une_personne(texte: str) -> bool:
    """Whether a text holds a title and a name, or the trade of a childminder who is not of a place that gathers several."""
    ecrit = unicodedata.normalize("NFKC", texte)
    lu = _INCLUSIF.sub("", normalise(ecrit))
    en_tete = _METIERS.fullmatch(lu) or _CIVILITE_EN_TETE.fullmatch(lu)
    return bool(en_tete or _CIVILITE.search(ecrit) or any(not _ensemble(lu[: m.end()]) for m in _DE_METIER.finditer(lu)))


def _ensemble(debut: str) -> bool:
    return bool(_A_PLUSIEURS.search(debut) or _RELAIS.search(debut))


def donne_un_contact(texte: str) -> bool:
    """Whether a text holds an address of mail, even disguised, or a telephone number."""
    ecrit = unicodedata.normalize("NFKC", texte)
    return bool(_COURRIEL.search(ecrit) or _TELEPHONE.search(ecrit))
