"""What people wrote, put on the portrait: decisions on its sentences, notes beside its figures, its state.

A record belongs to one figure of one year: on other data, it is shown as written then, and never speaks for the new figure.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ctg_data.diagnostic.qualite.regles import PAR_ID
from ctg_data.storage.acquittements import quand
from ctg_data.storage.fiches import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Choix, ElementSaillant, EtatPortrait, Note, Portrait
from ctg_data.storage.portraits import Ecrits
from ctg_data.views.ecrits import Etat, Mot, Saisies
from ctg_data.views.model import Chiffre, PortraitView, Saillant, Saillants
from ctg_data.wording import qualite as mots_qualite
from ctg_data.wording import saisies as mots
from ctg_data.wording.nombres import capitale, enumere, pluriel
from ctg_data.wording.typographie import insecables

Dit = tuple[Saillant, Mot | None]
"""A proposed sentence, and what a person decided of it."""


def avec_saisies(vue: PortraitView, ecrits: Ecrits) -> PortraitView:
    """The portrait with what was written on it."""
    lecture = _Lecture(vue)
    vivants = [f for f in ecrits.saillants if not f.supprime]
    notes = [lecture.note(f) for f in ecrits.notes if not f.supprime]
    raisons = [lecture.raison(f) for f in ecrits.acquittements if not f.supprime and lecture.parle(f)]
    decisions = {f.objet.indicateur: lecture.decision(f) for f in vivants if lecture.applique(f)}
    autres = {f.objet.indicateur: lecture.decision(f) for f in sorted(vivants, key=_annee) if f.objet.indicateur not in decisions}
    proposes = {s.indicateur for s in vue.saillants.tous}
    saisies = Saisies(
        etat=_etat(vue, ecrits),
        decisions=decisions,
        laissees={f.objet.indicateur: f for f in ecrits.saillants if f.supprime and lecture.applique(f)},
        anciennes={i: m for i, m in autres.items() if i in proposes},
        notes=_par_indicateur(m for m in notes if m.indicateur in lecture.chiffres),
        raisons=_par_indicateur(m for m in raisons if m.indicateur in lecture.chiffres),
        orphelines=(*(m for i, m in autres.items() if i not in proposes), *(m for m in notes if m.indicateur not in lecture.chiffres)),
        retirees=tuple(lecture.note(f) for f in ecrits.notes if f.supprime),
    )
    return replace(vue, saisies=saisies)


def constat(texte: str) -> str:
    """Fingerprint of what was read: it tells that a figure changed, and holds no figure that could be masked since."""
    return hashlib.sha256(texte.encode()).hexdigest()[:8]


class _Lecture:
    """The figures and the sentences of a portrait, by indicator."""

    def __init__(self, vue: PortraitView):
        self.chiffres: Mapping[str, Chiffre] = {c.id: c for t in vue.themes for c in t.chiffres}
        self._phrases = {s.indicateur: s.phrase for s in vue.saillants.tous}

    def applique(self, f: Fiche[ElementSaillant]) -> bool:
        """Whether a decision speaks of a sentence that is proposed today, on the same year."""
        return f.objet.indicateur in self._phrases and self._annee(f.objet.indicateur) == f.objet.annee

    def decision(self, f: Fiche[ElementSaillant]) -> Mot:
        choix, phrase = f.objet.choix, self._phrases.get(f.objet.indicateur)
        mention = mots.DECISIONS[choix].format(qui=mots.qui_quand(f.modifie_par, f.modifie_le))
        alerte = mots.PLUS_PROPOSEE if phrase is None else self._alerte(f, phrase, mots.PHRASE_REVISEE)
        return replace(self._mot(f, mention, alerte), motif=f.objet.motif if choix == Choix.ECARTE else "")

    def note(self, f: Fiche[Note]) -> Mot:
        modele = mots.NOTE_RETIREE if f.supprime else mots.NOTE_MODIFIEE if f.version > 1 else mots.NOTE
        mention = modele.format(qui=mots.qui_quand(f.modifie_par, f.modifie_le), auteur=mots.nom(f.cree_par))
        chiffre = self.chiffres.get(f.objet.indicateur)
        return self._mot(f, mention, self._alerte(f, chiffre.valeur_texte, mots.CHIFFRE_REVISE) if chiffre else mots.CHIFFRE_ABSENT)

    def parle(self, f: Fiche) -> bool:
        """Whether an acknowledgement is told: that of an alert of quality only beside the very year that was checked."""
        return f.objet.regle not in PAR_ID or self._annee(f.objet.indicateur) == f.objet.annee

    def raison(self, f: Fiche) -> Mot:
        """Why an alert was acknowledged.  Of a check of quality, the day alone: its reason quotes files and mistakes that are the Caf's
        own, and the portrait is read by partners."""
        if f.objet.regle in PAR_ID:
            meme = f.objet.edition.partition("|")[0] == self.chiffres[f.objet.indicateur].edition
            return self._mot(f, (mots_qualite.VERIFIE if meme else mots_qualite.VERIFIE_AVANT).format(jour=quand(f.cree_le)), "")
        mention = mots.ACQUITTE.format(qui=mots.qui_quand(f.modifie_par, f.modifie_le))
        return replace(self._mot(f, mention, self._alerte(f, "", "")), texte=f.objet.motif)

    def _mot(self, f: Fiche, mention: str, alerte: str) -> Mot:
        o = f.objet
        texte = getattr(o, "texte", "") if getattr(o, "choix", Choix.REFORMULE) == Choix.REFORMULE else ""
        return Mot(f, o.indicateur, self.libelle(o.indicateur), o.annee, texte, mention, insecables(alerte))

    def libelle(self, indicateur: str) -> str:
        return self.chiffres[indicateur].libelle if indicateur in self.chiffres else _libelles().get(indicateur, indicateur)

    def _annee(self, indicateur: str) -> int | None:
        return self.chiffres[indicateur].annee if indicateur in self.chiffres else None

    def _alerte(self, f: Fiche, lu: str, revise: str) -> str:
        """That a record was written on another year, or on another value of the same year."""
        annee = self._annee(f.objet.indicateur)
        if annee != f.objet.annee:
            return mots.AUTRE_ANNEE.format(ecrit=f.objet.annee, actuel=annee or "n.d.")
        sien = getattr(f.objet, "constat", "")
        return revise if sien and sien != constat(lu) else ""


def _libelles() -> Mapping[str, str]:
    from ctg_data.indicators.registry import catalogue

    return {i.id: i.libelle for i in catalogue()}


def _annee(f: Fiche[ElementSaillant]) -> int:
    return f.objet.annee


def _par_indicateur(mots_: Iterable[Mot]) -> dict[str, tuple[Mot, ...]]:
    ranges: dict[str, tuple[Mot, ...]] = {}
    for mot in mots_:
        ranges[mot.indicateur] = (*ranges.get(mot.indicateur, ()), mot)
    return ranges


def _etat(vue: PortraitView, ecrits: Ecrits) -> Etat:
    f = ecrits.portrait
    if f is None:
        return Etat(mot=mots.BROUILLON, mention=mots.JAMAIS_PUBLIE)
    qui = mots.qui_quand(f.modifie_par, f.modifie_le)
    if f.objet.etat != EtatPortrait.PUBLIE:
        return Etat(False, mots.BROUILLON, mots.REPRIS.format(qui=qui), (), f)
    return Etat(True, mots.PUBLIE, mots.PUBLIE_PAR.format(qui=qui), tuple(_depuis(vue, ecrits, f)), f)


def _depuis(vue: PortraitView, ecrits: Ecrits, f: Fiche[Portrait]) -> Iterable[str]:
    """What a reader of the published portrait would not find as it was."""
    if ecrits.changes:
        dernier = max(ecrits.changes, key=lambda x: x.modifie_le)
        qui = mots.qui_quand(dernier.modifie_par, dernier.modifie_le)
        yield insecables(mots.MODIFIE_DEPUIS.format(nombre=pluriel(len(ecrits.changes), "texte changé", "textes changés"), qui=qui))
    if f.objet.donnees and vue.donnees not in f.objet.donnees.split("+"):
        yield insecables(mots.DONNEES_DEPUIS)


def dits(vue: PortraitView, faits: Sequence[Saillant]) -> tuple[Dit, ...]:
    """The sentences that nobody dismissed, each with its decision."""
    tous = ((s, vue.saisies.decisions.get(s.indicateur)) for s in faits)
    return tuple((s, mot) for s, mot in tous if mot is None or not mot.ecarte)


def ecartes(vue: PortraitView) -> tuple[Dit, ...]:
    tous = ((s, vue.saisies.decisions.get(s.indicateur)) for s in vue.saillants.tous)
    return tuple((s, mot) for s, mot in tous if mot is not None and mot.ecarte)


def phrase(fait: Saillant, mot: Mot | None) -> str:
    """The words of the person where there are some, else the sentence as proposed."""
    return mot.texte if mot is not None and mot.reformule else fait.phrase


def pour_la_salle(vue: PortraitView) -> PortraitView:
    """The portrait as a room sees it: what was kept or reworded if anything was, else what is proposed; no note, nothing dismissed."""
    decide = any(not mot.ecarte for mot in vue.saisies.decisions.values())
    s = vue.saillants
    besoins, forces, incertains = (_dits_en_salle(vue, faits, decide) for faits in (s.besoins, s.forces, s.incertains))
    messages = (_message(s.message_besoins, besoins), _message(s.message_forces, forces))
    return replace(vue, saillants=Saillants(besoins, forces, *messages, incertains), saisies=Saisies(etat=vue.saisies.etat))


def a_emporter(vue: PortraitView) -> PortraitView:
    """The portrait as its files hold it: once published, it goes to partners, without what was dismissed nor why."""
    if not vue.saisies.etat.publie:
        return vue
    s, ecrits = vue.saillants, vue.saisies
    besoins, forces, incertains = (tuple(fait for fait, _ in dits(vue, faits)) for faits in (s.besoins, s.forces, s.incertains))
    saisies = replace(
        ecrits,
        decisions=_sans_ecartes(ecrits.decisions),
        anciennes=_sans_ecartes(ecrits.anciennes),
        orphelines=tuple(mot for mot in ecrits.orphelines if not mot.ecarte),
    )
    messages = (_message(s.message_besoins, besoins), _message(s.message_forces, forces))
    return replace(vue, saillants=Saillants(besoins, forces, *messages, incertains), saisies=saisies)


def _sans_ecartes(decisions: Mapping[str, Mot]) -> dict[str, Mot]:
    return {indicateur: mot for indicateur, mot in decisions.items() if not mot.ecarte}


def _dits_en_salle(vue: PortraitView, faits: Sequence[Saillant], decide: bool) -> tuple[Saillant, ...]:
    montres = ((s, mot) for s, mot in dits(vue, faits) if mot is not None or not decide)
    return tuple(replace(s, phrase=" ".join(phrase(s, mot).split("\n"))) for s, mot in montres)


def _message(message: str, montres: Sequence[Saillant]) -> str:
    return message or ("" if montres else mots.RIEN_RETENU)


def annee(vue: PortraitView, indicateur: str) -> int:
    """The year of the figure that a proposed sentence speaks of."""
    return next(c.annee for t in vue.themes for c in t.chiffres if c.id == indicateur)


def annulation(geste: Sequence[Entree]) -> str:
    """« Annuler : note modifiée à 10 h 12 »: everything that one undoing takes back."""
    return _dit(mots.ANNULATION, geste)


def annule(geste: Sequence[Entree]) -> str:
    """« Annulé : note enregistrée et alerte acquittée à 10 h 12. »"""
    return _dit(mots.ANNULE_FAIT, geste)


def _dit(modele: str, geste: Sequence[Entree]) -> str:
    return insecables(modele.format(quoi=enumere([_fait(e) for e in geste]), heure=mots.heure(geste[0].instant)))


def _fait(e: Entree) -> str:
    return mots.FAITS_ALERTE[e.geste] if e.genre == "acquittement" else f"{mots.QUOI[e.genre]} {mots.FAITS[e.geste]}"


def sujet(mot: Mot) -> str:
    """« Taux de pauvreté, 2021 »."""
    return f"{capitale(mot.libelle)}, {mot.annee}"
