"""The auditor of statistical secrecy: what an outsider can derive from one publication (domain.md §5.2).

It shares no suppression code with the engine and does not care how a publication was made.  The outsider knows what is shown, what
statuses tell, what adds up, and that counts are whole and positive; a hidden cell may be a small one or one of those that protect it.
"""

from ctg_data.diagnostic.audit.edition import audite_publication
from ctg_data.diagnostic.audit.rapport import Audit, Cellule, audite

__all__ = ["Audit", "Cellule", "audite", "audite_publication"]
