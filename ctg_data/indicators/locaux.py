"""Indicators of the measures that only a local source gives, and what a declaration asks of the vocabulary (ADR 0019)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ctg_data.errors import Faute
from ctg_data.indicators import vocabulaire
from ctg_data.indicators.model import Effectif, Indicateur, Publie, Ratio, Ref, Sens, Somme
from ctg_data.indicators.termes import FOYERS, MENAGES, POPULATION, ages, ref
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders.locales import Locales
from ctg_data.loaders.locales_modele import Declaration, MesureLocale
from ctg_data.wording import nombres

DENOMINATEURS: Mapping[str, tuple[Somme, str]] = MappingProxyType(
    {
        "population": (POPULATION, "habitants"),
        "enfants_0_2": (ages(0, 2), "enfants de moins de 3 ans"),
        "jeunes_15_24": (ages(15, 24), "jeunes de 15 à 24 ans"),
        "foyers_alloc": (FOYERS, "foyers allocataires"),
        "familles": (ref("rp_familles"), "familles"),
        "menages": (MENAGES, "ménages"),
    }
)
"""What a local count may be brought to -> the sum, and its name after « pour 100 »."""
_LOCALE = "Source locale, que personne d’autre n’a vérifiée ; "
_PUBLIEE = f"{_LOCALE}son producteur publie ces chiffres, montrés tels quels."
_PROTEGEE = f"{_LOCALE}chiffres non publiés : le secret de la Caf s’y applique."
_SANS_PERSONNE = f"{_LOCALE}chiffres non publiés, qui ne comptent pas de personnes : ils ne sont pas masqués."


def indicateurs(locales: Locales) -> Iterator[Indicateur]:
    """One indicator a measure that a declaration brings, and one more where it is also shown for 100 of something."""
    for d in locales.declarations:
        for mesure in d.mesures:
            yield _chiffre(d, mesure)
            if mesure.denominateur:
                yield _rapport(d, mesure)


def _chiffre(d: Declaration, m: MesureLocale) -> Indicateur:
    lue, taux = Ref(d.nom_de(m.id)), m.nature == modele.TAUX
    unite = modele.UNITES[m.nature][m.unite]
    return Indicateur(
        id=d.nom_de(m.id),
        libelle=nombres.capitale(m.libelle),
        formules=(Publie(lue) if taux else Effectif((lue,)),),
        unite=unite,
        decimales=max(1, m.decimales) if taux else m.decimales,
        lecture=_lecture(d, m, f" {unite}" if unite else ""),
        **_communs(d, m),
    )


def _rapport(d: Declaration, m: MesureLocale) -> Indicateur:
    somme, noms = DENOMINATEURS[m.denominateur]
    communs = _communs(d, m)
    return Indicateur(
        id=f"{d.nom_de(m.id)}__pour100",
        libelle=f"{nombres.capitale(m.libelle)}, pour 100 {noms}",
        formules=(Ratio((Ref(d.nom_de(m.id)),), somme, bornee=False),),
        unite="pour 100",
        decimales=1,
        lecture=_lecture(d, m, f" pour 100 {noms}"),
        intervalle="byar",
        **communs | {"seuils": (*communs["seuils"], "n30")},
    )


def _communs(d: Declaration, m: MesureLocale) -> dict:
    """What all the indicators of a measure share: no judgement, no place on the star, one family of secrecy for all the counts of
    persons of one source, of which some may be parts of others without anybody having said so."""
    protege = d.donnees == modele.PROTEGEES and m.de_gens
    return {
        "definition": m.definition.strip() or f"{nombres.capitale(m.libelle)} ({d.producteur}, {d.titre}).",
        "theme": m.theme,
        "angle": 2 if m.face == modele.OFFRE else 1,
        "sens": Sens.NEUTRE,
        "prudence": _PUBLIEE if d.donnees == modele.PUBLIEES else _PROTEGEE if protege else _SANS_PERSONNE,
        "seuils": ("k5",) if protege else (),
        "famille_secret": d.source if protege else "",
    }


def _lecture(d: Declaration, m: MesureLocale, unite: str) -> str:
    """The reading sentence, which names the source: nobody knows how a label agrees with a number."""
    return f"En {{annee}}, {{territoire}}, {_litteral(m.libelle)} : {{valeur}}{unite}, selon « {_litteral(d.titre)} »."


def _litteral(texte: str) -> str:
    """A text of a person inside a reading sentence: its braces are its own."""
    return texte.replace("{", "{{").replace("}", "}}")


def fautes(d: Declaration) -> tuple[Faute, ...]:
    """Measures and modalités that a declaration names and that the vocabulary has not; what would merely be never shown is one too."""
    return tuple(_fautes(d))


def _fautes(d: Declaration) -> Iterator[Faute]:
    connues = vocabulaire.nationales()
    for rang, v in enumerate(d.valeurs, 1):
        if v.mesure in d.propres:
            continue
        mesure = connues.get(v.mesure)
        if mesure is None:
            proches = ", ".join(sorted(nom for nom in connues if v.mesure[:6] and nom.startswith(v.mesure[:6]))[:5])
            attendu = "une mesure connue" + (f" ({proches}…)" if proches else "") + ", ou une mesure déclarée dans [[mesures]]"
            yield _faute(d, rang, "mesure", v.mesure, attendu)
        elif v.modalite not in mesure.modalites:
            yield _faute(d, rang, "modalite", v.modalite, "l'une des modalités " + ", ".join(list(mesure.modalites)[:12]))
        elif d.donnees == modele.PROTEGEES and not (mesure.sensible or (mesure.additive and mesure.unite in modele.CHOSES)):
            attendu = (
                "un effectif de personnes, de foyers ou d'enfants, ou des places, des structures : le secret ne sait protéger rien d'autre"
            )
            yield _faute(d, rang, "mesure", v.mesure, attendu)
    yield from _trop_d_effectifs(d, connues)


def _trop_d_effectifs(d: Declaration, connues: Mapping[str, vocabulaire.Mesure]) -> Iterator[Faute]:
    """Two counts of persons of one commune tell their difference, which may be a few persons, and nobody says that it is one."""
    if d.donnees != modele.PROTEGEES:
        return
    for rang, v in [(r, v) for r, v in enumerate(d.valeurs, 1) if _de_gens(d, v.mesure, connues)][1:]:
        yield Faute(
            f"{d.id}.toml",
            "plusieurs_effectifs",
            f"« {v.repere} »",
            "un seul effectif de personnes : deux effectifs d'une même commune laissent voir leur différence, que rien ne masquerait",
            "Gardez l'effectif le plus utile ; pour une répartition, passez par la requête type, qui protège ses parties ensemble.",
            colonne=f"valeurs {rang}",
        )


def _de_gens(d: Declaration, mesure: str, connues: Mapping[str, vocabulaire.Mesure]) -> bool:
    if mesure in d.propres:
        return d.propres[mesure].de_gens
    return mesure in connues and connues[mesure].sensible


def _faute(d: Declaration, rang: int, cle: str, trouve: str, attendu: str) -> Faute:
    remede = "Choisissez la mesure dans la liste de la page « Données », partie « Sources locales », ou déclarez-la."
    return Faute(f"{d.id}.toml", "mesure_inconnue", f"« {trouve} »", attendu, remede, colonne=f"valeurs {rang}.{cle}")
