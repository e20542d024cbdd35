"""Plays the declarations of a demonstration CTG through the services, so that every rule of a CTG holds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from ctg_data.conventions import chemins, consentement
from ctg_data.conventions.gestes import Etabli
from ctg_data.demonstration.conventions.calendrier import Calendrier
from ctg_data.demonstration.conventions.chiffres import Chiffres, Depart
from ctg_data.demonstration.conventions.declarations import Acte, Chiffre, Dit, Lu, Marche, Pari, Signe, Trace
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Action
from ctg_data.parcours.etats import EtatAction, EtatChemin, EtatHypothese
from ctg_data.parcours.genres import REFERENCES
from ctg_data.parcours.suivi import IndicateurLie, Marqueur, Objet, Preuve, Releve
from ctg_data.storage.depot import Fiche
from ctg_data.wording.typographie import soigne

OBJETS = {Changement: Objet.CHANGEMENT, Etape: Objet.ETAPE, Hypothese: Objet.HYPOTHESE}
BUT = "*"
"""The change at the end of a path."""
LECTURE = 4
"""Months before the signature when starting points are read."""


class Scene:
    """One CTG being told.  Records are called by short keys; texts take their typography here."""

    def __init__(self, etabli: Etabli, calendrier: Calendrier, chiffres: Chiffres):
        self.etabli, self.calendrier, self.chiffres = etabli, calendrier, chiffres
        self.le = calendrier.le
        self._noms: dict[str, str] = {"ctg": etabli.dossier.id}

    def fiche(self, nom: str) -> Fiche:
        return self.etabli.fiches[self._noms[nom]]

    def pose(self, genre: type, nom: str = "", /, *etapes: etats.Etat, raison: str = "", **champs: Any) -> str:
        """Write a record, then lead it through these states; its key."""
        for champ in REFERENCES.get(genre, {}):
            if cite := champs.get(champ, ""):
                champs[champ] = self._noms[cite]
        fiche = self.etabli.cree(soigne(genre(self.etabli.dossier.id, **champs)))
        cle = nom or fiche.id
        self._noms[cle] = fiche.id
        self.mene(cle, *etapes, raison=raison)
        return cle

    def mene(self, nom: str, *etapes: etats.Etat, raison: str = "") -> None:
        """Lead a record to these states, by the shortest way between them."""
        for vers in etapes:
            for etat in _route(self.fiche(nom).objet.etat, vers):
                self.etabli.passe(self.fiche(nom), etat, soigne(raison))

    def propose(self, nom: str, cible: str, reunion: str, *etapes: etats.Etat, texte: str = "") -> None:
        """Put a record to consent, in its own words or in others."""
        proposition = consentement.propose(self.etabli, self.fiche(cible), self._noms[reunion])
        self._noms[nom] = proposition.id
        if texte:
            self.etabli.modifie(proposition, texte=soigne(texte))
        self.mene(nom, *etapes)

    def leve(self, nom: str, *, texte: str = "", reponse: str = "") -> None:
        consentement.leve(self.etabli, self.fiche(nom), texte=soigne(texte), reponse=soigne(reponse))

    def adopte(self, nom: str) -> None:
        consentement.adopte(self.etabli, self.fiche(nom))

    # Plan and paths ------------------------------------------------------------------------------------------------

    def agit(self, actes: Iterable[Acte]) -> None:
        for acte in actes:
            self._agit(acte)

    def _agit(self, acte: Acte) -> None:
        debut, fin = (self.le(m) for m in acte.quand) if acte.quand else (None, None)
        caf, collectivite = acte.binome
        memes = ("libelle", "theme", "pilote", "cout", "cof", "avancement", "description")
        champs = {c: getattr(acte, c) for c in memes} | {"debut": debut, "fin": fin}
        # an action is put off or given up once it was planned, where it had its days
        par = (EtatAction.PLANIFIEE,) if debut and acte.etat in etats.MOTIVES else ()
        etapes = (*par, acte.etat)
        self.pose(Action, acte.nom, *etapes, raison=acte.motif, binome_caf=caf, binome_collectivite=collectivite, **champs)

    def trace(self, nom: str, trace: Trace, *etapes: EtatChemin) -> None:
        """The first version of a path, led to these states."""
        chemin = chemins.ouvre(self.etabli, self._noms[trace.changement], trace.pilote)
        self._noms[nom] = chemin.id
        self._dessine(nom, trace, etapes)

    def revise(self, nom: str, trace: Trace, *etapes: EtatChemin) -> None:
        """A new version of a path: ``trace`` adds to the drawing, and keys name its records from now on."""
        ancien = self._noms[nom]
        neuf = chemins.revise(self.etabli, self.fiche(nom))
        self._renomme(ancien, neuf.id)
        self._noms[nom] = neuf.id
        self._dessine(nom, trace, etapes)

    def _dessine(self, nom: str, trace: Trace, etapes: Iterable[EtatChemin]) -> None:
        if trace.note:
            self.etabli.modifie(self.fiche(nom), note=soigne(trace.note))
        deja = len(self.etabli.dossier.etapes(self._noms[nom]))
        for rang, marche in enumerate(trace.marches, deja):
            self._marche(nom, marche, rang)
        fins = {BUT: self._noms[trace.changement]}
        for chaine in trace.fleches:
            for de, vers in pairwise(chaine.split(" > ")):
                self._relie(nom, de, fins.get(vers) or self._noms[vers], cle=f"{de} > {vers}")
        for pari in trace.paris:
            self._parie(pari)
        self.mene(nom, *etapes)
        for pari in trace.paris:
            self.juge(pari)

    def _marche(self, chemin: str, marche: Marche, rang: int) -> None:
        echeance = None if marche.mois is None else self.le(marche.mois)
        champs = {"libelle": marche.libelle, "acteur": marche.acteur, "ecartee": marche.ecartee, "echeance": echeance}
        self.pose(Etape, marche.nom, chemin=chemin, ordre=rang, **champs)
        self.suit(marche.nom, *marche.signes)

    def _relie(self, chemin: str, de: str, vers: str, *, cle: str) -> None:
        self._noms[cle] = chemins.relie(self.etabli, self._noms[chemin], self._noms[de], vers).id

    def _parie(self, pari: Pari) -> None:
        champs = {"texte": pari.texte, "risque": pari.risque, "prevue_le": self.le(pari.examen)}
        self.pose(Hypothese, pari.nom, lien=pari.fleche, **champs)
        self.suit(pari.nom, *pari.signes)
        self.chiffre(pari.nom, *pari.chiffres)

    def juge(self, pari: Pari) -> None:
        """The evidence on a hypothesis, and where it leads."""
        self.prouve(pari.nom, *pari.dits)
        self.mene(pari.nom, pari.etat, raison=pari.motif)

    def retire(self, nom: str) -> None:
        self.etabli.supprime(self.fiche(nom))

    def modifie(self, nom: str, **champs: Any) -> None:
        self.etabli.modifie(self.fiche(nom), **{c: soigne(v) if isinstance(v, str) else v for c, v in champs.items()})

    def _renomme(self, ancien: str, neuf: str) -> None:
        """Keys of what a version holds call its copies in the next one."""
        copies = {ancien: neuf}
        for genre in (Etape, Lien, Hypothese, Marqueur):
            tous = self.etabli.dossier.de(genre)
            for identifiant in [i for i in tous if i in self._noms.values()]:
                if copie := _copie(tous[identifiant], copies):
                    copies[identifiant] = next(i for i, objet in tous.items() if objet == copie)
        self._noms = {nom: copies.get(i, i) for nom, i in self._noms.items()}

    # Follow-up -----------------------------------------------------------------------------------------------------

    def suit(self, cible: str, *signes: Signe) -> None:
        """Markers of a record, as they were read."""
        for rang, signe in enumerate(signes):
            champs = {"rang": signe.rang, "portee": signe.portee, "libelle": signe.libelle, "ordre": rang}
            nom = self.pose(Marqueur, signe.nom, objet=self._objet(cible), cible=cible, **champs)
            self.lit(nom, *signe.lus)

    def lit(self, marqueur: str, *lus: Lu) -> None:
        for lu in lus:
            self.pose(Releve, marqueur=marqueur, jour=self.le(lu.mois), etat=lu.etat, commentaire=lu.commentaire)

    def prouve(self, cible: str, *dits: Dit) -> None:
        for dit in dits:
            champs = {c: getattr(dit, c) for c in ("type", "niveau", "source", "texte", "conforte")}
            self.pose(Preuve, objet=self._objet(cible), cible=cible, jour=self.le(dit.mois), **champs)

    def chiffre(self, porteur: str, *chiffres: Chiffre) -> None:
        """Linked indicators, from their starting point as published; one that is not published is left out."""
        for chiffre in chiffres:
            self._chiffre(porteur, chiffre)

    def _chiffre(self, porteur: str, chiffre: Chiffre) -> None:
        depart = self.chiffres.depart(chiffre.indicateur, self.le(self.calendrier.signature - LECTURE))
        if depart is None:
            return
        t0 = {"t0_annee": depart.annee, "t0_valeur": depart.valeur, "t0_bas": depart.bas, "t0_haut": depart.haut}
        t0 |= {"t0_edition": depart.edition, "t0_sources": depart.sources, "t0_arr5": depart.arr5, "t0_fictif": depart.fictif}
        t0 |= {"t0_jour": date(depart.annee, 12, 31), "t0_communes": self.chiffres.communes}
        champs = {"indicateur": chiffre.indicateur, "portee": chiffre.portee, "sens": chiffre.sens, **self._cible(chiffre, depart), **t0}
        self.pose(IndicateurLie, objet=self._objet(porteur), porteur=porteur, **champs)

    def _cible(self, chiffre: Chiffre, depart: Depart) -> dict[str, Any]:
        """For the last year of the CTG."""
        if chiffre.ecart is None:
            return {}
        vise = f"{max(float(depart.valeur) + chiffre.ecart, 0):.10g}"
        return {"cible": vise, "cible_annee": self.calendrier.fin.year, "accepte": chiffre.accepte}

    def _objet(self, nom: str) -> Objet:
        return OBJETS[type(self.fiche(nom).objet)]


def _route(de: etats.Etat, vers: etats.Etat) -> tuple[etats.Etat, ...]:
    """The shortest way between two states, the first one left out."""
    voies: dict[etats.Etat, tuple[etats.Etat, ...]] = {de: ()}
    reste = [de]
    while vers not in voies:
        ici = reste.pop(0)
        for suite in etats.suites(ici):
            if suite not in voies:
                voies[suite] = (*voies[ici], suite)
                reste.append(suite)
    return voies[vers]


def _copie(objet: Any, copies: Mapping[str, str]) -> Any:
    """What a record became in the next version of its path, None when it is not of that path."""
    cites = {c: getattr(objet, c) for c in REFERENCES[type(objet)]}
    if not set(cites.values()) & copies.keys():
        return None
    neuf = {"etat": EtatHypothese.A_TESTER, "motif": ""} if isinstance(objet, Hypothese) else {}
    return replace(objet, **{c: copies.get(i, i) for c, i in cites.items()}, **neuf)
