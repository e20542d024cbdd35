"""The floor of the map: a bare MapLibre page on the same contours; ``carte_nue.py PORT STORE``.

One fill layer, one byte of class an area asked by address, nothing else: no legend, no words, no pattern, no table, no choice.
"""

import json
import sys
from pathlib import Path

import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE))

from ctg_data import settings  # noqa: E402
from ctg_data.charts import theme  # noqa: E402
from ctg_data.ui import cache, cache_carte, carte, ressources, serveur  # noqa: E402

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Carte nue</title>
<link rel="stylesheet" href="{style}"><script src="{script}"></script></head>
<body><button id="change">autre</button><div id="carte" style="width:800px;height:576px"></div>
<script>
const COULEURS = {couleurs};
const map = new maplibregl.Map({{container: 'carte', bounds: {emprise}, fadeDuration: 0, attributionControl: false,
  style: {{version: 8, sources: {{z: {{type: 'geojson', data: location.origin + '{geo}', generateId: true}}}},
    layers: [{{id: 'f', type: 'fill', source: 'z', paint: {{'fill-color':
      ['match', ['coalesce', ['feature-state', 't'], 255], ...COULEURS.flatMap((c, i) => [i, c]), '#FFFFFF']}}}}]}}}});
const valeurs = (k) => fetch(`/valeurs/${{k}}`).then((r) => r.arrayBuffer()).then((b) => new Uint8Array(b));
const peint = (t) => {{
  t.forEach((x, id) => map.setFeatureState({{source: 'z', id}}, {{t: x}}));
  map.once('idle', () => Object.assign(document.body.dataset, {{etat: 'peinte', instant: performance.now()}}));
}};
const style = new Promise((pret) => map.once('style.load', pret));
Promise.all([style, valeurs(0)]).then(([, t]) => peint(t));
let k = 0;
document.getElementById('change').onclick = () => {{ document.body.dataset.etat = 'attente'; valeurs(++k).then(peint); }};
</script></body></html>"""


def application() -> Starlette:
    maille, zone = cache_carte.TOUTES_LES_COMMUNES
    contenu = PAGE.format(
        style=ressources.adresse("maplibre-gl.css"),
        script=ressources.adresse("maplibre-gl.js"),
        couleurs=list(theme.SEQUENTIEL),
        emprise=json.dumps(cache_carte.emprise(maille, zone)),
        geo=cache_carte.adresse_geometrie(maille, zone),
    )
    n = len(cache.ref().codes("commune"))

    def page(_: Request) -> Response:
        return HTMLResponse(contenu)

    def valeurs(requete: Request) -> Response:
        classes = np.random.default_rng(int(requete.path_params["k"])).integers(0, 5, n, dtype="uint8")
        return Response(classes.tobytes(), media_type="application/octet-stream", headers={"Cache-Control": "no-store"})

    routes = [Route("/", page), Route("/valeurs/{k:int}", valeurs), Route("/pret", lambda _: PlainTextResponse("prêt"))]
    return Starlette(
        routes=[*routes, *serveur.routes(cache_carte.geometrie, cache.est_chaud, ressource=ressources.contenu, valeurs=carte.valeurs)]
    )


def lance(port: str, magasin: str) -> None:
    reglages = settings.Settings(store=Path(magasin), demo=None, acteur="essai")
    settings.load = lambda store=None: reglages
    cache_carte.geometrie(cache.ref().empreinte, *cache_carte.TOUTES_LES_COMMUNES)
    uvicorn.run(application(), host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    lance(*sys.argv[1:])
