"""What the report of an import says of its edition beside the others: in force or kept out by a pin, laid otherwise than the last one."""

from ctg_data.loaders import formes
from ctg_data.store import ecarts
from ctg_data.store.edition import Edition
from ctg_data.store.magasin import Magasin
from ctg_data.wording import nombres

TENUE = (
    "Ce fichier est enregistré, mais {noms} : ses chiffres n'entrent pas en vigueur là où cette version en donne. Pour les montrer, cessez "
    "de l'épingler, dans « Données › Versions »."
)
NOUVEAUTE = "Depuis la version précédente de cette source (« {fichier} ») : {quoi}. Le détail est dans « Données › Versions »."


def tenue(magasin: Magasin, edition: Edition) -> tuple[str, ...]:
    """That a pinned edition keeps this one from being in force, where it does."""
    tenantes = [magasin.edition(i) for i in magasin.tenue_par(edition.id)]
    if not tenantes:
        return ()
    noms = nombres.enumere([f"« {e.fichier} »" for e in tenantes])
    return (TENUE.format(noms=f"{noms} {'sont épinglées' if len(tenantes) > 1 else 'est épinglée'}"),)


def nouveautes(magasin: Magasin, edition: Edition) -> tuple[str, ...]:
    """One sentence for each former edition from which the geography or the layout moved; none for bytes that were known."""
    if not edition.nouvelle:
        return ()
    precedentes = {e.id: e for e in ecarts.precedentes(magasin, edition).values()}
    dites = ((e.fichier, _ce_qui_bouge(e, edition)) for e in precedentes.values())
    return tuple(NOUVEAUTE.format(fichier=fichier, quoi=nombres.enumere(quoi)) for fichier, quoi in dites if quoi)


def _ce_qui_bouge(precedente: Edition, edition: Edition) -> list[str]:
    avant, apres = ecarts.millesime(precedente), ecarts.millesime(edition)
    differences = len(formes.compare(precedente.formes, edition.formes))
    geographie = [f"communes au 1er janvier {apres}, et non {avant}"] if avant and apres and avant != apres else []
    return geographie + ([nombres.pluriel(differences, "différence") + " de présentation"] if differences else [])
