"""What must be known of a perimeter before its figures: signature, composition, amendments, the CTG around it."""

from collections.abc import Iterator, Sequence

from ctg_data.territoires import perimetre
from ctg_data.territoires.atlas import NIVEAU, Atlas, Lieu
from ctg_data.territoires.perimetre import Avenant, Genre, Periode
from ctg_data.views.lecture import Corpus
from ctg_data.wording import fr, nombres
from ctg_data.wording import paquet as mots

GENRES = {Genre.LOCALE: "CTG locale", Genre.DEPARTEMENTALE: "CTG départementale"}
CITEES = 4
"""Communes named in a sentence; beyond, they are counted."""


def details(ref: Atlas, code: str, *, corpus: Corpus) -> tuple[str, ...]:
    """One sentence a fact, in reading order."""
    lieu, periode = ref.lieu(code)
    return (
        f"{statut(lieu)}. {_composition(lieu, periode)}",
        *avenants(ref, lieu),
        *_rattachement(ref, lieu),
        *_alentour(ref, lieu, periode),
        *_avertissements(ref, lieu, corpus.valeurs(NIVEAU, codes=[lieu.code(periode)]).empty, corpus),
    )


def statut(lieu: Lieu) -> str:
    """« CTG locale, signée le 12 mars 2024 »."""
    signature = f"signée le {nombres.jour(lieu.signe_le)}" if lieu.signe_le else "pas encore signée"
    return f"{GENRES[lieu.genre]}, {signature}"


def _composition(lieu: Lieu, periode: Periode) -> str:
    suites = lieu.periodes
    if periode == suites[-1]:
        return f"Composition d'aujourd'hui, en vigueur depuis le {nombres.jour(periode.debut)}."
    suivante = suites[suites.index(periode) + 1]
    return f"Composition en vigueur du {nombres.jour(periode.debut)} au {nombres.jour(suivante.debut)}, et non celle d'aujourd'hui."


def avenants(ref: Atlas, lieu: Lieu) -> Iterator[str]:
    """One sentence an amendment, oldest first."""
    for avenant in perimetre.avenants(lieu.communes):
        yield f"Avenant du {nombres.jour(avenant.jour)} : {mouvements(ref, avenant)}."


def mouvements(ref: Atlas, avenant: Avenant) -> str:
    """« entrent Nieul et Razès ; sort Folles »."""
    faits = [
        f"{'entre' if len(codes) == 1 else 'entrent'} {citees(ref, codes)}"
        if entree
        else f"{'sort' if len(codes) == 1 else 'sortent'} {citees(ref, codes)}"
        for codes, entree in ((avenant.entrees, True), (avenant.sorties, False))
        if codes
    ]
    return " ; ".join(faits)


def citees(ref: Atlas, codes: Sequence[str]) -> str:
    """The names of a few communes, the number of many."""
    if len(codes) > CITEES:
        return nombres.pluriel(len(codes), "commune")
    return nombres.enumere([ref.territoire("commune", c).nom for c in codes])


def _rattachement(ref: Atlas, lieu: Lieu) -> Iterator[str]:
    """The départemental CTG above, or the local ones inside and what is beyond them."""
    if lieu.parent in ref.lieux:
        yield f"Rattachée à la CTG départementale « {ref.lieux[lieu.parent].nom} »."
    locales = ref.locales(lieu.id)
    if not locales:
        return
    dedans = {c for autre in locales for c in autre.periodes[-1].codes}
    au_dela = [c for c in lieu.periodes[-1].codes if c not in dedans]
    hors = sorted(dedans - set(lieu.periodes[-1].codes))
    reste = f"au-delà d'elles : {citees(ref, au_dela)}" if au_dela else "elles couvrent toutes ses communes"
    yield f"CTG locales : {nombres.enumere([f'« {x.nom} »' for x in locales])} ; {reste}."
    if hors:
        yield f"Communes de CTG locales hors de ce périmètre : {citees(ref, hors)}."


def _alentour(ref: Atlas, lieu: Lieu, periode: Periode) -> Iterator[str]:
    """Perimeters that share communes with this one, neither above nor below it."""
    siennes = set(periode.codes)
    autres = [x for x in ref.lieux.values() if x.id != lieu.id and lieu.id != x.parent and x.id != lieu.parent]
    partages = [(x.nom, len(siennes & set(x.periodes[-1].codes))) for x in autres]
    communs = [f"« {nom} » ({nombres.pluriel(n, 'commune')})" for nom, n in partages if n]
    if communs:
        yield f"Communes partagées avec d'autres périmètres : {nombres.enumere(communs)}."


def _avertissements(ref: Atlas, lieu: Lieu, vide: bool, corpus: Corpus) -> Iterator[str]:
    """What is left out, refused, or still to be imported."""
    if lieu.partielles:
        yield fr.texte("perimetre.partielles", communes=citees(ref, lieu.partielles))
    if lieu.refus:
        yield fr.texte("perimetre.refus", causes=lieu.refus)
    elif vide and corpus.perimetres_a_calculer:
        yield fr.texte("perimetre.a_calculer")
    elif vide and corpus.paquet:
        yield mots.PERIMETRE_HORS
    elif vide:
        demo = all(corpus.est_demo("commune", c) or not corpus.codes("commune") & {c} for c in lieu.periodes[-1].codes)
        yield fr.texte("perimetre.vide.demo" if demo and corpus.demonstration is not None and not corpus.fictive else "perimetre.vide")
