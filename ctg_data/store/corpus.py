"""What pages, exports and the command line read: the current publication and, for the default store, the demonstration."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from ctg_data import policy
from ctg_data.loaders import locales
from ctg_data.records import COLONNES_VALEURS, empty
from ctg_data.settings import Settings
from ctg_data.store import catalogue, embarques, lecture, perimetres, publie, recus
from ctg_data.store.lecture import bout_a_bout
from ctg_data.store.magasin import COLONNES_EDITIONS, COLONNES_ETAT, Magasin
from ctg_data.store.paquet import Paquet
from ctg_data.store.publications import Publications
from ctg_data.store.publie import Publication

COLONNES = (*COLONNES_VALEURS, "demo")
_JOUR = len("2026-01-01")
RECUL = timedelta(days=30)
"""How long what a publication brought stays news."""


class Corpus:
    """Protected values of one moment.  A territory with one real row (other than nd) is real: its demonstration is dropped.

    A store of fictitious extracts (it never holds both kinds) takes the place of the embedded demonstration.  A received bundle
    takes the place of everything: neither the store's own publication nor the demonstration is read beside it.

    Two corpora with the same ``empreinte`` hold the same values: it is the key of every cache.
    """

    def __init__(self, settings: Settings, *, jour: str | date | None = None):
        policy.require(settings.acteur, "lire_publie", str(settings.store))
        self._settings = settings
        locales.utilise(settings.dossier_sources)
        publications, self._recu = Publications(settings), recus.montre(settings) if jour is None else None
        publiee = self._recu.publication if self._recu else publications.courante(jour)
        fictive = publiee is not None and bool(publiee.meta.get("demo"))
        self._jour, self._fictive = jour, fictive
        self._reelle = None if fictive else publiee
        self._demo = publiee if fictive else None if self._recu else _demonstration(settings)
        self._avant = publications.anterieure(date.today() - RECUL) if jour is None and not self._recu else None
        self._fictifs = lru_cache(maxsize=None)(self._lit_fictifs)
        self._perimetres = perimetres.complement(settings, self.base)

    @property
    def base(self) -> str:
        """Ids of the publications, real then fictitious; « vide » for what is missing, ``@`` and its own id for a received bundle."""
        partie = f"@{self._recu.paquet.id}" if self._recu else ""
        return "+".join(f"{p.id}{partie}" if p else "vide" for p in (self._reelle, self._demo))

    @property
    def empreinte(self) -> str:
        """``base``, and the id of the values of perimeters when there are some."""
        return "+".join([self.base, *([self._perimetres.id] if self._perimetres else [])])

    @property
    def perimetres_a_calculer(self) -> bool:
        """Whether there are perimeters of which the values are missing, or of another publication than the current one.

        Never those of a past day: what people wrote of them since then does not say what they were.
        """
        return self._jour is None and self._perimetres is None and bool(perimetres.lit(self._settings).lieux)

    @property
    def paquet(self) -> Paquet | None:
        """The received bundle that is shown; None when the store shows its own figures."""
        return self._recu.paquet if self._recu else None

    @property
    def publication(self) -> Publication | None:
        """The real publication (empty once every import was withdrawn), None when nothing real was ever imported."""
        return self._reelle

    @property
    def demonstration(self) -> Publication | None:
        """The fictitious publication, embedded or of a store of invented extracts; None when there is none."""
        return self._demo

    @property
    def fictive(self) -> bool:
        """Whether what the store imported says that it is invented: there is then no embedded demonstration beside it."""
        return self._fictive and self._recu is None

    @property
    def precedente(self) -> Publication | None:
        """An earlier publication, to see what was revised or arrived since ``RECUL``; None when there is none to compare with."""
        return self._avant

    def publie_le(self, niveau: str, code: str) -> str:
        """ISO day on which the figures of a territory were published; "" for the embedded demonstration."""
        source = self._demo if self.est_demo(niveau, code) else self._reelle
        return str(source.meta.get("creee_le", ""))[:_JOUR] if source else ""

    @property
    def editions(self) -> pd.DataFrame:
        """COLONNES_EDITIONS and COLONNES_ETAT of the store: what was imported, when, by whom; never a figure.

        For a received bundle, one row a source that the first workstation held, as of the day when it was received.
        """
        if self._recu:
            return _editions_recues(self._recu)
        if not (self._settings.store / catalogue.NOM).exists():
            return pd.DataFrame(columns=[*COLONNES_EDITIONS, *COLONNES_ETAT])
        return self._magasin().editions()

    def attributs(self, niveau: str) -> pd.DataFrame:
        """COLONNES_ATTRIBUTS and ``demo``: the facts that the store holds of the territories of a level; none without a store.

        Every current year of every list: which one to show is for the reader.
        """
        if self._recu:
            return self._recu.attributs(niveau).assign(demo=self._fictive)
        if not (self._settings.store / catalogue.NOM).exists():
            return lecture.assemble_attributs([]).assign(demo=pd.Series(dtype=bool))
        return self._magasin().attributs([niveau]).assign(demo=self._fictive)

    def _magasin(self) -> Magasin:
        magasin = Magasin(self._settings)
        return magasin if self._jour is None else magasin.au(self._jour)

    def equipements(self, niveau: str = "commune") -> pd.DataFrame:
        """COLONNES_EQUIPEMENTS and ``demo``: the facilities of the store and, for the default one, of the demonstration; every year."""
        if self._recu:
            return self._recu.equipements(niveau).assign(demo=self._fictive)
        fictifs = [] if self._settings.demo is None or self._fictive else [embarques.lit(self._settings.demo).assign(demo=True)]
        reels = [self._equipements_du_magasin(niveau)] if (self._settings.store / catalogue.NOM).exists() else []
        pleins = [m for m in (*reels, *fictifs) if len(m)]
        vide = lecture.assemble_equipements([]).assign(demo=pd.Series(dtype=bool))
        return pd.DataFrame({nom: bout_a_bout([m[nom] for m in pleins]) for nom in vide}) if pleins else vide

    def _equipements_du_magasin(self, niveau: str) -> pd.DataFrame:
        return self._magasin().equipements([niveau]).assign(demo=self._fictive)

    def codes(self, niveau: str) -> frozenset[str]:
        """Territories of a level that have at least one row other than nd."""
        return self.reels(niveau) | self._fictifs(niveau)

    def est_demo(self, niveau: str, code: str) -> bool:
        """Whether what is shown of this territory is fictitious."""
        return code in self._fictifs(niveau)

    def ecarte(self, niveau: str, code: str) -> bool:
        """Whether a received bundle leaves this territory out of sets: where it was prepared, it showed figures of the other nature."""
        return self._recu is not None and code in self._recu.paquet.ecartes.get(niveau, ())

    def reels(self, niveau: str) -> frozenset[str]:
        """Territories of a level that have at least one real row other than nd."""
        if niveau == perimetres.NIVEAU:
            return self._connus() - self._fictifs(niveau)
        return self._reelle.territoires.get(niveau, frozenset()) if self._reelle else frozenset()

    def valeurs(
        self,
        niveau: str,
        codes: Collection[str] | None = None,
        indicateurs: Collection[str] | None = None,
        annees: Collection[int] | None = None,
    ) -> pd.DataFrame:
        """COLONNES_VALEURS and ``demo``, narrowed to ``codes``, ``indicateurs`` and ``annees`` (None: all)."""
        fictifs = self._fictifs(niveau)
        if niveau == perimetres.NIVEAU:
            return self._des_perimetres(codes, indicateurs, annees)
        morceaux = []
        if self._reelle:
            reelles = self._reelle.valeurs(niveau, codes, indicateurs, annees=annees)
            morceaux.append(_filtre(reelles, fictifs, garde=False).assign(demo=False))
        if self._demo and fictifs:
            fictives = self._demo.valeurs(niveau, codes, indicateurs, annees=annees)
            morceaux.append(_filtre(fictives, fictifs, garde=True).assign(demo=True))
        return _assemble(morceaux)

    def _des_perimetres(
        self, codes: Collection[str] | None, indicateurs: Collection[str] | None, annees: Collection[int] | None
    ) -> pd.DataFrame:
        """The complement holds real and fictitious perimeters, each of one nature; those of a received bundle come before its own."""
        recus_, morceaux = self._perimetres_recus(), []
        if self._perimetres is not None:
            lues = self._perimetres.valeurs(perimetres.NIVEAU, codes, indicateurs, annees=annees)
            morceaux.append(_filtre(lues, recus_, garde=False))
        if recus_:
            morceaux.append(self._recu.publication.valeurs(perimetres.NIVEAU, codes, indicateurs, annees=annees))
        fictifs = self._fictifs(perimetres.NIVEAU)
        return _assemble([m.assign(demo=m["code"].isin(fictifs).to_numpy()) for m in morceaux])

    def _connus(self) -> frozenset[str]:
        siens = self._perimetres.territoires.get(perimetres.NIVEAU, frozenset()) if self._perimetres else frozenset()
        return siens | self._perimetres_recus()

    def _perimetres_recus(self) -> frozenset[str]:
        return self._recu.publication.territoires.get(perimetres.NIVEAU, frozenset()) if self._recu else frozenset()

    def epoques(self, codes: Collection[str], indicateurs: Collection[str] | None = None) -> pd.DataFrame:
        """COLONNES_VALEURS of EPCI as they were on 1 January ``millesime_geo``, in the years when they were other than today."""
        fictifs = self._fictifs("epci")
        morceaux = [
            _filtre(publication.epoques(codes, indicateurs), fictifs, garde=demo).assign(demo=demo)
            for publication, demo in ((self._reelle, False), (self._demo, True))
            if publication is not None
        ]
        return _assemble(morceaux)

    def _lit_fictifs(self, niveau: str) -> frozenset[str]:
        """Kept by level: a map asks it for each of its territories."""
        if niveau == perimetres.NIVEAU:
            siens = self._connus() & frozenset(self._perimetres.meta["demo_codes"]) if self._perimetres else frozenset()
            return (siens - self._perimetres_recus()) | (self._perimetres_recus() if self._fictive else frozenset())
        return self._demo.territoires.get(niveau, frozenset()) - self.reels(niveau) if self._demo else frozenset()


def _demonstration(settings: Settings) -> Publication | None:
    if settings.demo is None or not publie.existe(settings.demo):
        return None
    return Publication(settings.demo, acteur=settings.acteur)


def _editions_recues(recu: recus.Recu) -> pd.DataFrame:
    """No file, no author: only which sources stand behind a bundle, and when it came."""
    vide = dict.fromkeys((*COLONNES_EDITIONS, *COLONNES_ETAT), "") | {"importe_le": recu.entree.recu_le, "courante": True, "retiree": False}
    connues = sorted(recu.paquet.importees.items())
    lignes = [vide | {"id": recu.paquet.id, "sources": (source,), "annees": annees} for source, annees in connues]
    return pd.DataFrame(lignes, columns=[*COLONNES_EDITIONS, *COLONNES_ETAT])


def _filtre(valeurs: pd.DataFrame, codes: frozenset[str], *, garde: bool) -> pd.DataFrame:
    """Keep, or drop, the rows of the territories ``codes``."""
    retenues = np.array([(code in codes) == garde for code in valeurs["code"].cat.categories], dtype=bool)
    return valeurs if retenues.all() else valeurs.loc[retenues[valeurs["code"].cat.codes]]


def _assemble(morceaux: list[pd.DataFrame]) -> pd.DataFrame:
    pleins = [m for m in morceaux if len(m)]
    if not pleins:
        return empty(COLONNES_VALEURS).assign(demo=pd.Series(dtype=bool))
    if len(pleins) == 1:
        return pleins[0].reset_index(drop=True)
    return pd.DataFrame({nom: bout_a_bout([m[nom] for m in pleins]) for nom in COLONNES})
