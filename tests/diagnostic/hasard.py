"""Random countries, counts, publishers, catalogues and perimeters, published by the product's own path, for the auditor to attack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ctg_data.diagnostic import audit, publication
from ctg_data.diagnostic import perimetres as zones
from ctg_data.diagnostic.audit.rapport import Audit
from ctg_data.diagnostic.audit.rapport import Cellule as CelluleVue
from ctg_data.diagnostic.perimetres import Montres, Voisin
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.local import PERIMETRE, DonneesAutour
from ctg_data.indicators.model import Distribution, Effectif, Indicateur, Moyenne, Ratio, Ref, Variation
from tests.diagnostic.pays import MagasinEssai, Pays, indicateur, lignes

Cellule = tuple[str, str]
QF = ("lt800", "ge800", "nc")
SITUATIONS = ("couple_1", "couple_2", "mono_1", "mono_2")


def _ref(mesure: str, *modalites: str) -> tuple[Ref, ...]:
    return (Ref(mesure, modalites or ("total",)),)


INDICATEURS = (
    indicateur("alloc", Effectif(_ref("foyers_alloc"))),
    indicateur("rsa", Effectif(_ref("foyers_rsa"))),
    indicateur("ppa", Effectif(_ref("foyers_ppa"))),
    indicateur("majore", Ratio(_ref("foyers_rsa_majore"), _ref("foyers_rsa")), seuils=("n30",)),
    indicateur("personnes", Effectif(_ref("personnes_rsa"))),
    indicateur("br", Ratio(_ref("foyers_br"), _ref("foyers_ref")), seuils=("n30",)),
    *(indicateur(f"dep_{c}", Ratio(_ref("foyers_dep", c), _ref("foyers_ref")), seuils=("n30",)) for c in ("gt50", "gt75", "eq100")),
    indicateur("qf", Distribution(tuple((m, _ref("foyers_enf_3_11_qf", m)) for m in QF))),
    indicateur("qf_total", Effectif(_ref("foyers_enf_3_11_qf"))),
    indicateur("qf_bas", Ratio(_ref("foyers_enf_3_11_qf", "lt800"), _ref("foyers_enf_3_11_qf", "lt800", "ge800")), intervalle=""),
    indicateur("moyenne", Moyenne(_ref("foyers_ppa"), 2)),
    indicateur("variation", Variation(_ref("foyers_alloc"), 1)),
)
TOUJOURS, PAR_ALLOC = ("rsa",), ("alloc", "variation")


@dataclass(frozen=True)
class Essai:
    """One random case.  ``rangees``: rows of the store; ``catalogue``: what is published of them, in all levels and in ``perimetres``."""

    pays: Pays
    rangees: pd.DataFrame
    catalogue: tuple[Indicateur, ...]
    perimetres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def magasin(self) -> MagasinEssai:
        return MagasinEssai(self.rangees)

    def publie(self) -> pd.DataFrame:
        """Every level, then perimeters, as the product publishes them."""
        frames = [textes(f) for _, f in publication.valeurs(self.magasin, self.pays.referentiel, indicateurs=self.catalogue)]
        par_niveau = pd.concat(frames, ignore_index=True).groupby("niveau")
        montres = Montres({niveau: par_niveau.get_group(niveau) for niveau in par_niveau.groups})
        autour = DonneesAutour(self.magasin, self.pays.referentiel)
        siennes = zones.valeurs(autour, self.pays.referentiel, self.perimetres, montres, indicateurs=self.catalogue)
        return pd.concat([*frames, textes(siennes)], ignore_index=True)

    def audite(self, valeurs: pd.DataFrame | None = None, **options: object) -> Audit:
        """The audit, in whole numbers, of what is published (or of ``valeurs``)."""
        donnees = Donnees(self.magasin, self.pays.referentiel)
        publiees = self.publie() if valeurs is None else valeurs
        choix = {"entiers": True, "perimetres": self.perimetres} | options
        return audit.audite(publiees, donnees, self.pays.referentiel, self.catalogue, **choix)


def essai(graine: int) -> Essai:
    """Communes, EPCI (some astride), départements, régions; some measures over one to three years; some publishers above."""
    hasard = np.random.default_rng(graine)
    pays = _pays(hasard)
    annees = range(2024 - int(hasard.integers(0, 3)), 2025)
    comptes = {(*c, a): v for a in annees for c, v in _comptes(len(pays.epci), hasard).items()}
    gardes = [i for i in INDICATEURS if i.id in TOUJOURS or hasard.random() < 0.6]
    rangees = _tus(lignes(pays, comptes), hasard)
    publique = "foyers_rsa" if {i.id for i in gardes}.isdisjoint(PAR_ALLOC) else "foyers_alloc"  # see the limit in test_audit.py
    publics = _publics(pays, rangees, comptes, publique, hasard)
    lues = pd.concat([f.astype(object) for f in (rangees, *publics)], ignore_index=True)
    return Essai(pays, lues, tuple(gardes), _perimetres(pays, np.random.default_rng((graine, 1))))


def textes(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))


def _perimetres(pays: Pays, hasard: np.random.Generator) -> dict[str, tuple[str, ...]]:
    """None to three: one or two EPCI, with or without a few communes; at times ten more, of a few communes.  Each is accepted beside EPCI
    and those before it."""
    membres = {e: frozenset(c for c, x in zip(pays.codes, pays.epci, strict=True) if x == e) for e in sorted(set(pays.epci) - {""})}
    voisins, acceptes = [Voisin(f"de l'EPCI {nom}", codes) for nom, codes in membres.items()], {}

    def communes(nombre: int) -> frozenset[str]:
        return frozenset(hasard.choice(pays.codes, min(len(pays.codes), nombre), replace=False).tolist())

    proposes = []
    for _ in range(int(hasard.integers(0, 4))):
        choisis = hasard.choice(list(membres), min(len(membres), int(hasard.integers(1, 3))), replace=False)
        proposes.append(frozenset().union(*(membres[e] for e in choisis)) ^ communes(int(hasard.integers(0, 4))))
    proposes += [communes(int(hasard.integers(2, 5))) for _ in range(int(hasard.choice([0, 0, 10])))]
    for rang, codes in enumerate(proposes):
        if codes and not zones.refus(sorted(codes), voisins, pays.referentiel):
            acceptes[f"P{rang}"] = tuple(sorted(codes))
            voisins.append(Voisin(f"du périmètre P{rang}", codes))
    return acceptes


def _pays(hasard: np.random.Generator) -> Pays:
    """Two to four départements in one to three régions, two to seven EPCI, one or two astride, islands at times."""
    departements = ["01", "02", "03", "04"][: hasard.integers(2, 5)]
    places = []
    for rang in range(int(hasard.integers(2, 7))):
        places += [(f"E{rang}", departements[rang % len(departements)])] * int(hasard.integers(1, 6))
    for rang in range(int(hasard.integers(1, 3))):
        un, deux = hasard.choice(len(departements), 2, replace=False)
        places += [(f"S{rang}", departements[un])] * int(hasard.integers(1, 4))
        places += [(f"S{rang}", departements[deux])] * int(hasard.integers(1, 3))
    places += [("", departements[-1])] * int(hasard.integers(0, 3))
    places.sort(key=lambda place: place[1])
    regions = {d: str(hasard.choice(["75", "84"])) for d in departements}
    population = tuple(int(p) for p in hasard.integers(50, 3000, len(places)))
    return Pays(tuple(e for e, _ in places), tuple(d for _, d in places), regions, population)


def _comptes(n: int, hasard: np.random.Generator) -> dict[Cellule, np.ndarray]:
    """Wholes of all sizes; parts that leave nothing, a few, or most."""

    def part(tout: np.ndarray) -> np.ndarray:
        return hasard.binomial(tout, hasard.choice([0.05, 0.3, 0.6, 0.95, 1], n))

    alloc = hasard.poisson(hasard.choice([3, 12, 40, 150], n) * hasard.choice([0.5, 1, 3]))
    ref, rsa = part(alloc), part(alloc)
    gt50 = part(ref)
    gt75 = part(gt50)
    qf = hasard.multinomial(part(alloc), hasard.dirichlet((1, 1, 0.5))).T
    totaux = {"alloc": alloc, "ref": ref, "rsa": rsa, "br": part(ref), "ppa": part(alloc), "rsa_majore": part(rsa)}
    classes = {"gt50": gt50, "gt75": gt75, "eq100": part(gt75)}
    return {
        **{(f"foyers_{nom}", "total"): valeurs for nom, valeurs in totaux.items()},
        ("personnes_rsa", "total"): rsa + hasard.binomial(2 * rsa, 0.4),
        **{("foyers_dep", classe): valeurs for classe, valeurs in classes.items()},
        **{("foyers_enf_3_11_qf", m): v for m, v in zip(QF, qf, strict=True)},
        ("foyers_enf_3_11_qf", "total"): sum(qf),
    }


def _tus(rangees: pd.DataFrame, hasard: np.random.Generator) -> pd.DataFrame:
    """At times the CAF hides some of its own small counts of households with RSA."""
    if hasard.random() < 0.7:
        return rangees
    petits = (rangees["mesure"] == "foyers_rsa") & rangees["valeur"].between(1, 4) & (hasard.random(len(rangees)) < 0.7)
    return rangees.astype({"statut": "str"}).assign(
        valeur=rangees["valeur"].mask(petits), statut=lambda t: t["statut"].mask(petits, "s"), regime="caf"
    )


def _publics(
    pays: Pays, rangees: pd.DataFrame, comptes: Mapping[tuple[str, str, int], np.ndarray], mesure: str, hasard: np.random.Generator
) -> list[pd.DataFrame]:
    """Some years of a total published by someone else above the commune, at one level (nobody publishes 1 to 4)."""
    niveau = str(hasard.choice(["departement", "region"]))
    trouves = []
    for nom, modalite, annee in comptes:
        sommes = pd.Series(comptes[nom, modalite, annee]).groupby(pays.communes[niveau].to_numpy()).sum()
        if (nom, modalite) == (mesure, "total") and hasard.random() < 0.3 and not sommes.between(1, 4).any():
            lus = pd.DataFrame({"code": list(sommes.index), "valeur": sommes.to_numpy(dtype=float), "annee": annee, "mesure": nom})
            modele = rangees.head(1).drop(columns=["code", "valeur", "niveau", "source", "mesure", "modalite", "annee", "statut"])
            trouves.append(modele.merge(lus.assign(modalite=modalite), how="cross").assign(niveau=niveau, source="publique", statut="ok"))
    return trouves


def percees(essai: Essai) -> Sequence[str]:
    """What the publication of a country tells, in words: protected cells, and rows that say more than « secret ».

    Without any figure of its own, a perimeter may add up hidden communes that are bounded together by what is left of their EPCI: what is
    told as much without its rows is not told by them.
    """
    valeurs = essai.publie()
    trouvees = essai.audite(valeurs).percees
    if any(c.niveau == PERIMETRE for c in trouvees):
        sans = {_borne(c) for c in essai.audite(valeurs[valeurs["niveau"] != PERIMETRE]).percees}
        trouvees = [c for c in trouvees if c.niveau != PERIMETRE or _borne(c) not in sans]
    return [*map(_borne, trouvees), *bavardes(valeurs)]


def _borne(c: CelluleVue) -> str:
    return f"{c.grandeur} ({c.regle}) {c.niveau} {c.code} {c.annee}: {c.bas:g} à {c.haut:g}"


def bavardes(valeurs: pd.DataFrame) -> Sequence[str]:
    """Hidden rows that carry anything but their status: a source is enough to say that there was something to divide by."""
    secrets = valeurs[valeurs["statut"] == "s"]
    disent = secrets[["valeur", "ic_bas", "ic_haut"]].notna().any(axis=1) | secrets[["est", "arr5"]].astype(bool).any(axis=1)
    disent |= (secrets[["sources", "edition"]] != "").any(axis=1)
    return [f"{x.indicateur} {x.niveau} {x.code} {x.annee}: {x.sources} {x.edition}" for x in secrets[disent].itertuples()]
