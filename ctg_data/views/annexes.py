"""What leaves with the partners: the annexes of the convention, one path, the whole follow-up; as documents made of plain blocks."""

from collections.abc import Iterator, Sequence
from datetime import date

from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Hypothese
from ctg_data.parcours.concertation import FuturIdeal
from ctg_data.parcours.convention import Action, Ctg, Engagement, Organisation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction, EtatChangement
from ctg_data.parcours.graphe import nom_de
from ctg_data.parcours.passages import adoptees
from ctg_data.parcours.suivi import IndicateurLie, Marqueur
from ctg_data.views import registres
from ctg_data.views.conventions import periode
from ctg_data.views.document import Bloc, Dessin, Document, Liste, Paragraphe, Titre
from ctg_data.views.model import Chiffre, PortraitView, Saillant, Theme
from ctg_data.views.saisies import a_emporter, dits, phrase
from ctg_data.wording import annexes as textes
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots


def convention(dossier: Dossier, territoire: str, portrait: PortraitView | None, jour: date) -> Document:
    """The annexes of a convention: diagnostic, axes, plan d'actions, indicators.  ``portrait``: None where the territory has no figure."""
    blocs = (*_signataires(dossier), *_diagnostic(portrait), *_axes(dossier), *_plan(dossier), *_indicateurs(dossier))
    fictif = portrait.bandeau if portrait else ""
    return _document(
        dossier, "annexes", textes.ANNEXES, territoire, blocs, jour, donnees=fictif, version=portrait.version if portrait else ""
    )


def chemin(dossier: Dossier, identifiant: str, territoire: str, dessins: Sequence[str], resume: str, jour: date) -> Document:
    """One version of one path: its drawing, on as many sheets as it takes, its outline, its hypotheses and markers."""
    version = dossier.de(Chemin)[identifiant]
    titre = textes.CHEMIN.format(changement=nom_de(dossier, version.changement), numero=version.numero, etat=mots.etat(version.etat))
    hypotheses = dossier.hypotheses(identifiant)
    porteurs = {version.changement, *hypotheses, *(i for i, _ in dossier.etapes(identifiant))}
    marqueurs = [i for i, m in dossier.de(Marqueur).items() if m.cible in porteurs]
    feuilles = [Dessin(svg, resume if rang == len(dessins) else "") for rang, svg in enumerate(dessins, 1)]
    phrases = [Titre(textes.PLAN_CHEMIN), Liste(tuple(trajets(dossier, identifiant)) or (textes.CHEMIN_VIDE,))]
    blocs = [
        *(phrases + feuilles if feuilles and feuilles[0].seul else feuilles + phrases),
        *_si(registres.tableau(dossier, Hypothese, hypotheses)),
        *_si(registres.tableau(dossier, Marqueur, marqueurs)),
    ]
    return _document(dossier, f"chemin-{version.numero}", titre, territoire, blocs, jour)


def trajets(dossier: Dossier, chemin_: str) -> Iterator[str]:
    """Each arrow of a path in a sentence, its hypotheses after it."""
    for identifiant, lien in dossier.liens(chemin_).items():
        modele = textes.FLECHE_ACTION if lien.de_type == Bout.ACTION else textes.FLECHE
        suite = [textes.HYPOTHESE.format(texte=h.texte, etat=mots.etat(h.etat)) for h in dossier.ou(Hypothese, lien=identifiant).values()]
        yield " ".join([modele.format(de=nom_de(dossier, lien.de), vers=nom_de(dossier, lien.vers)), *suite])


def suivi(dossier: Dossier, territoire: str, jour: date) -> Document:
    """Everything that is followed, as tables: what a workbook holds, a sheet each."""
    return _document(dossier, "suivi", textes.SUIVI, territoire, registres.tous(dossier), jour)


def _document(
    dossier: Dossier,
    nom: str,
    titre: str,
    territoire: str,
    blocs: Sequence[Bloc],
    jour: date,
    *,
    donnees: str = "",
    version: str = "",
) -> Document:
    ctg = dossier.ctg
    bandeaux = dict.fromkeys(b for b in (textes.FICTIVE if ctg.fictive else "", donnees) if b)
    sous_titre = " · ".join(t for t in (ctg.nom, territoire, periode(ctg), mots.etat(ctg.etat)) if t)
    pied = " · ".join(t for t in (textes.EDITE.format(jour=nombres.jour(jour)), version) if t)
    return Document(f"{nom}-{_nom_de_fichier(ctg)}", titre, sous_titre, tuple(blocs), " ".join(bandeaux), pied)


def _nom_de_fichier(ctg: Ctg) -> str:
    return f"ctg-{ctg.niveau}-{ctg.code}"


def _si(tableau: Tableau) -> tuple[Tableau, ...]:
    return (tableau,) if tableau.lignes else ()


def _signataires(dossier: Dossier) -> Iterator[Bloc]:
    signataires = [i for i, o in dossier.de(Organisation).items() if o.signataire]
    if signataires:
        yield Titre(textes.SIGNATAIRES)
        yield registres.tableau(dossier, Organisation, signataires)


# Diagnostic -----------------------------------------------------------------------------------------------------------


def _diagnostic(portrait: PortraitView | None) -> Iterator[Bloc]:
    yield Titre(textes.DIAGNOSTIC)
    if portrait is None:
        yield Paragraphe(textes.SANS_PORTRAIT)
        return
    vue = a_emporter(portrait)
    yield Paragraphe(f"{vue.entete.nom} · {vue.entete.resume}")
    yield Paragraphe(vue.fraicheur.texte, mention=True)
    for titre, faits, sinon in (
        (textes.BESOINS, vue.saillants.besoins, vue.saillants.message_besoins),
        (textes.FORCES, vue.saillants.forces, vue.saillants.message_forces),
    ):
        yield Titre(titre, 2)
        yield from _saillants(vue, faits, sinon)
    for theme in vue.themes:
        yield from _theme(theme)


def _saillants(vue: PortraitView, faits: Sequence[Saillant], sinon: str) -> Iterator[Bloc]:
    phrases = tuple(phrase(fait, mot) for fait, mot in dits(vue, faits))
    yield Liste(phrases) if phrases else Paragraphe(sinon or textes.RIEN)


def _theme(theme: Theme) -> Iterator[Bloc]:
    presents = [c for c in theme.chiffres if c.disponible]
    if presents:
        yield Tableau(theme.libelle, textes.COLONNES_CHIFFRES, tuple(_chiffre(c) for c in presents), (1,))


def _chiffre(c: Chiffre) -> tuple[str, ...]:
    reperes = " ; ".join(f"{r.nom} : {r.texte}" for r in c.reperes)
    return c.libelle, c.valeur_texte, c.annee_texte, reperes, c.verdict_texte, " ".join(c.notes)


# Axes -----------------------------------------------------------------------------------------------------------------


def _axes(dossier: Dossier) -> Iterator[Bloc]:
    yield Titre(textes.AXES)
    yield Titre(textes.FUTUR, 2)
    yield Paragraphe(futur_ideal(dossier) or textes.FUTUR_VIDE)
    changements = [(i, c) for i, c in dossier.changements() if c.etat not in (EtatChangement.PROPOSE, EtatChangement.ABANDONNE)]
    if not changements:
        yield Paragraphe(textes.SANS_CHANGEMENT)
    for identifiant, changement in changements:
        yield Titre(changement.libelle, 2)
        yield Paragraphe(_etat_civil(changement))
        if (courant := dossier.courant(identifiant)) and (dits_ := tuple(trajets(dossier, courant))):
            yield Liste(dits_)


def futur_ideal(dossier: Dossier) -> str:
    """The last adopted version, "" before any."""
    adoptees_ = [f for i, f in dossier.de(FuturIdeal).items() if adoptees(dossier, i)]
    return max(adoptees_, key=lambda f: f.numero).texte if adoptees_ else ""


def _etat_civil(c: Changement) -> str:
    themes = nombres.enumere([mots.theme(t).lower() for t in c.themes])
    dits_ = (
        textes.PUBLIC.format(public=c.public) if c.public else "",
        textes.THEMES.format(themes=themes) if themes else "",
        textes.HORIZON.format(jour=nombres.jour(c.horizon)) if c.horizon else "",
        textes.ETAT.format(etat=mots.etat(c.etat)),
    )
    return " ".join(d for d in dits_ if d)


# Plan and indicators --------------------------------------------------------------------------------------------------


def _plan(dossier: Dossier) -> Iterator[Bloc]:
    yield Titre(textes.PLAN)
    retenues = [i for i, a in dossier.de(Action).items() if a.etat not in (EtatAction.IDEE, EtatAction.ABANDONNEE)]
    if not retenues:
        yield Paragraphe(textes.SANS_ACTION)
    else:
        yield registres.tableau(dossier, Action, retenues)
        yield Paragraphe(textes.AVANCEMENT, mention=True)
    yield from _si(registres.tableau(dossier, Engagement))


def _indicateurs(dossier: Dossier) -> Iterator[Bloc]:
    yield Titre(textes.INDICATEURS)
    porteurs = _porteurs(dossier)
    lies = [i for i, lie in dossier.de(IndicateurLie).items() if lie.porteur in porteurs]
    marqueurs = [i for i, m in dossier.de(Marqueur).items() if m.cible in porteurs]
    tableaux = (*_si(registres.tableau(dossier, IndicateurLie, lies)), *_si(registres.tableau(dossier, Marqueur, marqueurs)))
    yield from tableaux or (Paragraphe(textes.SANS_INDICATEUR),)


def _porteurs(dossier: Dossier) -> frozenset[str]:
    """The changes that are kept, with the steps and hypotheses of their current path: an older version bears copies of the same."""
    gardes = [i for i, c in dossier.changements() if c.etat != EtatChangement.ABANDONNE]
    chemins = [dossier.courant(i) for i in gardes]
    return frozenset((*gardes, *(i for c in chemins for i in (*dossier.hypotheses(c), *(e for e, _ in dossier.etapes(c))))))
