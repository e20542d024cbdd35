"""How the rules of the watch are set, and the levels added to watch."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    entiers = [sa.Column(nom, sa.Integer(), nullable=False) for nom in ("severite", "taux", "ampleur")]
    _fiche(
        "reglage_veille",
        _texte("regle"),
        sa.Column("active", sa.Boolean(), nullable=False),
        *entiers,
        _texte("motif"),
        unique=("regle",),
    )
    _fiche("seuil_veille", _texte("indicateur"), _texte("valeur"), _texte("raison"), unique=("indicateur", "valeur"))


def _fiche(nom: str, *colonnes: sa.Column, unique: tuple[str, ...]) -> None:
    op.create_table(
        nom,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supprime", sa.Boolean(), nullable=False),
        sa.Column("cree_le", sa.String(32), nullable=False),
        _texte("cree_par"),
        sa.Column("modifie_le", sa.String(32), nullable=False),
        _texte("modifie_par"),
        *colonnes,
        sa.PrimaryKeyConstraint("id", name=f"pk_{nom}"),
    )
    vivant = sa.text("NOT supprime")
    op.create_index(f"uq_{nom}_vivant", nom, list(unique), unique=True, sqlite_where=vivant, postgresql_where=vivant)


def _texte(nom: str) -> sa.Column:
    return sa.Column(nom, sa.Text(), nullable=False)
