"""Around the pages: routes that must not pass through a script, language and security headers of every answer."""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from importlib.resources import files

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctg_data.errors import CtgError

Geometrie = Callable[[str, str, str], bytes]
"""(version, niveau, zone) -> GeoJSON bytes; raises CtgError on an unknown zone."""
Valeurs = Callable[[str, str, str, Mapping[str, str]], bytes]
"""(fingerprint of the publication, niveau, code, choices) -> values of a map, compressed; raises CtgError when there is none."""
Ressource = Callable[[str], bytes]
"""Name of a script or style -> its bytes, compressed; raises KeyError or OSError when there is none."""

_ENTETES = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def _sha256(script: bytes) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'"


def politique_de_contenu() -> str:
    """CSP under which Streamlit and Plotly work without ``unsafe-eval``; inline scripts of the shell are named by hash.

    ``blob:``: Streamlit loads the script of a component from an object of the page itself, which only a running script can make.
    """
    accueil = files("streamlit").joinpath("static/index.html").read_bytes()
    empreintes = " ".join(_sha256(script) for script in re.findall(rb"<script>(.*?)</script>", accueil, re.DOTALL))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {empreintes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class EntetesEtLangue:
    """Say ``lang="fr"`` in the shell page and set the security headers of every answer."""

    def __init__(self, app: ASGIApp, csp: str):
        self.app = app
        self.entetes = {**_ENTETES, "Content-Security-Policy": csp}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "text/html" in Headers(scope=scope).get("accept", ""):
            # The shell page is rewritten below: it must come uncompressed, and whole rather than as « not modified ».
            ignores = (b"accept-encoding", b"if-none-match", b"if-modified-since")
            scope["headers"] = [(nom, valeur) for nom, valeur in scope["headers"] if nom not in ignores]
        await self.app(scope, receive, _Reponse(send, self.entetes))


class _Reponse:
    """``send`` of one answer: headers always, body held back until whole when it is a page."""

    def __init__(self, send: Send, entetes: dict[str, str]):
        self.send = send
        self.entetes = entetes
        self.debut: Message | None = None
        self.corps = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._debut(message)
        elif self.debut is None:
            await self.send(message)
        else:
            await self._page(message)

    async def _debut(self, message: Message) -> None:
        entetes = MutableHeaders(raw=message["headers"])
        for nom, valeur in self.entetes.items():
            entetes[nom] = valeur
        message["headers"] = entetes.raw
        if entetes.get("content-type", "").startswith("text/html"):
            self.debut = message
        else:
            await self.send(message)

    async def _page(self, message: Message) -> None:
        self.corps += message.get("body", b"")
        if message.get("more_body"):
            return
        corps = self.corps.replace(b'<html lang="en"', b'<html lang="fr"', 1)
        entetes = MutableHeaders(raw=self.debut["headers"])
        entetes["content-length"] = str(len(corps))
        await self.send({**self.debut, "headers": entetes.raw})
        await self.send({"type": "http.response.body", "body": corps})


def _geojson(request: Request, geometrie: Geometrie) -> Response:
    chemin = request.path_params
    try:
        contenu = geometrie(chemin["version"], chemin["niveau"], chemin["zone"])
    except CtgError as erreur:
        raise HTTPException(404, str(erreur)) from erreur
    return _immuable(request, contenu, "application/geo+json")


def _valeurs(request: Request, valeurs: Valeurs) -> Response:
    chemin = request.path_params
    try:
        contenu = valeurs(chemin["empreinte"], chemin["niveau"], chemin["code"], request.query_params)
    except CtgError as erreur:
        raise HTTPException(404, str(erreur)) from erreur
    return _immuable(request, contenu, "application/octet-stream")


def _composant(request: Request, ressource: Ressource) -> Response:
    nom = request.path_params["nom"]
    try:
        contenu = ressource(nom)
    except (KeyError, OSError) as erreur:
        raise HTTPException(404, "Ce fichier n’est pas installé.") from erreur
    return _immuable(request, contenu, "text/css" if nom.endswith(".css") else "text/javascript")


def _immuable(request: Request, contenu: bytes, genre: str) -> Response:
    """What is already compressed, kept for ever by the browser: its address changes with it."""
    etiquette = f'"{hashlib.sha256(contenu).hexdigest()[:16]}"'
    entetes = {
        "ETag": etiquette,
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == etiquette:
        return Response(status_code=304, headers=entetes)
    return Response(contenu, headers=entetes, media_type=genre)


def compresse(contenu: bytes, effort: int = 6) -> bytes:
    """Gzip once and for all (``mtime=0``: same content, same bytes, same ETag)."""
    return gzip.compress(contenu, effort, mtime=0)


def routes(geometrie: Geometrie, pret: Callable[[], bool], *, ressource: Ressource, valeurs: Valeurs) -> list[Route]:
    """``/geo`` (contours), ``/atlas`` (published values of a map) and ``/composants`` (scripts), compressed once and kept for ever by
    the browser; ``/sante`` (alive) and ``/pret`` (data loaded)."""

    def geo(request: Request) -> Response:
        return _geojson(request, geometrie)

    def atlas(request: Request) -> Response:
        return _valeurs(request, valeurs)

    def composant(request: Request) -> Response:
        return _composant(request, ressource)

    def sante(_: Request) -> Response:
        return PlainTextResponse("vivant")

    def disponible(_: Request) -> Response:
        return PlainTextResponse("prêt") if pret() else PlainTextResponse("en cours de chargement", status_code=503)

    return [
        Route("/geo/{version}/{niveau}/{zone}.geojson", geo),
        Route("/atlas/{empreinte}/{niveau}/{code}.bin", atlas),
        Route("/composants/{empreinte}/{nom}", composant),
        Route("/sante", sante),
        Route("/pret", disponible),
    ]


def intergiciels() -> list[Middleware]:
    return [Middleware(EntetesEtLangue, csp=politique_de_contenu())]
