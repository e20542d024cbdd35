"""Read a running plan d'actions from a workbook or a CSV: every action, or every fault at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctg_data.errors import Faute
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import Recueil, extrait
from ctg_data.loaders.fichier import nom_lisible, ouvre
from ctg_data.loaders.lecture import Table, tables
from ctg_data.loaders.plan_actions_cellules import LECTEURS, CelluleInvalide, lecteur_de_part, propre
from ctg_data.loaders.plan_actions_schema import COLONNES, LIGNES_MAX, ColonnePlan, LignePlan

_TITRES = {normalise(nom): c for c in COLONNES for nom in (c.titre, *c.aussi)}


@dataclass(frozen=True)
class PlanLu:
    """The actions of a file, none when it has a fault; ``remarques``: columns left aside."""

    fichier: str
    lignes: tuple[LignePlan, ...] = ()
    fautes: tuple[Faute, ...] = ()
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Trouvee:
    """The table that holds the plan, the rank of its header, and its columns (position -> column)."""

    table: Table
    rang: int
    colonnes: Mapping[int, ColonnePlan]


def lit(path: Path | str) -> PlanLu:
    """Every action of the file, or every fault."""
    recueil = Recueil(nom_lisible(path))
    fichier = ouvre(path, recueil)
    toutes = tables(fichier, recueil) if fichier.format else []
    trouvee = _choisit(toutes, recueil) if not recueil.fautes else None
    lignes = list(_lignes(trouvee, recueil)) if trouvee else []
    if trouvee and not lignes and not recueil.fautes:
        _ajoute_vide(recueil, trouvee.table.feuille)
    fautes = recueil.liste()
    return PlanLu(recueil.fichier, () if fautes else tuple(lignes), fautes, tuple(recueil.avertissements))


def _choisit(toutes: Sequence[Table], recueil: Recueil) -> _Trouvee | None:
    """The table whose header has the most of our columns: the name of the action, and another, which the directions never have."""
    essais = [_entete(table, rang, cellules) for table in toutes for rang, cellules in enumerate(table.apercu)]
    nommes = [e for e in essais if len(e.colonnes) > 1 and any(c.champ == "libelle" for c in e.colonnes.values())]
    if not nommes:
        recueil.ajoute(
            "colonne_absente",
            "aucune ligne de titres connue",
            attendu="une ligne de titres, dont « Action » et une autre colonne du modèle",
            remede="Partez du modèle de plan d’actions, ou nommez ainsi vos colonnes.",
        )
        return None
    choisie = max(nommes, key=lambda e: len(e.colonnes))
    _doublons(choisie, recueil)
    return choisie


def _entete(table: Table, rang: int, cellules: Sequence[str]) -> _Trouvee:
    return _Trouvee(table, rang, {i: c for i, texte in enumerate(cellules) if (c := _TITRES.get(normalise(texte)))})


def _doublons(choisie: _Trouvee, recueil: Recueil) -> None:
    """The same column twice is a fault; one that we do not know is left aside, and told."""
    titres = choisie.table.apercu[choisie.rang]
    vues: set[str] = set()
    for position, texte in enumerate(titres):
        colonne = choisie.colonnes.get(position)
        if colonne is None and texte.strip():
            recueil.avertit(f"La colonne {extrait(texte)} n’est pas reconnue : elle est laissée de côté.")
        elif colonne is not None and colonne.champ in vues:
            recueil.ajoute(
                "colonne_en_double",
                extrait(texte),
                attendu=f"une seule colonne « {colonne.titre} »",
                remede="Retirez ou renommez l’une des deux.",
                feuille=choisie.table.feuille,
                ligne=choisie.rang + 1,
                colonne=texte.strip(),
            )
        if colonne is not None:
            vues.add(colonne.champ)


def _lignes(trouvee: _Trouvee, recueil: Recueil) -> Iterator[LignePlan]:
    cadre = trouvee.table.lit(trouvee.rang + 1, len(trouvee.table.apercu[trouvee.rang]), recueil)
    rangees = [tuple(str(c) if c == c else "" for c in rangee) for rangee in cadre.itertuples(index=False)]
    pleines = [(int(rangee[-1]), rangee) for rangee in rangees if any(rangee[i].strip() for i in trouvee.colonnes)]
    if len(pleines) > LIGNES_MAX:
        recueil.ajoute(
            "trop_de_lignes",
            f"{len(pleines)} lignes",
            attendu=f"au plus {LIGNES_MAX} actions",
            remede="Séparez le plan en plusieurs fichiers.",
            feuille=trouvee.table.feuille,
        )
        return
    lit_part = lecteur_de_part([rangee[i] for _, rangee in pleines for i, c in trouvee.colonnes.items() if c.nature == "part"])
    lecteurs = LECTEURS | {"part": lit_part}
    deja: dict[tuple[str, str], int] = {}
    for numero, rangee in pleines:
        lue = _ligne(numero, rangee, trouvee, lecteurs=lecteurs, recueil=recueil)
        if lue and not _faute_de_ligne(lue, deja, trouvee.table.feuille, recueil):
            yield lue


def _ligne(
    numero: int, rangee: Sequence[str], trouvee: _Trouvee, *, lecteurs: Mapping[str, Callable[[str], object]], recueil: Recueil
) -> LignePlan | None:
    """One action; None when a cell has a fault: every fault of the line is told."""
    valeurs: dict[str, object] = {}
    fausse = False
    for position, colonne in trouvee.colonnes.items():
        texte = propre(rangee[position])
        try:
            if texte:
                valeurs[colonne.champ] = lecteurs[colonne.nature](texte)
        except CelluleInvalide as faute:
            fausse = True
            lieu = {"feuille": trouvee.table.feuille, "ligne": numero, "colonne": colonne.titre}
            recueil.ajoute(faute.code, extrait(texte), attendu=faute.attendu, remede=faute.remede, **lieu)
    if "libelle" not in valeurs and not fausse:
        fausse = True
        recueil.ajoute(
            "action_sans_nom",
            "une action sans nom",
            attendu="le nom de l’action",
            remede="Donnez-lui un nom, ou videz la ligne.",
            feuille=trouvee.table.feuille,
            ligne=numero,
            colonne="Action",
        )
    return None if fausse else LignePlan(**valeurs, ligne=numero)


def cle(libelle: str, theme: str) -> tuple[str, str]:
    """What tells an action from another: its name, whatever its accents, case and spaces, and its theme."""
    return normalise(libelle), theme


def _faute_de_ligne(lue: LignePlan, deja: dict[tuple[str, str], int], feuille: str, recueil: Recueil) -> bool:
    """The same action twice, an end before its beginning."""
    premiere = deja.setdefault(cle(lue.libelle, lue.theme), lue.ligne)
    if premiere != lue.ligne:
        recueil.ajoute(
            "action_en_double",
            extrait(lue.libelle),
            attendu=f"une seule ligne par action et par thème (déjà ligne {premiere})",
            remede="Réunissez les deux lignes, ou donnez-leur deux noms.",
            feuille=feuille,
            ligne=lue.ligne,
            colonne="Action",
        )
        return True
    if lue.debut and lue.fin and lue.debut > lue.fin:
        recueil.ajoute(
            "dates_inversees",
            f"{lue.debut:%d/%m/%Y} puis {lue.fin:%d/%m/%Y}",
            attendu="un début avant la fin",
            remede="Corrigez l’une des deux dates.",
            feuille=feuille,
            ligne=lue.ligne,
            colonne="Fin",
        )
        return True
    return False


def _ajoute_vide(recueil: Recueil, feuille: str) -> None:
    recueil.ajoute(
        "plan_vide",
        "aucune ligne sous les titres",
        attendu="une ligne par action",
        remede="Remplissez le modèle, puis déposez-le de nouveau.",
        feuille=feuille,
    )
