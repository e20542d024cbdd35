"""What was read when something was written: the figure under a decision or a note, the data under a published portrait."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLONNES = (("element_saillant", "constat"), ("note", "constat"), ("portrait", "donnees"))


def upgrade() -> None:
    for table, colonne in COLONNES:
        op.add_column(table, sa.Column(colonne, sa.Text(), nullable=False, server_default=""))
