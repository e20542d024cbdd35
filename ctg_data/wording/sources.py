"""Short French names of the sources, for pages that are shared: the names of publishers' files mean nothing to a reader there."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Nom(NamedTuple):
    producteur: str
    titre: str

    @property
    def entier(self) -> str:
        """« Insee, populations de référence »."""
        return ", ".join(filter(None, self))


COURTS: Mapping[str, Nom] = MappingProxyType(
    {
        "insee_populations": Nom("Insee", "populations de référence"),
        "insee_estimations": Nom("Insee", "estimations de population"),
        "insee_naissances": Nom("Insee", "naissances domiciliées"),
        "insee_etat_civil": Nom("Insee", "naissances, tableaux de l’état civil"),
        "insee_mortalite": Nom("Insee", "taux de mortalité entre deux recensements"),
        "insee_filosofi_disp": Nom("Insee", "niveaux de vie (Filosofi)"),
        "insee_filosofi_cc": Nom("Insee", "revenus et pauvreté (Filosofi)"),
        "insee_filosofi_iris": Nom("Insee", "revenus par IRIS (Filosofi)"),
        "insee_rp_activite": Nom("Insee", "recensement, activité des 25-54 ans"),
        "insee_rp_ages": Nom("Insee", "recensement, population par âge"),
        "insee_rp_familles": Nom("Insee", "recensement, familles et ménages"),
        "insee_rp_population": Nom("Insee", "recensement, population par grand âge"),
        "insee_rp_logement": Nom("Insee", "recensement, logement"),
        "insee_rp_formation": Nom("Insee", "recensement, diplômes et formation"),
        "insee_rp_chomage": Nom("Insee", "recensement, actifs et chômeurs"),
        "insee_rp_emploi": Nom("Insee", "recensement, caractéristiques de l’emploi"),
        "insee_rp_iris": Nom("Insee", "recensement par IRIS"),
        "insee_comparateur": Nom("Insee", "comparateur de territoires"),
        "insee_melodi_population": Nom("Insee", "recensement, population de 15 ans ou plus"),
        "insee_melodi_familles": Nom("Insee", "recensement, types de familles"),
        "insee_melodi_naissances": Nom("Insee", "naissances et décès domiciliés (état civil)"),
        "insee_melodi_bpe": Nom("Insee", "équipements par type"),
        "insee_melodi_filosofi": Nom("Insee", "revenus et pauvreté (Filosofi depuis 2021)"),
        "insee_bpe": Nom("Insee", "base permanente des équipements"),
        "insee_qpv_demographie": Nom("Insee", "quartiers prioritaires, population"),
        "insee_qpv_revenus": Nom("Insee", "quartiers prioritaires, revenus"),
        "insee_qpv_insertion": Nom("Insee", "quartiers prioritaires, emploi"),
        "cnaf_prestations": Nom("Cnaf", "prestations versées par les Caf"),
        "cnaf_txcouv_pe": Nom("Cnaf", "couverture de l’accueil du jeune enfant"),
        "cnaf_nbpla_pe": Nom("Cnaf", "places d’accueil du jeune enfant"),
        "cnaf_quotient": Nom("Cnaf", "foyers selon le quotient familial"),
        "cnaf_rsa_type": Nom("Cnaf", "foyers au RSA, majoré ou non"),
        "cnaf_iris": Nom("Cnaf", "foyers allocataires par Iris"),
        "cnaf_communes": Nom("Cnaf", "foyers allocataires par commune, 2009 à 2020"),
        "cnaf_precarite": Nom("Cnaf", "indicateurs territoriaux de précarité"),
        "cnaf_sites": Nom("Cnaf", "sites d’accueil des Caf"),
        "cnaf_series_caf": Nom("Cnaf", "séries mensuelles par Caf"),
        "anct_france_services": Nom("ANCT", "espaces France services"),
        "anct_mediation_numerique": Nom("ANCT", "lieux de médiation numérique"),
        "anct_centralite": Nom("ANCT", "centralités d’équipements et de services"),
        "anct_montagne": Nom("ANCT", "communes des massifs"),
        "anct_qpv": Nom("ANCT", "quartiers prioritaires de la politique de la ville"),
        "anct_ruralite": Nom("ANCT", "typologie des ruralités"),
        "anct_zrr": Nom("ANCT", "zones de revitalisation rurale"),
        "dgcl_frr": Nom("DGCL", "France Ruralités Revitalisation"),
        "dgfip_ircom": Nom("DGFiP", "impôt sur le revenu par commune"),
        "drees_apl": Nom("Drees", "accessibilité aux médecins généralistes (APL)"),
        "drees_accueil": Nom("Drees", "offre d’accueil du jeune enfant"),
        "education_annuaire": Nom("Éducation nationale", "annuaire des établissements"),
        "education_effectifs": Nom("Éducation nationale", "effectifs des écoles"),
        "insee_densite": Nom("Insee", "grille communale de densité"),
        "logement_abc": Nom("Ministère du logement", "zonage ABC"),
        "caf_requete_type": Nom("Caf", "requête type"),
        "inventaire_offre": Nom("Caf et partenaires", "inventaire de l’offre"),
    }
)


def nom(identifiant: str, producteur: str = "", titre: str = "") -> Nom:
    """The short name of a source, else what its record says, else its identifier."""
    return COURTS.get(identifiant) or Nom(producteur, titre or identifiant)
