"""A small portrait, written by hand, for tests that only need something to lay out."""

from ctg_data.diagnostic.compare import Issue, Verdict
from ctg_data.diagnostic.figures import Cadre, Carte, Evolution, Point, Serie, StructureAge, Tableau, Tranche, Zone
from ctg_data.diagnostic.star import Composante, Ensemble, Etoile, Rayon
from ctg_data.views.model import (
    Chiffre,
    Entete,
    EtoileVue,
    Fraicheur,
    PortraitView,
    Repere,
    Saillant,
    Saillants,
    SourceVue,
    Theme,
)

BRANCHES = {
    "PE": "Petite enfance",
    "EN": "Enfance",
    "JE": "Jeunesse",
    "PA": "Parentalité",
    "AV": "Vie sociale",
    "LO": "Logement",
    "AD": "Accès aux droits",
    "IN": "Insertion",
    "HA": "Handicap",
    "CV": "Cadre de vie",
}
TABLEAU = Tableau("Tableau d’essai", ("Commune", "Valeur"), (("Aixe-sur-Vienne", "12,4 %"), ("Bosmie-l’Aiguille", "secret")), (1,))


def cadre(titre: str, message: str = "") -> Cadre:
    return Cadre(titre, "en %, 2023", "Source : Caf, décembre 2023", f"{titre} : plus élevé que dans le département", True, message)


def repere(role: str, valeur: float | None) -> Repere:
    noms = {"departement": ("87", "Haute-Vienne"), "region": ("75", "Nouvelle-Aquitaine"), "france": ("FR", "France")}
    code, nom = noms[role]
    texte = "n.d." if valeur is None else f"{valeur:.1f} %".replace(".", ",")
    return Repere(role, role, code, nom, nom, valeur, texte, "nd" if valeur is None else "ok")


def chiffre(identifiant: str, **change) -> Chiffre:
    base = {
        "id": identifiant,
        "libelle": "Part des foyers allocataires à bas revenus",
        "definition": "Foyers à bas revenus parmi les foyers de référence.",
        "theme": "IN",
        "angle": 1,
        "angle_libelle": "Besoins",
        "modalite": "total",
        "unite": "%",
        "decimales": 1,
        "annee": 2023,
        "annee_texte": "2023",
        "valeur": 32.1,
        "valeur_texte": "32,1 %",
        "statut": "ok",
        "est": False,
        "arr5": False,
        "ic_bas": 30.2,
        "ic_haut": 34.0,
        "intervalle_texte": "entre 30,2 et 34,0 %",
        "reperes": (repere("departement", 28.0), repere("region", 26.5), repere("france", 29.4)),
        "echelle": (24.0, 36.0),
        "verdict": Verdict(Issue.DEFAVORABLE, 1, "défavorable, au-dessus du département"),
        "verdict_texte": "défavorable, au-dessus du département",
        "phrase": "En 2023, à Val de Vienne, 32,1 % des foyers allocataires ont de bas revenus, plus que dans le département.",
        "source": "Caf, décembre 2023",
        "notes": (),
    }
    return Chiffre(**{**base, **change})


def chiffres() -> tuple[Chiffre, ...]:
    secret = {"valeur": None, "valeur_texte": "secret", "statut": "s", "ic_bas": None, "ic_haut": None, "echelle": None, "verdict": None}
    return (
        chiffre("part_foyers_br"),
        chiffre(
            "dep_50",
            libelle="Dépendance aux prestations à plus de 50 %",
            valeur=18.0,
            valeur_texte="18,0 %",
            ic_bas=16.0,
            ic_haut=20.0,
            echelle=(10.0, 24.0),
            verdict=Verdict(Issue.INDETERMINE, 0, "on ne peut pas conclure"),
            verdict_texte="on ne peut pas conclure",
        ),
        chiffre(
            "dep_100",
            libelle="Dépendance totale aux prestations",
            **secret,
            verdict_texte="",
            notes=("Secret statistique : moins de 5 foyers. Regardez l’EPCI.",),
        ),
        chiffre(
            "fs_p20000",
            libelle="Espaces France services pour 20 000 habitants",
            angle=2,
            angle_libelle="Offre",
            valeur=2.1,
            valeur_texte="2,1",
            ic_bas=None,
            ic_haut=None,
            echelle=(0.0, 4.0),
            verdict=Verdict(Issue.FAVORABLE, 1, "favorable"),
            verdict_texte="favorable, au-dessus du département",
            reperes=(repere("departement", 1.2), repere("france", None)),
        ),
    )


def etoile(face: str) -> EtoileVue:
    scores = (72, 55, 40, 61, None, 35, 80, 66, 48, 52)
    ensemble = Ensemble("EPCI de 10 000 à 20 000 habitants", "2026", "epci", "EPCI", ("200000001",), True)
    composante = Composante("x", "x", 2023, 70, 300, "plus élevé que dans 7 EPCI sur 10")
    rayons = tuple(
        Rayon(
            b, nom, s, False, (composante,), "en moyenne, appelle l’attention plus que 7 EPCI sur 10" if s else "pas de donnée comparable"
        )
        for (b, nom), s in zip(BRANCHES.items(), scores, strict=True)
    )
    message = "La face Priorités croise besoins, offre et écart ; elle viendra avec une prochaine version." if face == "priorite" else ""
    return EtoileVue(
        face=face,
        face_libelle=face,
        cadre=cadre("Quels thèmes appellent l’attention ?", message),
        etoile=None if message else Etoile(face, ensemble, rayons),
        territoire="Val de Vienne",
        sens_lecture="Vers l’extérieur : appelle l’attention. En pointillé : le milieu des EPCI de 10 000 à 20 000 habitants.",
        phrases=("Accès aux droits : plus élevé que dans 8 EPCI sur 10 (EPCI de 10 000 à 20 000 habitants).",),
        tableau=TABLEAU,
    )


def saillants() -> Saillants:
    def fait(cote: str, signe: str, indicateur: str, phrase: str) -> Saillant:
        return Saillant(cote, signe, phrase, "écart certain", indicateur, "IN", "Insertion et précarité")

    return Saillants(
        besoins=(
            fait(
                "besoin", "▼", "part_foyers_br", "32,1 % des foyers allocataires ont de bas revenus, plus que dans le département (28,0 %)."
            ),
            fait("besoin", "▼", "dep_50", "18,0 % des foyers dépendent à plus de moitié des prestations, plus que dans 7 EPCI sur 10."),
        ),
        forces=(fait("force", "▲", "fs_p20000", "2,1 espaces France services pour 20 000 habitants, plus que dans le département (1,2)."),),
    )


def portrait(face: str = "besoin", message: str = "") -> PortraitView:
    """The portrait; ``message`` empties its figures and says why."""
    points = tuple(
        Point(a, None if a == 2021 else 28.0 + a - 2018, "s" if a == 2021 else "ok", "", segment=a > 2020) for a in range(2018, 2024)
    )
    return PortraitView(
        entete=Entete(
            "epci",
            "200000001",
            "Val de Vienne",
            "EPCI",
            "EPCI · 24 communes · 27 459 habitants (2022)",
            "27 459",
            2022,
            "24 communes",
            (("departement", "87", "Haute-Vienne"), ("france", "FR", "France")),
        ),
        fraicheur=Fraicheur(
            "Données : Caf décembre 2023 · Recensement 2022 · 3 sources manquantes",
            (SourceVue("caf", "Requête type", "Caf", "interne", (2023,), "2023"),),
            (SourceVue("filosofi", "Filosofi", "Insee", "Licence Ouverte 2.0", (), ""),),
        ),
        demo=True,
        bandeau="Données de démonstration, fictives.",
        face=face,
        etoiles=tuple(etoile(f) for f in ("besoin", "offre", "ecart", "priorite")),
        saillants=saillants(),
        themes=(
            Theme("IN", "Insertion et précarité", chiffres(), ("Taux de chômage",)),
            Theme("PE", "Petite enfance", (), ("Couverture",)),
        ),
        theme="IN",
        figure="part_foyers_br",
        choix_themes=(("PO", "Population"), *BRANCHES.items()),
        choix_figures=(("part_foyers_br", "Part des foyers allocataires à bas revenus"), ("dep_50", "Dépendance à plus de 50 %")),
        structure_age=StructureAge(
            cadre("Quel âge ont les habitants ?", message),
            "Val de Vienne",
            "Haute-Vienne",
            2022,
            (Tranche("0-2 ans", 3.1, "3,1 %", 2.8, "2,8 %"), Tranche("3-17 ans", 17.0, "17,0 %", 16.0, "16,0 %")),
            TABLEAU,
        ),
        evolution=Evolution(
            cadre("Comment cela évolue-t-il ?", message), "%", (Serie("Val de Vienne", "territoire", points),), (2021,), TABLEAU
        ),
        carte=Carte(cadre("Où, dans le territoire ?", message), "commune", "%", 1, (Zone("87001", "Aixe", 12.4, "ok", "12,4 %"),), TABLEAU),
        methode=("Une valeur manquante n’est jamais un zéro.",),
        manque=("Filosofi : pauvreté et niveau de vie.",),
        denominateurs=(),
        empreinte="0123",
        date="22 novembre 2026",
    )
