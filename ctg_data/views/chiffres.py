"""Key figures: one row an indicator, with its interval, its parents on the same scale and its verdict in words."""

from collections.abc import Iterable, Sequence

from ctg_data.diagnostic import gap
from ctg_data.diagnostic.compare import Verdict, verdict
from ctg_data.indicators.model import Distribution, EcartReference, Indicateur, Manque, Solde, Variation
from ctg_data.views.lecture import Contexte, Ligne, Parent, est_denombre, est_effectif, ligne
from ctg_data.views.methode import fichiers, incomplets, sans_toutes_les_communes
from ctg_data.views.model import Chiffre, Repere, Theme
from ctg_data.views.origines import autres_annees, champs_restreints, origine, texte_sources
from ctg_data.wording import fr, nombres, toponymes

_AU_DESSUS = {"commune": "epci", "perimetre": "epci", "epci": "departement", "departement": "region", "region": "france"}
PRUDENCE_RECENSEMENT = 200
"""A figure of the census on fewer people is to be read with care."""


def decimales(indicateur: Indicateur, x: Ligne) -> int:
    return nombres.decimales_permises(indicateur.decimales, x.valeur, x.ic_bas, x.ic_haut)


def texte_valeur(indicateur: Indicateur, x: Ligne, d: int | None = None) -> str:
    """The value as shown everywhere, in ``d`` decimals (its own by default); a shortage is clipped here only, a gap keeps its sign."""
    if x.valeur is not None and isinstance(indicateur.formules[0], Manque):
        return gap.texte(gap.Ecart(x.valeur), unite=indicateur.unite, decimales=indicateur.decimales)
    texte = nombres.valeur(x.valeur, x.statut, unite=indicateur.unite, decimales=decimales(indicateur, x) if d is None else d)
    signe = isinstance(indicateur.formules[0], EcartReference) and x.valeur is not None and round(x.valeur, indicateur.decimales) > 0
    return f"+{texte}" if signe else texte


def texte_bornes(indicateur: Indicateur, bas: float | None, haut: float | None, *, unite: str, decimales: int) -> str:
    """« entre 148 et 152 foyers »: the published bounds as shown everywhere, in ``unite`` ("" where it is said once beside)."""
    return nombres.intervalle(bas, haut, unite=unite, decimales=decimales, entiers=est_denombre(indicateur))


def note_statut(indicateur: Indicateur, statut: str, niveau: str, *, ou: str | None = None) -> str:
    """Why a value is not shown and what to do; empty when it is shown or simply absent.

    A group is hidden for one of its members (ADR 6): which one is never told.  ``ou``: level to look at, "" when there is none to name
    (none shows the figure, or it is on show already); the one above when nobody knows.
    """
    ou = _AU_DESSUS.get(niveau, "") if ou is None else ou
    ailleurs = fr.texte(f"ailleurs.{ou}") if ou else ""
    if statut == "s" and "k5" in indicateur.seuils:
        return fr.texte("secret.k5", voisin=fr.TEXTES.get(f"voisin.{niveau}", fr.texte("voisin")), ailleurs=ailleurs).rstrip()
    if statut == "s":
        return fr.texte("secret", ailleurs=ailleurs).rstrip()
    if statut == "ns" and niveau == "commune" and "c10000" in indicateur.seuils:
        return fr.texte("ns.c10000", ailleurs=ailleurs).rstrip()
    return fr.texte("ns", ailleurs=ailleurs).rstrip() if statut == "ns" else ""


def _reperes(ctx: Contexte, indicateur: Indicateur, annee: int | None, d: int) -> tuple[Repere, ...]:
    """The parents of a row, in its ``d`` decimals; a gap has none to be seen against, and says so with a dash."""
    if annee is None:
        return ()
    if est_ecart(indicateur):
        lieux = [p.territoire for p in ctx.parents]
        return tuple(Repere(t.niveau, t.niveau, t.code, t.nom, fr.NIVEAUX[t.niveau], None, fr.texte("sans_objet"), "nd") for t in lieux)
    return tuple(_repere(ctx, indicateur, p, ligne(p.series, indicateur.id, annee), d) for p in ctx.parents)


def _decimales_rangee(ctx: Contexte, indicateur: Indicateur, x: Ligne) -> int:
    """The decimals of a whole row: those of its coarsest figure."""
    lues = (x, *(ligne(p.series, indicateur.id, x.annee) for p in ctx.parents if not est_effectif(indicateur)))
    return min(decimales(indicateur, autre) for autre in lues)


def _repere(ctx: Contexte, indicateur: Indicateur, parent: Parent, x: Ligne, d: int) -> Repere:
    t = parent.territoire
    melange = parent.demo != ctx.demo and x.statut == "ok"
    statut, valeur = ("nd", None) if melange else (x.statut, x.valeur)
    texte = nombres.valeur(valeur, statut, unite=indicateur.unite, decimales=d)
    return Repere(t.niveau, t.niveau, t.code, t.nom, fr.NIVEAUX[t.niveau], valeur, texte, statut)


def reference(reperes: Sequence[Repere]) -> Repere | None:
    """The parent that a verdict is given against: the département first (design.md §4), the EPCI last."""
    connus = [r for r in reperes if r.valeur is not None]
    return min(connus, key=lambda r: r.niveau == "epci", default=None)


def est_comparable(indicateur: Indicateur) -> bool:
    """Neither a count, which grows with the territory, nor a gap, which already compares."""
    return not est_effectif(indicateur) and not est_ecart(indicateur)


def est_ecart(indicateur: Indicateur) -> bool:
    """A gap: each level has its own reference, so that its parents' figures are no marks for it."""
    return isinstance(indicateur.formules[0], EcartReference | Manque)


def est_signe(indicateur: Indicateur) -> bool:
    """Whether 0 means that nothing moves, or that nothing lacks: a map is read on both sides of it."""
    return est_ecart(indicateur) or isinstance(indicateur.formules[0], Variation | Solde)


def _juge(indicateur: Indicateur, x: Ligne, reperes: Sequence[Repere]) -> Verdict | None:
    repere = reference(reperes)
    if repere is None or not est_comparable(indicateur):
        return None
    return verdict(x.valeur, repere.valeur, ic_bas=x.ic_bas, ic_haut=x.ic_haut, sens=indicateur.sens, du=fr.DU[repere.niveau])


def _verdict_texte(ctx: Contexte, indicateur: Indicateur, x: Ligne, trouve: Verdict | None) -> str:
    if trouve:
        return trouve.texte
    if x.valeur is None:
        return ""
    if est_ecart(indicateur):
        return _reference_ecart(ctx, indicateur)
    if est_effectif(indicateur):
        return fr.texte("effectif")
    return fr.texte("reference.absente") if ctx.parents else fr.texte("soi_meme")


def _reference_ecart(ctx: Contexte, indicateur: Indicateur) -> str:
    """The rate that a gap is measured against: the département's, France's for a département, none for a weighted need."""
    formule = indicateur.formules[0]
    if isinstance(formule, Manque) and formule.poids:
        return fr.texte("ecart.pondere")
    du = fr.DU["france" if ctx.territoire.niveau == "departement" else "departement"]
    return fr.texte("ecart.taux" if isinstance(formule, Manque) else "ecart.a", du=du)


def echelle(valeurs: Iterable[float | None], reperes: Iterable[float | None]) -> tuple[float, float] | None:
    """Common scale of a row, widened by a twentieth so that marks never touch the ends.

    None without a reference to be seen against: alone, an interval would fill the cell whatever its size.
    """
    reperes = [v for v in reperes if v is not None]
    connues = [*(v for v in valeurs if v is not None), *reperes]
    if not reperes or len(connues) == len(reperes):
        return None
    bas, haut = min(connues), max(connues)
    marge = (haut - bas) * 0.05 or max(abs(haut) * 0.05, 1)
    return bas - marge, haut + marge


def _producteurs(ctx: Contexte, sources: str) -> str:
    """« Insee », « Caf »: who gives a figure."""
    noms = (partie.rpartition("@")[0] for partie in sources.split("|"))
    return nombres.enumere(list(dict.fromkeys(ctx.sources[nom].producteur for nom in noms if nom in ctx.sources)))


def _champ(ctx: Contexte, x: Ligne) -> str:
    """What the figure of France leaves out."""
    champs = champs_restreints(ctx.sources, x.sources) if ctx.territoire.niveau == "france" and x.valeur is not None else ""
    return f"Champ : {champs}." if champs else ""


def _notes(ctx: Contexte, indicateur: Indicateur, x: Ligne, reperes: Sequence[Repere]) -> tuple[str, ...]:
    melange = not est_ecart(indicateur) and any(p.demo != ctx.demo for p in ctx.parents) and any(r.statut == "nd" for r in reperes)
    notes = (
        note_statut(indicateur, x.statut, ctx.territoire.niveau, ou=ctx.ou_lire(indicateur.id, x.annee)),
        fr.texte("arr5") if x.arr5 else "",
        fr.texte("arr5.borne") if x.arr5 and x.ic_bas is not None and est_effectif(indicateur) else "",
        fr.texte("est") if x.est else "",
        fr.texte("rp.200", minimum=PRUDENCE_RECENSEMENT) if _peu_de_recenses(ctx, indicateur, x) else "",
        _champ(ctx, x),
        fr.texte("mixte") if melange else "",
    )
    return tuple(filter(None, notes))


def _peu_de_recenses(ctx: Contexte, indicateur: Indicateur, x: Ligne) -> bool:
    """Whether a share of the population in the census rests on few people (domain.md §2, threshold rp)."""
    if "rp" not in indicateur.seuils or indicateur.unite != "%" or x.valeur is None or not x.sources.startswith("insee_rp"):
        return False
    population = ctx.territoire.population
    return population is not None and x.valeur / 100 * population < PRUDENCE_RECENSEMENT


def phrase(ctx: Contexte, indicateur: Indicateur, x: Ligne) -> str:
    """The reading sentence, filled; empty for a value that is not shown."""
    if x.valeur is None:
        return ""
    if isinstance(indicateur.formules[0], Manque):
        return f"{nombres.capitale(toponymes.a(ctx.territoire))}, {indicateur.libelle} en {x.annee} : {texte_valeur(indicateur, x)}."
    rempli = indicateur.lecture.format(
        annee=x.annee,
        territoire=toponymes.a(ctx.territoire),
        valeur=nombres.compte(x.valeur, decimales(indicateur, x)),
        source=_producteurs(ctx, x.sources),
    )
    return nombres.capitale(rempli)


def chiffre(ctx: Contexte, indicateur: Indicateur) -> Chiffre:
    """The row of ``indicateur`` at its latest year; statut nd when there is none."""
    annee = ctx.annee(indicateur.id)
    x = ctx.ligne(indicateur.id, annee)
    d = _decimales_rangee(ctx, indicateur, x)
    reperes = _reperes(ctx, indicateur, annee, d)
    trouve = _juge(indicateur, x, reperes)
    compare = () if est_effectif(indicateur) else [r.valeur for r in reperes]
    return Chiffre(
        id=indicateur.id,
        libelle=indicateur.libelle,
        definition=indicateur.definition,
        theme=indicateur.theme,
        angle=indicateur.angle,
        angle_libelle=fr.ANGLES[indicateur.angle],
        modalite="total",
        unite=indicateur.unite,
        decimales=d,
        annee=annee,
        annee_texte=str(annee or ""),
        valeur=x.valeur,
        valeur_texte=texte_valeur(indicateur, x, d),
        statut=x.statut,
        est=x.est,
        arr5=x.arr5,
        ic_bas=x.ic_bas,
        ic_haut=x.ic_haut,
        intervalle_texte=texte_bornes(indicateur, x.ic_bas, x.ic_haut, unite=indicateur.unite, decimales=d),
        reperes=reperes,
        echelle=echelle((x.valeur, x.ic_bas, x.ic_haut), compare),
        verdict=trouve,
        verdict_texte=_verdict_texte(ctx, indicateur, x, trouve),
        phrase=phrase(ctx, indicateur, x),
        source=texte_sources(ctx.sources, x.sources),
        origine=origine(ctx.sources, x.sources, annee),
        autres_annees=autres_annees(x.sources, annee) if x.statut == "ok" else (),
        notes=_notes(ctx, indicateur, x, reperes),
        prudence=indicateur.prudence,
        edition=x.edition,
    )


def themes(ctx: Contexte) -> tuple[Theme, ...]:
    """Every theme of the catalogue in the order of ``fr.THEMES``; figures without any data are named, not drawn."""
    montres = [i for i in ctx.catalogue if not isinstance(i.formules[0], Distribution) and i.existe(ctx.territoire.niveau)]
    return tuple(_theme(ctx, nom, [i for i in montres if i.theme == nom]) for nom in fr.THEMES if any(i.theme == nom for i in montres))


def _theme(ctx: Contexte, nom: str, indicateurs: Sequence[Indicateur]) -> Theme:
    lignes = [chiffre(ctx, i) for i in sorted(indicateurs, key=lambda i: i.angle)]
    presents = tuple(c for c in lignes if c.disponible)
    manquants = tuple(c.libelle for c in lignes if not c.disponible)
    if presents:
        return Theme(nom, fr.THEMES[nom], presents, manquants)
    a_importer = fichiers(ctx, [i for i in indicateurs if i not in incomplets(ctx, indicateurs)])
    remede = " ".join(filter(None, (a_importer, sans_toutes_les_communes(ctx, indicateurs))))
    return Theme(nom, fr.THEMES[nom], (), manquants, fr.texte("theme.vide"), remede)
