"""Cadre de vie (domain.md §2.9).

No declared source feeds this branch yet (BPE, DREES and the census tables on cars and moves come with later issues): it
stays hollow on the star rather than filled with something else.  ``part_pers_seules``, which the domain lists here, belongs
to the branch AV and is declared in ``vie_sociale``.
"""

from ctg_data.indicators.model import Indicateur

THEME = "CV"
INDICATEURS: tuple[Indicateur, ...] = ()
