"""What people wrote, as HTML: every text is escaped, line breaks are kept by ``style.css``."""

from ctg_data.ui.balises import balise, escape, paragraphe
from ctg_data.views.ecrits import Etat, Mot
from ctg_data.views.model import Saillant
from ctg_data.wording import saisies as mots

SIGNES_VERDICT = ("▲", "▼")
"""Signs that take the colour of their side; « ● on ne peut pas conclure » takes none."""


def etat(e: Etat) -> str:
    """Draft or published, in a word, then who and when, then what changed since."""
    mot = balise("strong", escape(e.mot), classe="ctg-publie" if e.publie else "ctg-brouillon")
    alertes = (balise("span", escape(alerte), classe="ctg-alerte") for alerte in e.alertes)
    return balise("p", mot, " ", escape(e.mention), *alertes, classe="ctg-etat")


def decision(fait: Saillant, mot: Mot | None, ancien: Mot | None) -> str:
    """What was decided of a sentence: by whom, when; the sentence as proposed, on demand; what was written on other data."""
    blocs = []
    if mot is not None:
        blocs.append(paragraphe(mot.mention, "ctg-mention"))
        if mot.reformule:
            blocs.append(balise("details", balise("summary", escape(mots.PROPOSEE_TITRE)), _phrase(fait), classe="ctg-proposee"))
        blocs.append(_alerte(mot))
    elif ancien is not None:
        blocs.append(balise("div", _alerte(ancien), _ecrit(ancien), classe="ctg-ancien"))
    return balise("div", *blocs, classe="ctg-decision") if blocs else ""


def reformule(fait: Saillant, mot: Mot) -> str:
    """The words of a person in place of the proposed sentence; its sign and its certainty stay."""
    teinte = fait.cote if fait.signe in SIGNES_VERDICT else "neutre"
    signe = balise("span", escape(fait.signe), classe=f"ctg-signe-{teinte}", aria_hidden="true") if fait.signe else ""
    certitude = balise("span", escape(fait.certitude), classe="ctg-sourdine")
    return balise("p", signe, " ", balise("span", escape(mot.texte), classe="ctg-ecrit"), " ", certitude, classe="ctg-reformule")


def ecarte(fait: Saillant, mot: Mot) -> str:
    """A dismissed sentence, its certainty, its reason."""
    return balise("div", _phrase(fait), _ecrit(mot))


def _phrase(fait: Saillant) -> str:
    return paragraphe(f"{fait.phrase} {fait.certitude}".strip(), "ctg-sourdine")


def note(mot: Mot) -> str:
    """A note away from its figure: which one, what, who."""
    return balise("div", paragraphe(f"{mot.libelle}, {mot.annee}", "ctg-sourdine"), _ecrit(mot), _alerte(mot))


def _ecrit(mot: Mot) -> str:
    texte = mots.RAISON.format(motif=mot.motif) if mot.motif else mot.texte
    return (balise("p", escape(texte), classe="ctg-ecrit") if texte else "") + paragraphe(mot.mention, "ctg-mention")


def _alerte(mot: Mot) -> str:
    return paragraphe(mot.alerte, "ctg-alerte") if mot.alerte else ""
