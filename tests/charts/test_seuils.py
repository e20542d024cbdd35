"""The drawing of the smallest visible change: the territory on top, the zone behind the interval."""

from ctg_data.charts import theme
from ctg_data.charts.seuils import seuils
from ctg_data.diagnostic.figures import Cadre, Seuil, Seuils, Tableau

VUE = Seuils(
    Cadre("Quel changement ?", "", "", "alt"),
    "%",
    (
        Seuil("CC Élan Limousin Avenir Nature", "territoire", 31.9, 30.4, 33.6, 28.6, 35.2, "31,9 %, à 3,3 points près"),
        Seuil("Haute-Vienne", "departement", 28.0, 27.6, 28.4, 27.1, 28.9, "28,0 %, à 0,9 point près"),
    ),
    Tableau("t", (), ()),
)


def test_the_territory_is_on_top_and_the_zone_is_drawn_behind():
    zone, intervalle, marques = seuils(VUE).data
    assert zone.y[-1] == "CC Élan Limousin<br>Avenir Nature"
    assert (round(zone.base[-1], 1), round(zone.x[-1], 1)) == (28.6, 6.6)
    assert (round(intervalle.base[-1], 1), round(intervalle.x[-1], 1)) == (30.4, 3.2)
    assert list(marques.marker.color) == [theme.REFERENCE, theme.ACCENT]
    assert marques.customdata[-1] == "31,9 %, à 3,3 points près"


def test_every_zone_fits_in_the_axis():
    bas, haut = seuils(VUE).layout.xaxis.range
    assert bas <= 27.1
    assert haut >= 35.2
