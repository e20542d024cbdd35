"""Everything that people write of a CTG: conventions, tables de concertation, paths, follow-up."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TYPES = {"t": sa.Text, "i": sa.Integer, "b": sa.Boolean, "d": sa.Date}
TABLES = {
    "ctg": "nom:t niveau:t code:t etat:t themes:t signe_le:d? debut:d? fin:d? parent:t suite_de:t derogation:t fictive:b",
    "organisation": "ctg:t nom:t type:t signataire:b",
    "participant": "ctg:t organisation:t fonction:t role:t theme:t",
    "instance": "ctg:t nom:t type:t theme:t rythme:i",
    "reunion": "ctg:t instance:t jour:d objet:t etat:t quorum:i presents:i numero_table:i compte_rendu:t",
    "decision": "ctg:t jour:d texte:t motif:t reunion:t",
    "action": (
        "ctg:t libelle:t theme:t etat:t pilote:t binome_caf:t binome_collectivite:t debut:d? fin:d? cout:i? cof:t "
        "avancement:i motif:t description:t"
    ),
    "engagement": "ctg:t cote:t texte:t responsable:t echeance:d? etat:t justification:t motif:t",
    "pas": "ctg:t etape:t etat:t echeance:d? role:t note:t",
    "validation": "ctg:t changement:t organisation:t avis:t jour:d motif:t",
    "perception": "ctg:t texte:t theme:t college:t famille:t reunion:t",
    "croisement": "ctg:t perception:t indicateur:t annee:i relation:t commentaire:t",
    "urgence": "ctg:t libelle:t theme:t votes:i reunion:t",
    "precondition": "ctg:t type:t niveau:i justification:t",
    "futur_ideal": "ctg:t numero:i texte:t",
    "proposition": "ctg:t objet:t cible:t texte:t etat:t reunion:t",
    "objection": "ctg:t proposition:t college:t motif:t etat:t reponse:t avant:t apres:t",
    "changement": "ctg:t libelle:t public:t horizon:d? themes:t etat:t ordre:i motif:t",
    "chemin": "ctg:t changement:t numero:i etat:t pilote:t origine:t note:t",
    "etape": "ctg:t chemin:t libelle:t acteur:t ordre:i echeance:d? ecartee:b",
    "lien": "ctg:t chemin:t de_type:t de:t vers_type:t vers:t",
    "hypothese": "ctg:t lien:t texte:t etat:t risque:t prevue_le:d? motif:t",
    "marqueur": "ctg:t objet:t cible:t rang:t portee:t libelle:t ordre:i",
    "releve": "ctg:t marqueur:t jour:d etat:t commentaire:t",
    "preuve": "ctg:t objet:t cible:t type:t source:t jour:d niveau:i conforte:b texte:t",
    "indicateur_lie": (
        "ctg:t objet:t porteur:t indicateur:t modalite:t portee:t sens:t t0_jour:d t0_annee:i t0_valeur:t t0_bas:t "
        "t0_haut:t t0_edition:t t0_sources:t t0_arr5:b t0_fictif:b t0_communes:t cible:t cible_annee:i accepte:t"
    ),
    "evaluation": "ctg:t grille:t critere:t objet:t cible:t note:i niveau_preuve:i texte:t redige_par:t",
    "comptage": "ctg:t item:t avant:i apres:i note:t",
}
"""Columns of each table besides those of every record: name, type (text, integer, boolean, date), "?" where it may be empty."""
UNIQUES = {
    "pas": ("ctg", "etape"),
    "validation": ("changement", "organisation"),
    "precondition": ("ctg", "type"),
    "futur_ideal": ("ctg", "numero"),
    "chemin": ("changement", "numero"),
    "lien": ("chemin", "de", "vers"),
    "releve": ("marqueur", "jour"),
    "evaluation": ("ctg", "grille", "critere", "cible"),
    "comptage": ("ctg", "item"),
}


def upgrade() -> None:
    for nom, colonnes in TABLES.items():
        op.create_table(nom, *_identite(), *_colonnes(colonnes), sa.PrimaryKeyConstraint("id", name=f"pk_{nom}"))
        noms = [c.partition(":")[0] for c in colonnes.split()]
        for cles in (["niveau", "code"], ["ctg"]):
            if set(cles) <= set(noms):
                op.create_index(f"ix_{nom}_{'_'.join(cles)}", nom, cles)
    vivant = sa.text("NOT supprime")
    for nom, champs in UNIQUES.items():
        op.create_index(f"uq_{nom}_vivant", nom, list(champs), unique=True, sqlite_where=vivant, postgresql_where=vivant)
    for colonne in ("defait", "instant"):  # what was undone, and what was done in one gesture, are asked at each page of a CTG
        op.create_index(f"ix_journal_{colonne}", "journal", [colonne])


def _identite() -> list[sa.Column]:
    return [
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supprime", sa.Boolean(), nullable=False),
        sa.Column("cree_le", sa.String(32), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=False),
        sa.Column("modifie_le", sa.String(32), nullable=False),
        sa.Column("modifie_par", sa.Text(), nullable=False),
    ]


def _colonnes(decrites: str) -> Iterator[sa.Column]:
    for decrite in decrites.split():
        nom, _, lettre = decrite.partition(":")
        yield sa.Column(nom, TYPES[lettre[0]](), nullable=lettre.endswith("?"))
