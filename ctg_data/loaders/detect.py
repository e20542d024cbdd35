"""Recognise what a file is by its content: every known layout is tried on every table."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ctg_data.loaders import territoriaux
from ctg_data.loaders.entetes import Entete, meilleur_entete, normalise, sans_accent
from ctg_data.loaders.fautes import Recueil, extrait
from ctg_data.loaders.foyers import est_par_foyer
from ctg_data.loaders.lecture import Table
from ctg_data.loaders.locales_modele import MODIFIER
from ctg_data.loaders.model import Colonne, Disposition, Forme, Source
from ctg_data.wording import fr, gestes

Connue = Callable[[str], bool]

LIGNES_EXAMINEES = 40
CAF_INTERNE = "caf_interne"
_COURT = 1000
"""Characters beyond which a text is no header."""
ENTETE_MAX = 80
"""Characters of a header that are kept."""
COLONNES_DITES = 4
"""Columns of an unknown file that its fault names."""
_CANDIDATES = 6
_PART_DU_MEILLEUR = 1 / 3
_LISIBLES = {
    ";": "point-virgule « ; »",
    ",": "virgule « , »",
    "\t": "tabulation",
    "|": "barre « | »",
    ":": "deux-points « : »",
    " ": "espace",
}
ADMIS = (";", ",", "\t")
"""Separators of a table, unless its layout names its own."""
_NOMME = r"(?:nom|num(?:ero)?|cod(?:e|geo)?|lib(?:elle)?)[ _]?(?:de la |du |de l')?"
_PLUS_FINS = {
    niveau: re.compile(_NOMME + rf"(?:{noms})(?![a-z]).*")
    for niveau, noms in {
        "commune": "iris|qpv|quartier",
        "epci": "com|commune|iris",
        "departement": "com|commune|epci|iris",
        "region": "com|commune|epci|dep|departement|iris",
    }.items()
}
"""Level -> headers of territories inside it, in a table that would give their rows to it."""
_TERRITOIRE = re.compile(r"commune|insee|codgeo|epci|iris|qpv|departement|region|num(?:com|dep|reg)")


@dataclass(frozen=True)
class Reconnue:
    """One table and the layout that reads it."""

    table: Table
    source: Source
    disposition: Disposition
    entete: Entete

    @property
    def forme(self) -> Forme:
        """How the table is laid; headers on one line, cut where they are longer than any header."""
        ou = {t.position: nom for nom, trouvees in self.entete.trouvees.items() for t in trouvees}
        rangee = enumerate(self.table.apercu[self.entete.rang])
        colonnes = tuple((ou.get(p, ""), " ".join(texte.split())[:ENTETE_MAX]) for p, texte in rangee if p in ou or texte.strip())
        rang = self.entete.rang + 1 if self.table.format != "json" else 0
        table = self.table
        return Forme(self.source.id, self.disposition.id, table.feuille, table.format, table.separateur, rang, colonnes)


def reconnait_tables(tables: Sequence[Table], sources: Mapping[str, Source], recueil: Recueil) -> list[Reconnue]:
    """Tables that a known layout reads; faults when there is none, or when a sheet of a known file is damaged."""
    if any(est_par_foyer(table.apercu) for table in tables):
        _refuse_foyers(recueil)
        return []
    if territoriaux.refuse(tables, recueil):
        return []
    connue = _toute_colonne(tuple(c for source in sources.values() for d in source.dispositions for c in d.colonnes))
    essais = [_meilleure(table, sources.values(), connue) for table in tables]
    reconnues = [essai for essai in essais if essai and essai.entete.complete]
    if not reconnues and not territoriaux.refuse_par_le_nom(recueil):
        _inconnu([essai for essai in essais if essai], tables, sources, recueil)
    for reconnue in reconnues:
        with recueil.dans(reconnue.table.membre):
            _verifie_separateur(reconnue, recueil)
            _verifie_etendue(reconnue, recueil)
    _feuilles_abimees(tables, essais, reconnues, recueil)
    return reconnues


def _meilleure(table: Table, sources: Iterable[Source], connue: Connue) -> Reconnue | None:
    essais, candidates = [], _rangs_candidats(table, connue)
    for source in sources:
        for disposition in source.dispositions:
            if not _compatible(table, disposition):
                continue
            vue = disposition.remodele(table) if disposition.remodele else table
            entete = meilleur_entete(disposition, vue.apercu, candidates if vue is table else _rangs_candidats(vue, connue))
            if entete:
                essais.append(Reconnue(vue, source, disposition, entete))
    essais.sort(key=_note, reverse=True)
    choisi = next(_du_bon_niveau(essais), None)
    return next(_proteges(_du_bon_niveau(essais)), choisi) if choisi and choisi.source.locale else choisi


def _du_bon_niveau(essais: Iterable[Reconnue]) -> Iterator[Reconnue]:
    return (essai for essai in essais if not _territoire_ignore(essai.disposition, essai.entete))


def _proteges(essais: Iterable[Reconnue]) -> Iterator[Reconnue]:
    """The local sources of unpublished figures that read a table whole: where two declarations fit, the one that hides is followed."""
    return (e for e in essais if e.entete.complete and e.source.locale and e.source.profil_secret == CAF_INTERNE)


def _note(essai: Reconnue) -> tuple:
    """As many columns found, a publisher's layout goes before a local source."""
    return (essai.entete.complete, *essai.entete.proximite, not essai.source.locale, -len(essai.entete.inconnues))


def _compatible(table: Table, disposition: Disposition) -> bool:
    formats = {"xlsx" if f == "xls" else f for f in disposition.formats}
    if ("xlsx" if table.format == "xls" else table.format) not in formats:
        return False
    return not (disposition.feuille and table.feuille) or _nom_de_feuille(disposition, table.feuille)


def _territoire_ignore(disposition: Disposition, entete: Entete) -> bool:
    """Whether a table of territories would pass for larger ones, or for the whole country, for want of knowing its column of codes."""
    if _plus_fins(disposition, entete):
        return True
    if disposition.niveau != "france" or any(c.nom == "code" for c in disposition.colonnes):
        return False
    return any(_TERRITOIRE.search(normalise(texte)) for _, texte in entete.inconnues)


def _plus_fins(disposition: Disposition, entete: Entete) -> list[str]:
    """Headers, among those that the layout does not know, of territories inside its own."""
    motif = _PLUS_FINS.get(disposition.niveau)
    return [texte for _, texte in entete.inconnues if motif and motif.fullmatch(normalise(texte))]


def _nom_de_feuille(disposition: Disposition, feuille: str) -> bool:
    return any(re.fullmatch(disposition.feuille, nom, re.IGNORECASE) for nom in (feuille, normalise(feuille)))


def _rangs_candidats(table: Table, connue: Connue) -> list[int]:
    """The rows with the most cells that are a header somewhere: trying every row as every layout is slow.

    Rows with much fewer of them than the best one are rows of the body, where a word happens to be a header elsewhere; of equal rows,
    those after the first are the header repeated in the body.
    """
    if table.format == "json":
        return [0]
    premieres = {tuple(rangee): rang for rang, rangee in reversed(list(enumerate(table.apercu[:LIGNES_EXAMINEES])))}
    comptes = {rang: _connues(table.apercu[rang], connue) for rang in sorted(premieres.values())}
    minimum = max(2, max(comptes.values(), default=0) * _PART_DU_MEILLEUR)
    possibles = [rang for rang, nombre in comptes.items() if nombre >= minimum]
    return sorted(sorted(possibles, key=lambda rang: -comptes[rang])[:_CANDIDATES])


def _connues(rangee: Sequence[str], connue: Connue) -> int:
    return sum(connue(c) for c in {normalise(c) for c in rangee if c.strip()})


@lru_cache(maxsize=4)
def _toute_colonne(colonnes: tuple[Colonne, ...]) -> Connue:
    """Tell whether a normalised text is a header of one of these columns; titles, codes and names come back from sheet to sheet."""
    motifs = {re.escape(normalise(c.nom)) for c in colonnes} | {alias for c in colonnes for alias in c.alias if alias}
    anonymes = (re.sub(r"\(\?P<\w+>", "(?:", sans_accent(m)) for m in sorted(motifs))
    toutes = re.compile("|".join(f"(?:{m})" for m in anonymes), re.IGNORECASE)
    court = lru_cache(maxsize=16384)(lambda texte: toutes.fullmatch(texte) is not None)
    return lambda texte: len(texte) <= _COURT and court(texte)


def _refuse_foyers(recueil: Recueil) -> None:
    recueil.ajoute(
        "fichier_par_foyer",
        "une ligne par foyer ou par personne (colonne d'identifiant ou de situation individuelle)",
        attendu="un fichier déjà agrégé par territoire",
        remede="Le RGPD et le secret professionnel interdisent d'importer ici des données individuelles : "
        "faites produire l'agrégat communal de la requête type par le service habilité, puis supprimez ce fichier de votre poste.",
    )


def _inconnu(essais: Sequence[Reconnue], tables: Sequence[Table], sources: Mapping[str, Source], recueil: Recueil) -> None:
    """One fault that names the nearest layout, what it found of it and what is missing; where none is near, what may be imported."""
    if recueil.fautes or _d_un_autre_niveau(tables, sources, recueil):
        return
    proche = max(essais, key=_note, default=None)
    if proche is not None and proche.entete.trouvees:
        _plus_proche(proche, recueil)
        return
    colonnes = next(filter(None, map(_premieres_colonnes, tables)), ())
    dites = f" ; premières colonnes : {', '.join(map(extrait, colonnes))}" if colonnes else ", ni ligne qui ressemble à un en-tête"
    recueil.ajoute("disposition_inconnue", f"aucun en-tête connu{dites}", attendu=gestes.ATTENDU_INCONNU, remede=gestes.REMEDE_INCONNU)


def _premieres_colonnes(table: Table) -> tuple[str, ...]:
    """The first names of a row that can only be a header: several texts without a figure, above figures.

    Any other row may be of data, and of the Caf's own, which are never quoted.
    """
    for rang, rangee in enumerate(table.apercu[:LIGNES_EXAMINEES]):
        pleines = [c for c in rangee if c.strip()]
        if len(pleines) < 2:
            continue
        chiffrees = any(any(s.isdigit() for s in c) for suite in table.apercu[rang + 1 : rang + 2] for c in suite)
        nommees = all(len(c) <= ENTETE_MAX and not any(s.isdigit() for s in c) for c in pleines)
        return tuple(pleines[:COLONNES_DITES]) if chiffrees and nommees else ()
    return ()


def _d_un_autre_niveau(tables: Sequence[Table], sources: Mapping[str, Source], recueil: Recueil) -> bool:
    """Tell of a table that a declaration fits in all but its level: its rows are of territories inside those declared."""
    for source in (s for s in sources.values() if s.locale):
        for table, disposition in ((t, d) for t in tables for d in source.dispositions if _compatible(t, d)):
            entete = meilleur_entete(disposition, table.apercu, range(min(LIGNES_EXAMINEES, len(table.apercu))))
            if entete and entete.complete and (plus_fins := _plus_fins(disposition, entete)):
                _refuse_niveau(Reconnue(table, source, disposition, entete), plus_fins, recueil)
                return True
    return False


def _refuse_niveau(reconnue: Reconnue, plus_fins: Sequence[str], recueil: Recueil) -> None:
    niveau = fr.NIVEAUX[reconnue.disposition.niveau]
    recueil.ajoute(
        "niveau_inattendu",
        f"tous les en-têtes de « {reconnue.source.titre} », et « {plus_fins[0]} », qui est d'un plus petit territoire",
        attendu=f"une ligne par territoire du niveau « {niveau} », celui que dit la correspondance",
        remede=f"Si chaque ligne décrit un plus petit territoire, changez le niveau dans la correspondance : {MODIFIER} ; "
        "sinon, ôtez cette colonne du fichier.",
        feuille=reconnue.table.feuille,
        ligne=reconnue.entete.rang + 1,
    )


def _plus_proche(proche: Reconnue, recueil: Recueil) -> None:
    manquantes = ", ".join(f"« {_titre(proche.disposition, nom)} »" for nom in proche.entete.manquantes)
    titre, locale = proche.source.titre, proche.source.locale
    recueil.ajoute(
        "disposition_inconnue",
        f"{len(proche.entete.trouvees)} des colonnes de « {titre} », sans {manquantes}",
        attendu=f"les colonnes de la correspondance « {titre} »"
        if locale
        else f"la disposition la plus proche : {titre} ({proche.disposition.id})",
        remede=f"Rétablissez ces colonnes dans le fichier ; si elles ont changé de nom, changez la correspondance : {MODIFIER}."
        if locale
        else "Reprenez l'extrait complet chez le producteur, ou rétablissez les colonnes manquantes.",
        feuille=proche.table.feuille,
        ligne=proche.entete.rang + 1 if proche.table.format != "json" else None,
    )


def _titre(disposition: Disposition, nom: str) -> str:
    """A header that the column may have: its first alias that is plain text, else its name."""
    alias = next(c.alias for c in disposition.colonnes if c.nom == nom)
    return next((a for a in alias if a and re.escape(a).replace("\\ ", " ") == a), nom)


def _verifie_separateur(reconnue: Reconnue, recueil: Recueil) -> None:
    table, admis = reconnue.table, reconnue.disposition.separateurs or ADMIS
    if table.format == "csv" and table.separateur not in admis:
        recueil.ajoute(
            "separateur",
            f"le séparateur {_LISIBLES[table.separateur]}",
            attendu="le séparateur " + " ou ".join(_LISIBLES[s] for s in admis),
            remede="Exportez de nouveau le tableau en CSV avec ce séparateur, ou reprenez le fichier d'origine.",
            ligne=reconnue.entete.rang + 1,
        )


def _verifie_etendue(reconnue: Reconnue, recueil: Recueil) -> None:
    annoncee = reconnue.table.etendue_fausse
    if annoncee and not reconnue.disposition.etendue_libre:
        recueil.ajoute(
            "etendue_fausse",
            f"une feuille qui dit finir en {annoncee} alors qu'elle continue au-delà",
            attendu="une étendue annoncée qui contient toutes les cellules",
            remede="D'autres logiciels n'en liraient que le début : téléchargez de nouveau le classeur, "
            "ou faites exporter cette feuille en CSV par le service qui l'a produite.",
            feuille=reconnue.table.feuille,
        )


def _feuilles_abimees(tables: Sequence[Table], essais: Sequence[Reconnue | None], reconnues: Sequence[Reconnue], recueil: Recueil) -> None:
    """A sheet named like a sheet of a recognised source, but not readable as it, is a damaged sheet, not another table."""
    nommees = [d for source in {r.source.id: r.source for r in reconnues}.values() for d in source.dispositions if d.feuille]
    ignorees = []
    for table, essai in zip(tables, essais, strict=True):
        if essai and essai.entete.complete:
            continue
        if table.feuille and any(_nom_de_feuille(d, table.feuille) for d in nommees) and any(any(rangee) for rangee in table.apercu):
            _feuille_abimee(table, essai, recueil)
        elif essai and (nom := table.feuille or table.membre):
            ignorees.append(nom)
    if ignorees and reconnues:
        recueil.avertit(f"Feuilles ou tableaux non utilisés : {', '.join(ignorees)}.")


def _feuille_abimee(table: Table, essai: Reconnue | None, recueil: Recueil) -> None:
    if essai and essai.entete.trouvees:
        _plus_proche(essai, recueil)
        return
    recueil.ajoute(
        "disposition_inconnue",
        "une feuille sans en-tête connu",
        attendu="l'en-tête que cette feuille a chez le producteur",
        remede="Reprenez le classeur d'origine chez le producteur.",
        feuille=table.feuille,
    )
