"""A large fictive CTG for the measures: 50 changes, 500 steps on 50 paths, followed by markers, evidence and figures of the diagnostic.

Written straight into the depot, in one gesture: what is measured is what comes after.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ctg_data.conventions.lecture import depot, livre
from ctg_data.demonstration.conventions.chiffres import Chiffres
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import ObjetPropose, Proposition
from ctg_data.parcours.convention import Action, Ctg, Instance, Organisation, Reunion, TypeInstance, TypeOrganisation, Validation
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatHypothese,
    EtatProposition,
    EtatReunion,
)
from ctg_data.parcours.invariants import invariants
from ctg_data.parcours.suivi import EtatMarqueur, IndicateurLie, Marqueur, Objet, Preuve, Rang, Releve, TypePreuve
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot

CHANGEMENTS, ETAPES = 50, 10
EPCI = "200066512"
SIGNATURE, FIN = date(2025, 1, 15), date(2029, 12, 31)
THEMES = ("PE", "JE", "PA", "AV", "LC")
PUBLICS = ("familles", "jeunes de 11 à 17 ans", "parents seuls", "habitants éloignés des services")
SUJETS = (
    "trouvent un accueil à moins de vingt minutes de chez elles",
    "se disent écoutés par les élus de leur commune",
    "ne restent pas isolés les soirs et les fins de semaine",
    "obtiennent leurs droits sans y renoncer",
    "participent à ce qui se décide pour leur quartier",
)
INDICATEURS = ("part_m3_parents_actifs", "part_monoparentales", "tx_pauvrete_60", "part_18_24_br", "tx_couv_caf")
FLECHES = (*((n, n + 2) for n in range(8)), (0, 3), (2, 5), (4, 7))
"""Between steps, by rank: two lines that cross three times; the two last ones lead to the change."""
PARIS = (1, 5, 8)
"""Arrows that bear a hypothesis."""


@dataclass(frozen=True)
class GrandeCtg:
    """Ids: of the CTG, of its changes in order, of the changes whose path is still being drawn."""

    ctg: str
    changements: tuple[str, ...]
    ouverts: tuple[str, ...]


def ecrit(settings: Settings) -> GrandeCtg:
    """Write it whole; the rules hold."""
    with depot(settings).ensemble() as d:
        ecriture = _Ecriture(d, settings)
        ecrite = ecriture.ecrit()
        assert not (faux := invariants(livre(d, ecrite.ctg).dossier)), faux
    return ecrite


class _Ecriture:
    def __init__(self, d: Depot, settings: Settings):
        self._d, self._chiffres = d, Chiffres(settings, EPCI)

    def ecrit(self) -> GrandeCtg:
        raison = "Cinquante changements : une convention d'essai, plus grande que celles que l'on rencontre."
        dates = {"signe_le": SIGNATURE, "debut": SIGNATURE, "fin": FIN}
        ctg = Ctg("Grande CTG d'essai", "epci", EPCI, EtatCtg.SUIVI, THEMES, **dates, derogation=raison, fictive=True)
        self._ctg = self._d.cree(ctg).id
        self._signataire = self._cree(Organisation, "Communauté de communes d'essai", TypeOrganisation.COLLECTIVITE, True)
        instance = self._cree(Instance, "Table de concertation", TypeInstance.TABLE)
        self._reunion = self._cree(Reunion, instance, date(2024, 9, 10), "Table 2", EtatReunion.TENUE, 3, 12, 2)
        changements = tuple(self._changement(rang) for rang in range(CHANGEMENTS))
        return GrandeCtg(self._ctg, changements, tuple(c for rang, c in enumerate(changements) if _ouvert(rang)))

    def _cree(self, genre: type, *champs: object, **nommes: object) -> str:
        return self._d.cree(genre(self._ctg, *champs, **nommes)).id

    def _changement(self, rang: int) -> str:
        public = PUBLICS[rang % len(PUBLICS)]
        libelle = f"Les {public} {SUJETS[rang % len(SUJETS)]}, secteur {rang + 1}"
        changement = self._cree(Changement, libelle, public, FIN, (THEMES[rang % len(THEMES)],), EtatChangement.SUIVI, rang)
        self._cree(Proposition, ObjetPropose.CHANGEMENT, changement, libelle, EtatProposition.ADOPTEE, self._reunion)
        self._cree(Validation, changement, self._signataire, jour=SIGNATURE)
        for n, rang_marqueur in enumerate(Rang):
            self._marqueur(Objet.CHANGEMENT, changement, n, rang_marqueur, fois=3)
        self._preuves(Objet.CHANGEMENT, changement, rang)
        self._chiffre(changement, rang)
        self._chemin(changement, rang)
        return changement

    def _marqueur(self, objet: Objet, cible: str, n: int = 0, rang: Rang = Rang.ATTENDU, fois: int = 1) -> None:
        """A marker, looked at ``fois`` times."""
        marqueur = self._cree(
            Marqueur, objet, cible, rang, libelle=f"Signe {n + 1} que l'on verrait chez les habitants du secteur", ordre=n
        )
        for tour, etat in enumerate((EtatMarqueur.PARTIEL, EtatMarqueur.PARTIEL, EtatMarqueur.OUI)[:fois]):
            self._cree(Releve, marqueur, date(2025, 3, 1) + timedelta(days=90 * tour), etat, "Ce que le comité technique a constaté.")

    def _preuves(self, objet: Objet, cible: str, rang: int) -> None:
        for nature, niveau in ((TypePreuve.FROIDE, 2), (TypePreuve.CHAUDE, 1)):
            texte, source = f"Ce que montre la source {nature.value} du secteur {rang + 1}.", f"Source {nature.value} {rang + 1}"
            self._cree(Preuve, objet, cible, nature, source, date(2025, 10, 1), niveau, True, texte)

    def _chiffre(self, changement: str, rang: int) -> None:
        indicateur = INDICATEURS[rang % len(INDICATEURS)]
        depart = self._chiffres.depart(indicateur, SIGNATURE)
        if depart is not None:
            t0 = {"t0_annee": depart.annee, "t0_valeur": depart.valeur, "t0_bas": depart.bas, "t0_haut": depart.haut}
            t0 |= {"t0_jour": date(depart.annee, 12, 31), "t0_edition": depart.edition, "t0_communes": self._chiffres.communes}
            self._cree(IndicateurLie, porteur=changement, indicateur=indicateur, **t0)

    def _chemin(self, changement: str, rang: int) -> None:
        """Ten steps on two lines from two actions, three hypotheses; half of the paths are active, half still drawn."""
        etat = EtatChemin.SIMPLIFIE if _ouvert(rang) else EtatChemin.ACTIF
        chemin = self._cree(Chemin, changement, etat=etat, pilote="Coordinatrice de secteur")
        etapes = [self._etape(chemin, n) for n in range(ETAPES)]
        for n in range(2):
            self._fleche(chemin, Bout.ACTION, self._action(rang, n), Bout.ETAPE, etapes[n])
        fleches = [self._fleche(chemin, Bout.ETAPE, etapes[de], Bout.ETAPE, etapes[vers]) for de, vers in FLECHES]
        fleches += [self._fleche(chemin, Bout.ETAPE, etape, Bout.CHANGEMENT, changement) for etape in etapes[-2:]]
        for n in PARIS:
            self._pari(fleches[n], rang)
        self._marqueur(Objet.ETAPE, etapes[0])

    def _etape(self, chemin: str, n: int) -> str:
        return self._cree(
            Etape, chemin, f"Les personnes concernées du groupe {n + 1} font autrement", f"groupe {n + 1}", n, date(2027, 6, 1)
        )

    def _action(self, rang: int, n: int) -> str:
        etat = EtatAction.ENGAGEE if n else EtatAction.PLANIFIEE
        dates = {"debut": date(2025, 4, 1), "fin": date(2028, 6, 30)}
        libelle = f"Action {2 * rang + n + 1} auprès des {PUBLICS[rang % len(PUBLICS)]}"
        champs = {"theme": THEMES[rang % len(THEMES)], "etat": etat, "pilote": "Service d'essai", "cout": 1000 * (rang + 1)}
        return self._cree(Action, libelle, **champs, **dates, avancement=30)

    def _fleche(self, chemin: str, de_type: Bout, de: str, vers_type: Bout, vers: str) -> str:
        return self._cree(Lien, chemin, de_type, de, vers_type, vers)

    def _pari(self, lien: str, rang: int) -> None:
        texte = "Ce qui change dans ce groupe change ce que fait le suivant, parce qu'ils se rencontrent chaque mois."
        hypothese = self._cree(Hypothese, lien, texte, EtatHypothese.EN_TEST, prevue_le=date(2027, 1, 1))
        self._marqueur(Objet.HYPOTHESE, hypothese)
        self._preuves(Objet.HYPOTHESE, hypothese, rang)


def _ouvert(rang: int) -> bool:
    return rang % 2 == 1
