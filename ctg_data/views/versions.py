"""Two versions of a text, word by word; two versions of a path, element by element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ctg_data.parcours import graphe
from ctg_data.parcours.chemin import Chemin
from ctg_data.parcours.dossier import Dossier
from ctg_data.wording import chemins as noms
from ctg_data.wording import parcours as mots

MOT = re.compile(r"(?:\w+['’]?|[^\w\s])\s*")
"""A word with its elided letter (« d’ ») and the space after it, or a sign of punctuation."""
COURT = 3
"""Letters of a word (« de », « un ») that, alone between two changes, is better read with them."""
RESSEMBLE = 0.6
"""From this likeness on, two sentences are one that was reworded."""


class Sort(StrEnum):
    """What became of a few words."""

    GARDE = "garde"
    AJOUTE = "ajoute"
    RETIRE = "retire"


@dataclass(frozen=True)
class Morceau:
    sort: Sort
    texte: str


Texte = tuple[Morceau, ...]


@dataclass(frozen=True)
class Ecart:
    """One thing that differs between two paths: ``quoi`` (« Étape ajoutée »…), and its words with what changed in them."""

    quoi: str
    texte: Texte


def differences(avant: str, apres: str) -> Texte:
    """The words kept, taken away and added, in reading order.  Spaces and line breaks alone make no difference."""
    a, b = MOT.findall(avant), MOT.findall(apres)
    trouvees: list[Morceau] = []
    for garde, mots_a, mots_b in _suites(a, b):
        if garde:
            trouvees.append(Morceau(Sort.GARDE, "".join(mots_b)))
        else:
            trouvees += [Morceau(s, "".join(t)) for s, t in ((Sort.RETIRE, mots_a), (Sort.AJOUTE, mots_b)) if t]
    return tuple(trouvees)


def _suites(a: list[str], b: list[str]) -> list[tuple[bool, list[str], list[str]]]:
    """(kept?, words before, words after), one after the other; a lone short word kept between two changes goes with them."""
    comparaison = SequenceMatcher(None, [t.rstrip() for t in a], [t.rstrip() for t in b], autojunk=False)
    suites: list[tuple[bool, list[str], list[str]]] = []
    codes = comparaison.get_opcodes()
    for rang, (quoi, i, j, k, m) in enumerate(codes):
        seul = 0 < rang < len(codes) - 1 and j - i == 1 and len(a[i].rstrip()) <= COURT
        garde = quoi == "equal" and not seul
        if suites and not garde and not suites[-1][0]:
            _, avant, apres = suites.pop()
            suites.append((False, avant + a[i:j], apres + b[k:m]))
        else:
            suites.append((garde, a[i:j], b[k:m]))
    return suites


def change(texte: Texte) -> bool:
    return any(m.sort != Sort.GARDE for m in texte)


def compare(dossier: Dossier, avant: str, apres: str) -> tuple[Ecart, ...]:
    """What differs from one version of a path to another: steps, arrows, hypotheses; steps are the same when their words are close."""
    etapes = [{i: e.libelle for i, e in dossier.etapes(c) if not e.ecartee} for c in (avant, apres)]
    memes = apparie(*etapes) | {dossier.de(Chemin)[avant].changement: dossier.de(Chemin)[apres].changement}
    textes = [{i: f"{h.texte} ({mots.etat(h.etat)})" for i, h in dossier.hypotheses(c).items()} for c in (avant, apres)]
    return (
        *_ecarts("etape", *etapes, memes),
        *_fleches(dossier, avant, apres, memes),
        *_ecarts("hypothese", *textes, apparie(*textes)),
    )


def _fleches(dossier: Dossier, avant: str, apres: str, memes: Mapping[str, str]) -> list[Ecart]:
    """An arrow is the same when it joins the same steps, whatever their words."""
    la, ici = _bouts(dossier, avant, memes), _bouts(dossier, apres, {})
    retirees = [_ecart("fleche", Sort.RETIRE, t) for bouts, t in la.items() if bouts not in ici]
    return retirees + [_ecart("fleche", Sort.AJOUTE, t) for bouts, t in ici.items() if bouts not in la]


def _bouts(dossier: Dossier, chemin: str, memes: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """The arrows of a path: both ends, as they are called in the other path, and in words."""
    joints = [(lien.de, lien.vers) for lien in dossier.liens(chemin).values()]
    return {
        (memes.get(de, de), memes.get(vers, vers)): f"{graphe.nom_de(dossier, de)} → {graphe.nom_de(dossier, vers)}" for de, vers in joints
    }


def _ecarts(genre: str, avant: Mapping[str, str], apres: Mapping[str, str], memes: Mapping[str, str]) -> tuple[Ecart, ...]:
    """What went, what came, what was reworded.  ``memes``: id before -> id after, of what is the same."""
    restes = {memes[i]: t for i, t in avant.items() if memes.get(i) in apres}
    retires = [_ecart(genre, Sort.RETIRE, t) for i, t in avant.items() if memes.get(i) not in apres]
    ajoutes = [_ecart(genre, Sort.AJOUTE, t) for i, t in apres.items() if i not in restes]
    reprises = (differences(restes[i], t) for i, t in apres.items() if i in restes)
    return (*retires, *ajoutes, *(Ecart(_quoi(genre, Sort.GARDE), t) for t in reprises if change(t)))


def _ecart(genre: str, sort: Sort, texte: str) -> Ecart:
    return Ecart(_quoi(genre, sort), (Morceau(sort, texte),))


def _quoi(genre: str, sort: Sort) -> str:
    return f"{noms.GENRES_ECARTS[genre]} {noms.SORTS[sort.value]}"


def apparie(avant: Mapping[str, str], apres: Mapping[str, str]) -> dict[str, str]:
    """Id before -> id after, of the texts that are the same, then of the closest ones that are close enough."""
    memes, libres = {}, dict(apres)
    for i, texte in avant.items():
        if (egal := next((j for j, t in libres.items() if t == texte), None)) is not None:
            memes[i] = egal
            del libres[egal]
    proches = sorted(
        ((r, i, j) for i, t in avant.items() if i not in memes for j, u in libres.items() if (r := _ressemblance(t, u)) >= RESSEMBLE),
        reverse=True,
    )
    for _, i, j in proches:
        if i not in memes and j in libres:
            memes[i] = j
            del libres[j]
    return memes


def _ressemblance(a: str, b: str) -> float:
    comparaison = SequenceMatcher(None, a, b, autojunk=False)
    return comparaison.ratio() if comparaison.quick_ratio() >= RESSEMBLE else 0.0
