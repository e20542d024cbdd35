"""The map of the chosen figure: values, statuses and hover texts of the areas that make the territory."""

from collections.abc import Sequence

from ctg_data.diagnostic.figures import Cadre, Carte, Tableau, Zone
from ctg_data.indicators.model import Distribution, Indicateur
from ctg_data.territoires.model import Territoire
from ctg_data.views.chiffres import note_statut, texte_valeur
from ctg_data.views.lecture import Contexte, Ligne, Series, de_nature, en_cercles, indexe_par_code, ligne
from ctg_data.views.origines import texte_sources
from ctg_data.views.reserve import Reserve
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, nombres, toponymes

ZONES = Reserve(64)
"""Rows of the last maps drawn: one theme over at most a few hundred areas, about 1 MB."""
FEMININS = ("Familles", "Heures", "Mesures", "Naissances", "Permanences", "Personnes", "Places")
"""First words of labels that are feminine plurals."""
MASCULINS = (
    *("Accueils", "Centres", "Élèves", "Enfants", "Équipements", "Espaces", "Établissements", "Foyers", "Impayés", "Lieux", "Ménages"),
    *("Parents", "Postes", "Promeneurs", "Rendez-vous", "Signalements"),
)
"""The same, masculine.  A label of a local source may begin with any word: its question then agrees with nothing."""
FEMININ = ("Accessibilité", "Part", "Population", "Scolarisation", "Structure", "Taille", "Variation")
"""First words of labels that are feminine singulars."""
NIVEAU_ZONES = {
    "commune": "commune",
    "perimetre": "commune",
    "epci": "commune",
    "departement": "epci",
    "region": "departement",
    "france": "region",
}


def zones(ctx: Contexte) -> tuple[Territoire, ...]:
    """Communes of a perimeter or an EPCI (its EPCI for a commune), EPCI of a département, départements of a région, régions of France."""
    t, ref = ctx.territoire, ctx.ref
    if t.niveau == "commune":
        return ref.enfants("epci", t.epci) if t.epci else (t,)
    return ref.enfants(t.niveau, t.code)


def carte(ctx: Contexte, indicateur: Indicateur) -> Carte:
    """Areas of another nature than the territory (demonstration or real) are left blank: the two never mix."""
    niveau = NIVEAU_ZONES[ctx.territoire.niveau]
    aires = zones(ctx)
    lues = _lit(ctx, indicateur, aires)
    annee = _annee(ctx, indicateur, lues)
    traces = tuple(_zone(ctx, indicateur, t, ligne(lues.get(t.code, {}), indicateur.id, annee)) for t in aires)
    cadre = _cadre(ctx, indicateur, traces, annee, niveau=niveau, sources=_sources(indicateur, lues, annee))
    singulier, _ = fr.UNITES_NIVEAU[niveau]
    tableau = Tableau(f"{indicateur.libelle}, {annee or 'n.d.'}", (nombres.capitale(singulier), "Valeur"), _lignes(traces), (1,))
    decimales = nombres.decimales_permises(indicateur.decimales, *(z.valeur for z in traces))
    return Carte(cadre, niveau, indicateur.unite, decimales, traces, tableau, en_cercles(indicateur))


def part_dessinee(ctx: Contexte, indicateur: Indicateur) -> float:
    """Share of the areas (0 to 1) that would have a colour on the map of ``indicateur``."""
    aires = zones(ctx)
    lues = _lit(ctx, indicateur, aires)
    annee = _annee(ctx, indicateur, lues)
    return sum(ligne(s, indicateur.id, annee).statut == "ok" for s in lues.values()) / max(len(aires), 1)


def _lit(ctx: Contexte, indicateur: Indicateur, aires: Sequence[Territoire]) -> dict[str, Series]:
    """Rows by code, of the areas of the same nature as the territory; read once for the figures of a theme and for all its communes."""
    niveau = NIVEAU_ZONES[ctx.territoire.niveau]
    codes = de_nature(ctx.corpus, niveau, (t.code for t in aires), demo=ctx.demo)
    ids = tuple(i.id for i in ctx.catalogue if i.theme == indicateur.theme and not isinstance(i.formules[0], Distribution))
    cle = ("carte", ctx.corpus.empreinte, niveau, ids, codes)
    return ZONES.donne(cle, lambda: indexe_par_code(ctx.corpus.valeurs(niveau, codes=codes, indicateurs=ids)))


def _annee(ctx: Contexte, indicateur: Indicateur, lues: dict[str, Series]) -> int | None:
    """The year shown for the territory where the areas have it, else the latest year with a value."""
    annees = {a for s in lues.values() for a, x in s.get((indicateur.id, "total"), {}).items() if x.statut == "ok"}
    choisie = ctx.annee(indicateur.id)
    return choisie if choisie in annees else max(annees, default=choisie)


def _zone(ctx: Contexte, indicateur: Indicateur, t: Territoire, x: Ligne) -> Zone:
    ou = "" if ctx.territoire.niveau != t.niveau else ctx.ou_lire(indicateur.id, x.annee)
    texte = note_statut(indicateur, x.statut, t.niveau, ou=ou) or texte_valeur(indicateur, x)
    choisie = (t.niveau, t.code) == (ctx.territoire.niveau, ctx.territoire.code)
    return Zone(t.code, t.nom, x.valeur, x.statut, texte, choisie)


def _lignes(traces: Sequence[Zone]) -> tuple[tuple[str, str], ...]:
    """By decreasing value, then the areas without one, by name."""
    ordre = sorted(traces, key=lambda z: (z.valeur is None, -(z.valeur or 0), z.nom))
    return tuple((z.nom, z.texte) for z in ordre)


def _sources(indicateur: Indicateur, lues: dict[str, Series], annee: int | None) -> str:
    parties = (p for s in lues.values() for p in ligne(s, indicateur.id, annee).sources.split("|"))
    return "|".join(dict.fromkeys(filter(None, parties)))


def _cadre(ctx: Contexte, indicateur: Indicateur, traces: Sequence[Zone], annee: int | None, *, niveau: str, sources: str) -> Cadre:
    _, pluriel = fr.UNITES_NIVEAU[niveau]
    titre = f"{indicateur.libelle} : où, parmi les {pluriel}, {le_plus(indicateur)} ?"
    connues = [z for z in traces if z.valeur is not None]
    if not connues:
        protege = next((_protege(ctx, indicateur, z) for z in traces if z.statut in ("s", "ns")), "")
        message = protege or fr.texte("carte.vide", niveaux=niveau_minimal(indicateur, niveau))
        return Cadre(titre, indicateur.unite, "", message, demo=ctx.demo, message=message)
    masquees = [z for z in traces if z.statut == "s"]
    pourquoi = _protege(ctx, indicateur, masquees[0]).removesuffix(".") if 2 * len(masquees) > len(traces) else ""
    ailleurs = fr.texte("carte.outremer") if ctx.territoire.niveau == "france" else ""
    cercles = mots.CERCLES.removesuffix(".") if en_cercles(indicateur) else ""
    return Cadre(
        titre,
        ". ".join(filter(None, (f"{indicateur.unite}, {annee}", pourquoi, ailleurs, cercles))),
        texte_sources(ctx.sources, sources),
        _alt(ctx, indicateur, connues, annee),
        demo=ctx.demo,
    )


def le_plus(indicateur: Indicateur) -> str:
    """What is counted (« Places… ») is told in numbers, anything else in height."""
    nom = indicateur.libelle.partition(" ")[0]
    if nom in FEMININ:
        return "est-elle la plus élevée"
    if indicateur.unite == "%" or not nom.endswith(("s", "x")):
        return "est-ce le plus élevé"
    if nom in FEMININS:
        return "sont-elles les plus nombreuses"
    return "sont-ils les plus nombreux" if nom in MASCULINS else "y en a-t-il le plus"


def _protege(ctx: Contexte, indicateur: Indicateur, zone: Zone) -> str:
    """Why the areas are masked: told of the whole group where the figure of the EPCI itself is on show."""
    montre = ctx.ligne(indicateur.id, ctx.annee(indicateur.id)).statut == "ok"
    if zone.statut == "s" and ctx.territoire.niveau == "epci" and montre and "k5" in indicateur.seuils:
        return fr.texte("secret.carte")
    return zone.texte


def niveau_minimal(indicateur: Indicateur, niveau: str) -> str:
    """« Elle n’est publiée qu’à partir de l’EPCI. » when the figure does not exist at ``niveau``."""
    if indicateur.existe(niveau) or not indicateur.niveaux:
        return ""
    return fr.texte("carte.niveaux", du=fr.DU[indicateur.niveaux[0]])


def _alt(ctx: Contexte, indicateur: Indicateur, connues: Sequence[Zone], annee: int | None) -> str:
    bas, haut = min(connues, key=lambda z: z.valeur), max(connues, key=lambda z: z.valeur)
    etendue = f" Valeurs de {bas.nom} ({bas.texte}) à {haut.nom} ({haut.texte})."
    return f"Carte, {toponymes.a(ctx.territoire)}, {annee} : {indicateur.libelle}.{etendue}"
