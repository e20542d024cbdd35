"""The local sources on the data page: those declared, those that do not serve and why, what importing a file would give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctg_data.correspondances import Apercu, LigneApercu
from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import Faute
from ctg_data.indicators import vocabulaire
from ctg_data.loaders.locales import Locales
from ctg_data.loaders.locales_modele import Declaration
from ctg_data.wording import fr, nombres
from ctg_data.wording import sources_locales as mots
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class SourcesView:
    """``declarees``: one row a source in use; ``ecartees``: one row a fault of those that do not serve.

    ``choix``: (id, title) of those in use; ``de_cote``: of those set aside; ``changees``: ids whose earlier text can come back;
    ``abimees``: names of the files that are not used.
    """

    declarees: Tableau
    ecartees: Tableau
    choix: tuple[tuple[str, str], ...]
    de_cote: tuple[tuple[str, str], ...]
    changees: frozenset[str]
    abimees: tuple[str, ...]


@dataclass(frozen=True)
class ApercuVue:
    """``sain``: the file would be imported."""

    resume: str
    tableau: Tableau
    fautes: Tableau
    avertissements: tuple[str, ...]
    sain: bool
    note: str = ""


def sources(
    locales: Locales, editions: Mapping[str, Sequence[Mapping]], *, de_cote: Mapping[str, str], changees: frozenset[str]
) -> SourcesView:
    """``editions``: those imported through each local source (``correspondances.importees``)."""
    lignes = tuple(_declaree(d, editions.get(d.source, ())) for d in locales.declarations)
    ecartees = tuple(f for fautes in locales.fautes.values() for f in fautes)
    choix = tuple((d.id, d.titre) for d in locales.declarations)
    return soigne(
        SourcesView(
            Tableau(mots.LISTE, mots.COLONNES, lignes),
            fautes(ecartees, mots.ECARTEES),
            choix,
            tuple(de_cote.items()),
            changees,
            tuple(locales.fautes),
        )
    )


def _declaree(d: Declaration, editions: Sequence[Mapping]) -> tuple[str, ...]:
    courantes = [e for e in editions if e["courante"]]
    return (
        d.titre,
        d.producteur,
        fr.NIVEAUX[d.niveau],
        mots.COURT[d.donnees],
        nombres.capitale(nombres.enumere([_nom(d, v.mesure) for v in d.valeurs])),
        nombres.enumere([str(e["fichier"]) for e in courantes]) or mots.AUCUN_FICHIER,
        nombres.annees([a for e in courantes for a in e["annees"]]),
    )


def _nom(d: Declaration, mesure: str) -> str:
    if mesure in d.propres:
        return d.propres[mesure].libelle
    connue = vocabulaire.nationales().get(mesure)
    return connue.libelle if connue else mesure


def apercu(a: Apercu, declaration: Declaration) -> ApercuVue:
    """What a file gives, in words: its shape, and what of its totals may be told."""
    resume = "" if a.fautes else _resume(a)
    tableau = Tableau(mots.APERCU, mots.COLONNES_APERCU, tuple(map(_ligne, a.mesures)), (3, 4, 5, 6))
    protege = declaration.donnees == "protegees" and not a.fautes
    siennes = any(f.fichier == f"{declaration.id}.toml" for f in a.fautes)
    trouvees = fautes_saisies(a.fautes, declaration) if siennes else fautes(a.fautes, mots.FAUTES)
    return soigne(ApercuVue(resume, tableau, trouvees, a.avertissements, not a.fautes, mots.TOTAL_NON_DIT if protege else ""))


def _resume(a: Apercu) -> str:
    return mots.RESUME.format(
        fichier=a.fichier,
        lignes=nombres.pluriel(a.lignes_lues, "ligne"),
        territoires=nombres.pluriel(a.territoires, "territoire"),
        annees=f"année{'s' if len(a.annees) > 1 else ''} {nombres.annees(a.annees)}",
    )


def _ligne(ligne: LigneApercu) -> tuple[str, ...]:
    comptes = (nombres.nombre(n) for n in (ligne.presentes, ligne.secretes, ligne.absentes))
    return (nombres.capitale(ligne.mesure), ligne.modalite, nombres.annees(ligne.annees), *comptes, _total(ligne))


def _total(ligne: LigneApercu) -> str:
    if ligne.total is None:
        return mots.PAS_DE_TOTAL
    texte = nombres.nombre(ligne.total, 0 if float(ligne.total).is_integer() else 2)
    return mots.ENVIRON.format(total=texte) if ligne.environ else texte


def fautes_saisies(trouvees: Sequence[Faute], d: Declaration) -> Tableau:
    """Faults of a declaration that a form holds: each under the name of its field."""
    lignes = tuple((_champ(f.colonne, d), f.trouve, f.attendu) for f in trouvees)
    return soigne(Tableau(mots.FAUTES, mots.COLONNES_SAISIE, lignes))


def _champ(cle: str, d: Declaration) -> str:
    """« mesures 2.unite » is a field of the column that gives the second measure."""
    section, _, rang = cle.partition(".")[0].partition(" ")
    if section == "valeurs" and rang:
        return mots.LIGNE_DE_CHAMP.format(repere=d.valeurs[int(rang) - 1].repere)
    if section == "mesures" and rang:
        mesure = d.mesures[int(rang) - 1].id
        return next((mots.LIGNE_DE_CHAMP.format(repere=v.repere) for v in d.valeurs if v.mesure == mesure), mesure)
    return mots.CHAMPS.get(cle, cle)


def fautes(trouvees: Sequence[Faute], titre: str) -> Tableau:
    """Each fault with where it is and how to mend it."""
    lignes = tuple((f.fichier, str(f.ligne or ""), f.colonne or f.feuille, f.trouve, f.attendu, f.remede) for f in trouvees)
    return soigne(Tableau(titre, mots.COLONNES_FAUTES, lignes, (1,)))
