"""Around the pages: language, security headers, contours kept for ever, readiness."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ctg_data.errors import TerritoireInconnu
from ctg_data.ui import serveur


def geometrie(version: str, niveau: str, zone: str) -> bytes:
    if zone == "inconnue":
        raise TerritoireInconnu("Aucun territoire ne porte ce code.")
    return serveur.compresse(f'{{"features":"{version}/{niveau}/{zone}"}}'.encode())


def ressource(nom: str) -> bytes:
    return {"carte.js": serveur.compresse(b"export default 1")}[nom]


def valeurs(empreinte: str, niveau: str, code: str, choix: dict[str, str]) -> bytes:
    if empreinte != "e1":
        raise TerritoireInconnu("Cette publication n’est plus en vigueur.")
    return serveur.compresse(f"{niveau} {code} {choix['figure']}".encode())


def application(pret: bool = True) -> Starlette:
    accueil = Route("/", lambda _: HTMLResponse('<!DOCTYPE html><html lang="en"><body>é</body></html>'))
    return Starlette(
        routes=[accueil, *serveur.routes(geometrie, lambda: pret, ressource=ressource, valeurs=valeurs)], middleware=serveur.intergiciels()
    )


def demande(app: Starlette, chemin: str, *, requete: str = "", **entetes: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one GET, through the application itself."""
    recus = []
    bruts = [(nom.replace("_", "-").encode(), valeur.encode()) for nom, valeur in entetes.items()]
    scope = {"type": "http", "method": "GET", "path": chemin, "query_string": requete.encode(), "headers": bruts, "http_version": "1.1"}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        recus.append(message)

    with ThreadPoolExecutor(1) as fil:  # Playwright leaves a loop running in the main thread
        fil.submit(asyncio.run, app(scope, receive, send)).result()
    corps = b"".join(m.get("body", b"") for m in recus[1:])
    return recus[0]["status"], {k.decode(): v.decode() for k, v in recus[0]["headers"]}, corps


def test_the_page_says_it_is_in_french_and_its_length_is_right():
    statut, entetes, corps = demande(application(), "/", accept="text/html", if_none_match='"x"')
    assert (statut, corps.decode()) == (200, '<!DOCTYPE html><html lang="fr"><body>é</body></html>')
    assert int(entetes["content-length"]) == len(corps)


@pytest.mark.parametrize("chemin", ["/", "/sante", "/geo/v1/commune/epci-1.geojson", "/rien"])
def test_every_answer_carries_the_security_headers(chemin):
    _, entetes, _ = demande(application(), chemin, accept="text/html")
    assert entetes["x-content-type-options"] == "nosniff"
    assert "unsafe-eval" not in entetes["content-security-policy"].replace("wasm-unsafe-eval", "")
    assert "sha256-" in entetes["content-security-policy"]


def test_contours_are_compressed_once_and_kept_for_ever():
    statut, entetes, corps = demande(application(), "/geo/v1/commune/epci-1.geojson")
    assert (statut, gzip.decompress(corps)) == (200, b'{"features":"v1/commune/epci-1"}')
    assert "immutable" in entetes["cache-control"]
    encore, _, vide = demande(application(), "/geo/v1/commune/epci-1.geojson", if_none_match=entetes["etag"])
    assert (encore, vide) == (304, b"")


def test_unknown_contours_are_not_found():
    assert demande(application(), "/geo/v1/commune/inconnue.geojson")[0] == 404


def test_a_script_is_kept_for_ever_and_a_missing_one_is_not_found():
    statut, entetes, corps = demande(application(), "/composants/e1/carte.js")
    assert (statut, gzip.decompress(corps)) == (200, b"export default 1")
    assert entetes["content-type"].startswith("text/javascript")
    assert "immutable" in entetes["cache-control"]
    assert demande(application(), "/composants/e1/autre.js")[0] == 404


def test_values_are_those_of_one_publication_for_ever():
    statut, entetes, corps = demande(application(), "/atlas/e1/epci/1.bin", requete="figure=f")
    assert (statut, gzip.decompress(corps)) == (200, b"epci 1 f")
    assert "immutable" in entetes["cache-control"]
    assert demande(application(), "/atlas/e2/epci/1.bin", requete="figure=f")[0] == 404


@pytest.mark.parametrize(("pret", "statut"), [(True, 200), (False, 503)])
def test_ready_only_once_the_data_is_loaded(pret, statut):
    assert demande(application(pret), "/pret")[0] == statut
    assert demande(application(pret), "/sante")[0] == 200
