"""Journal, perimeters, éléments saillants, notes, portraits, territories followed, acknowledgements."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IMMUABLES = {
    "journal": ("UPDATE", "DELETE"),
    "journal_champs": ("DELETE",),
}
"""What the database itself refuses, whoever asks."""


def upgrade() -> None:
    _journal()
    _fiches()
    if op.get_bind().dialect.name == "sqlite":
        _scelle_sqlite()
    else:
        _scelle_postgresql()


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("instant", sa.String(32), nullable=False),
        sa.Column("acteur", sa.Text(), nullable=False),
        sa.Column("geste", sa.String(16), nullable=False),
        sa.Column("genre", sa.String(32), nullable=False),
        sa.Column("objet", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("defait", sa.Integer()),
        sa.Column("precedent", sa.String(64), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["defait"], ["journal.rang"], name="fk_journal_defait"),
        sa.PrimaryKeyConstraint("rang", name="pk_journal"),
        sa.UniqueConstraint("empreinte", name="uq_journal_empreinte"),
    )
    op.create_index("ix_journal_genre_objet", "journal", ["genre", "objet"])
    op.create_table(
        "journal_champs",
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cote", sa.String(5), nullable=False),
        sa.Column("champ", sa.String(32), nullable=False),
        sa.Column("sel", sa.String(32)),
        sa.Column("valeur", sa.Text()),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.CheckConstraint("cote IN ('avant', 'apres')", name="ck_journal_champs_cote"),
        sa.CheckConstraint("(sel IS NULL) = (valeur IS NULL)", name="ck_journal_champs_caviarde"),
        sa.ForeignKeyConstraint(["rang"], ["journal.rang"], name="fk_journal_champs_rang"),
        sa.PrimaryKeyConstraint("rang", "cote", "champ", name="pk_journal_champs"),
    )


def _fiches() -> None:
    _fiche(
        "perimetre",
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("millesime_geo", sa.Integer(), nullable=False),
        sa.Column("communes", sa.Text(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("signe_le", sa.Date()),
    )
    _fiche("element_saillant", *_figure(), *_textes("choix", "texte", "motif"), unique=("niveau", "code", "indicateur", "annee"))
    _fiche("note", *_figure(), *_textes("texte", "modalite"))
    _fiche("portrait", *_textes("niveau", "code", "etat"), unique=("niveau", "code"))
    _fiche("suivi", *_textes("acteur", "niveau", "code"), unique=("acteur", "niveau", "code"))
    _fiche(
        "acquittement",
        *_figure(),
        *_textes("regle", "edition", "motif"),
        unique=("niveau", "code", "indicateur", "annee", "regle", "edition"),
    )


def _fiche(nom: str, *colonnes: sa.Column, unique: tuple[str, ...] = ()) -> None:
    op.create_table(
        nom,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supprime", sa.Boolean(), nullable=False),
        sa.Column("cree_le", sa.String(32), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=False),
        sa.Column("modifie_le", sa.String(32), nullable=False),
        sa.Column("modifie_par", sa.Text(), nullable=False),
        *colonnes,
        sa.PrimaryKeyConstraint("id", name=f"pk_{nom}"),
    )
    if {"niveau", "code"} <= {c.name for c in colonnes}:
        op.create_index(f"ix_{nom}_niveau_code", nom, ["niveau", "code"])
    if unique:
        vivant = sa.text("NOT supprime")
        op.create_index(f"uq_{nom}_vivant", nom, list(unique), unique=True, sqlite_where=vivant, postgresql_where=vivant)


def _figure() -> list[sa.Column]:
    """The figure that a record speaks of."""
    return [*_textes("niveau", "code", "indicateur"), sa.Column("annee", sa.Integer(), nullable=False)]


def _textes(*noms: str) -> list[sa.Column]:
    return [sa.Column(nom, sa.Text(), nullable=False) for nom in noms]


def _scelle_sqlite() -> None:
    for table, gestes in IMMUABLES.items():
        for geste in gestes:
            op.execute(f"CREATE TRIGGER {table}_{geste.lower()} BEFORE {geste} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END")
    op.execute(
        "CREATE TRIGGER journal_champs_update BEFORE UPDATE ON journal_champs"
        " WHEN NEW.valeur IS NOT NULL OR NEW.sel IS NOT NULL OR NEW.rang <> OLD.rang OR NEW.cote <> OLD.cote"
        " OR NEW.champ <> OLD.champ OR NEW.empreinte <> OLD.empreinte BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )


def _scelle_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_toute_retouche() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, gestes in IMMUABLES.items():
        for geste in gestes:
            op.execute(
                f"CREATE TRIGGER {table}_{geste.lower()} BEFORE {geste} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_toute_retouche()"
            )
    op.execute(
        "CREATE TRIGGER journal_champs_update BEFORE UPDATE ON journal_champs FOR EACH ROW"
        " WHEN (NEW.valeur IS NOT NULL OR NEW.sel IS NOT NULL OR NEW.rang <> OLD.rang OR NEW.cote <> OLD.cote"
        " OR NEW.champ <> OLD.champ OR NEW.empreinte <> OLD.empreinte) EXECUTE FUNCTION refuse_toute_retouche()"
    )
