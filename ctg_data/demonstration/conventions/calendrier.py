"""The days of a demonstration CTG, all told from one day, so that it does not grow old."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ANNEES = 5
"""How long a CTG lasts."""
VENDREDI = 4


@dataclass(frozen=True)
class Calendrier:
    """Days told from ``jour`` (today); the CTG is signed ``signature`` months from it, and lasts five whole years from that January."""

    jour: date
    signature: int = -20

    def le(self, mois: int, jours: int = 0) -> date:
        """``mois`` and ``jours`` from today: a working day, never on the other side of today."""
        vise = self.jour + relativedelta(months=mois) + timedelta(days=jours)
        ecart = vise.weekday() - VENDREDI
        if ecart <= 0:
            return vise
        return vise - timedelta(days=ecart) if vise <= self.jour else vise + timedelta(days=3 - ecart)

    @property
    def signe_le(self) -> date:
        return self.le(self.signature)

    @property
    def debut(self) -> date:
        return date(self.signe_le.year, 1, 1)

    @property
    def fin(self) -> date:
        return date(self.signe_le.year + ANNEES - 1, 12, 31)
