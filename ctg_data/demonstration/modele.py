"""Rates and shares driven by latent factors, calibrated so that the nation shows its known figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit, logit

from ctg_data.demonstration.hasard import Tirages

Latents = Mapping[str, np.ndarray]
"""Factor -> (annees, communes), mean 0 and deviation 1 over the population of the country."""


@dataclass(frozen=True)
class Taux:
    """A proportion: national ``cible`` (one, or one a year) and the effect, in logits, of one deviation of each factor."""

    cible: float | tuple[float, ...]
    effets: Mapping[str, float] = field(default_factory=dict)
    bruit: float = 0.12


@dataclass(frozen=True)
class Repartition:
    """Shares of a whole: national ``parts`` (rescaled to 1) and, by factor, the effect on each modality's log share."""

    parts: Mapping[str, float]
    effets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    bruit: float = 0.1

    @property
    def modalites(self) -> tuple[str, ...]:
        """Values in the order in which ``parts`` declares them."""
        return tuple(self.parts)


def lineaire(effets: Mapping[str, float], latents: Latents, forme: tuple[int, ...]) -> np.ndarray:
    """Sum of effect x factor."""
    return sum((poids * latents[nom] for nom, poids in effets.items()), np.zeros(forme))


def cale_taux(taux: Taux, latents: Latents, poids: np.ndarray) -> np.ndarray:
    """Yearly intercepts (annees, 1) that make the population-weighted mean equal the target."""
    cible = logit(np.broadcast_to(np.asarray(taux.cible, float), len(poids)))
    logits, part = lineaire(taux.effets, latents, poids.shape), poids / poids.sum(axis=1, keepdims=True)
    niveau = cible.copy()
    for _ in range(6):
        niveau += cible - logit((expit(niveau[:, None] + logits) * part).sum(axis=1))
    return niveau[:, None]


def logits_parts(repartition: Repartition, latents: Latents, forme: tuple[int, ...]) -> np.ndarray:
    """(modalites, annees, communes) before calibration."""
    par_modalite = [{nom: e[m] for nom, e in repartition.effets.items() if m in e} for m in repartition.modalites]
    return np.stack([lineaire(effets, latents, forme) for effets in par_modalite])


def cale_repartition(repartition: Repartition, latents: Latents, poids: np.ndarray) -> np.ndarray:
    """Log intercepts (modalites, 1, 1) that make the population-weighted shares equal the targets."""
    cibles = np.array(list(repartition.parts.values())) / sum(repartition.parts.values())
    logits, part = logits_parts(repartition, latents, poids.shape), poids / poids.sum()
    niveau = np.log(cibles)
    for _ in range(6):
        niveau += np.log(cibles) - np.log((softmax(niveau[:, None, None] + logits) * part).sum(axis=(1, 2)))
    return niveau[:, None, None]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Shares along the first axis."""
    exponentielles = np.exp(logits - logits.max(axis=0))
    return exponentielles / exponentielles.sum(axis=0)


@dataclass(frozen=True)
class Modele:
    """Declared rates and shares with their calibrated intercepts."""

    taux: Mapping[str, Taux]
    repartitions: Mapping[str, Repartition]
    niveaux: Mapping[str, np.ndarray]

    def taux_de(self, nom: str, latents: Latents, tirages: Tirages) -> np.ndarray:
        """(annees, communes) in [0, 1]."""
        taux, forme = self.taux[nom], (tirages.annees, tirages.communes)
        return expit(self.niveaux[nom] + lineaire(taux.effets, latents, forme) + tirages.bruit(nom, taux.bruit))

    def parts_de(self, nom: str, latents: Latents, tirages: Tirages) -> np.ndarray:
        """(modalites, annees, communes), sum 1."""
        repartition, forme = self.repartitions[nom], (tirages.annees, tirages.communes)
        bruit = np.stack([tirages.bruit(f"{nom}:{m}", repartition.bruit) for m in repartition.modalites])
        return softmax(self.niveaux[nom] + logits_parts(repartition, latents, forme) + bruit)


def cale(taux: Mapping[str, Taux], repartitions: Mapping[str, Repartition], latents: Latents, poids: np.ndarray) -> Modele:
    """Calibrate every declaration on the whole country; ``poids``: population (annees, communes)."""
    if communs := set(taux) & set(repartitions):
        raise ValueError(f"names given twice: {sorted(communs)}")
    niveaux = {nom: cale_taux(t, latents, poids) for nom, t in taux.items()}
    niveaux |= {nom: cale_repartition(r, latents, poids) for nom, r in repartitions.items()}
    return Modele(taux, repartitions, niveaux)
