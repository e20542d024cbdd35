"""Files offered for download: made when the reader asks, from the same records as the screen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ctg_data.diagnostic.figures import Cadre, Tableau
from ctg_data.exports import atlas, csv, html, nationales, noms, paquet
from ctg_data.exports import tendances as tendances_csv
from ctg_data.loaders import gabarit, offre_gabarit
from ctg_data.ui import cache, cache_carte, textes, textes_paquet
from ctg_data.views.atlas_model import AtlasView
from ctg_data.views.changement import ChangementView
from ctg_data.views.lecture import version
from ctg_data.views.model import PortraitView
from ctg_data.views.tendances import TendancesView
from ctg_data.wording import paquet as mots
from ctg_data.wording.typographie import soigne

SVG = "image/svg+xml"
CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Fichier:
    """``contenu`` runs at the click, not at each run of the page.  ``remarque``: what the reader should know before it."""

    libelle: str
    nom: str
    mime: str
    contenu: Callable[[], bytes]
    remarque: str = ""


def du_tableau(vue: PortraitView, nom: str, cadre: Cadre, tableau: Tableau) -> Fichier:
    return Fichier(textes.TELECHARGER, noms.figure(vue, nom), csv.MIME, lambda: csv.tableau(cadre, tableau, vue))


def du_changement(vue: ChangementView) -> Fichier:
    """The smallest visible change, territory by territory."""
    nom = f"changement-visible-{vue.niveau}-{vue.code}-{vue.figure}.csv"
    lue = version(vue.empreinte, demo=vue.seuils.cadre.demo)
    return Fichier(textes.TELECHARGER, nom, csv.MIME, lambda: csv.tableau_seul(vue.seuils.cadre, vue.seuils.tableau, vue.nom, lue))


def de_la_tendance(vue: TendancesView) -> Fichier:
    """The figure shown large, year by year."""
    m, nom = vue.choisie, noms.figure(vue, f"tendance-{vue.figure}")
    lue = version(vue.empreinte, demo=vue.demo)
    return Fichier(textes.TELECHARGER, nom, csv.MIME, lambda: csv.tableau_seul(m.cadre, m.tableau, vue.entete.nom, lue))


def des_tendances(vue: TendancesView) -> Fichier:
    """Every figure of the theme, every year."""
    nom = f"tendances-{vue.theme.lower()}-{vue.entete.niveau}-{vue.entete.code}.csv"
    return Fichier(textes.TENDANCES_CSV, nom, csv.MIME, lambda: tendances_csv.tendances(vue))


def de_la_qualite(tableau: Tableau, libelle: str, nom: str) -> Fichier:
    """A table of the page on quality, with the version of the data."""
    corpus = cache.corpus()
    demo = corpus.publication is None and corpus.demonstration is not None
    cadre = Cadre(tableau.titre, "", "", "", demo=demo)
    return Fichier(libelle, nom, csv.MIME, lambda: csv.tableau_seul(cadre, tableau, "", version(corpus.empreinte, demo=demo)))


def du_portrait(vue: PortraitView) -> tuple[Fichier, ...]:
    """Everything the portrait shows, as a table and as one page; its territory of today, for another workstation."""
    return (
        Fichier(textes.EXPORT_CSV, noms.fichier(vue, "csv"), csv.MIME, lambda: csv.portrait(vue)),
        Fichier(textes.EXPORT_HTML, noms.fichier(vue, "html"), html.MIME, lambda: html.portrait(vue, cache.settings().reference)),
        *(() if vue.au else _paquet(vue.entete.niveau, vue.entete.code)),
    )


def _paquet(niveau: str, code: str) -> Iterator[Fichier]:
    """Not for France, for a territory without figures or with those of local sources alone, nor from a bundle received."""
    corpus = cache.corpus()
    if niveau == "france" or corpus.paquet or code not in corpus.codes(niveau):
        return
    locales = nationales.titres(corpus)
    if locales and not nationales.en_a(corpus, niveau, code):
        return

    def contenu() -> bytes:
        return paquet.prepare(cache.auteur(), cache.corpus(), cache.ref(), niveau=niveau, code=code)[1]

    remarque = soigne(" ".join((mots.REVISION, *([mots.SANS_LOCALES.format(titres=", ".join(locales))] if locales else ()))))
    yield Fichier(textes_paquet.EXPORT, paquet.nom(niveau, code), paquet.MIME, contenu, remarque)


def de_la_carte(vue: AtlasView, methode: str, choisie: str) -> tuple[Fichier, ...]:
    """The map as it is classed on screen, for paper, and all its rows."""
    reference = cache.settings().reference
    return (
        Fichier(
            textes.CARTE_SVG,
            atlas.nom(vue, "svg"),
            SVG,
            lambda: atlas.svg(vue, cache_carte.classement(vue, methode), reference, choisie=choisie),
        ),
        Fichier(textes.CARTE_CSV, atlas.nom(vue, "csv"), csv.MIME, lambda: atlas.tableau(vue)),
    )


def gabarits(themes: Sequence[str], territoire: tuple[str, str] | None = None) -> tuple[Fichier, ...]:
    """The requête type to fill for ``themes`` (none: all), with a row for each commune of ``territoire`` and value (None: one block)."""
    suite = "-".join(["requete-type", *(territoire or ()), *(t.lower() for t in themes)])
    choix, communes = tuple(themes) or None, cache.communes(*territoire) if territoire else None
    return (
        Fichier(textes.GABARIT_CLASSEUR, f"{suite}.xlsx", CLASSEUR, lambda: gabarit.gabarit(choix, communes=communes)),
        Fichier(textes.GABARIT_CSV, f"{suite}.csv", csv.MIME, lambda: gabarit.gabarit_csv(choix, communes=communes)),
    )


def gabarits_offre(territoire: tuple[str, str] | None = None) -> tuple[Fichier, ...]:
    """The inventory of facilities to fill, with a line ready for each commune of ``territoire`` (None: empty)."""
    suite = "-".join(["inventaire-offre", *(territoire or ())])
    communes = {code: cache.ref().territoire("commune", code).nom for code in cache.communes(*territoire)} if territoire else None
    return (
        Fichier(textes.GABARIT_CLASSEUR, f"{suite}.xlsx", CLASSEUR, lambda: offre_gabarit.gabarit(communes=communes)),
        Fichier(textes.GABARIT_CSV, f"{suite}.csv", csv.MIME, lambda: offre_gabarit.gabarit_csv(communes=communes)),
    )
