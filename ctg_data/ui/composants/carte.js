// The map: contours by address (kept by the browser), values as one byte of fill and one index of text for each area, at an address
// or, for a map that no gesture changes, in what the page gives.
// The server sends published texts only; an area without a value has the fill and the words of its status.

const FOND = 'fond', ZONES = 'zones', POINTS = 'points', CHOIX = 'choix', ENCARTS = 'encarts';
const GRAND = 5000;             // above so many areas, borders, hatches and dots appear only when one comes near
const PRES = 7;                 // the zoom from which an area of such a map is larger than a hatch
const SIMPLE = { generateId: true, maxzoom: 11, buffer: 16 };
const VIDE = { type: 'FeatureCollection', features: [] };
const cartes = new WeakMap();
let bibliotheque;

export default function carte({ data, parentElement, setTriggerValue }) {
  const boite = parentElement.querySelector('.ctg-carte');
  const etat = cartes.get(boite) ?? { boite, map: null, recu: null, adresse: '', contours: new Map(), teintes: null, rayons: null };
  cartes.set(boite, etat);
  Object.assign(etat, { data, envoie: (code) => setTriggerValue('choix', code) });
  liste(etat, (figure) => setTriggerValue('figure', figure));
  demande(etat, data.recu?.jeton ?? data.valeurs);
  if (etat.recu?.peinte) choisit(etat, data.choix);
  return () => { etat.map?.remove(); cartes.delete(boite); };
}

// Another figure is asked for at once, by its address, and painted; then the page is told, which asks for the same one.
function liste(etat, envoie) {
  const { data, boite } = etat, choix = boite.querySelector('select');
  choix.parentElement.hidden = !data.figures.length;
  if (!choix.options.length) {
    for (const [theme, figures] of data.figures) {
      choix.append(Object.assign(document.createElement('optgroup'), { label: theme }));
      choix.lastChild.append(...figures.map(([id, nom]) => new Option(nom, id)));
    }
  }
  choix.value = data.figure;
  choix.onchange = () => {
    etat.apres = () => envoie(choix.value);
    demande(etat, autre(data.valeurs, choix.value));
  };
}

export function autre(adresse, figure) {
  const [chemin, suite] = adresse.split('?'), choix = new URLSearchParams(suite);
  choix.set('figure', figure);
  for (const nom of ['modalite', 'annee']) choix.delete(nom);
  return `${chemin}?${choix}`;
}

async function demande(etat, adresse) {
  if (etat.adresse === adresse) return suite(etat);
  etat.adresse = adresse;
  etat.boite.dataset.etat = 'attente';
  try {
    bibliotheque ??= charge(etat.data.bibliotheque);
    const recu = etat.data.recu ? { ...etat.data.recu } : await cherche(adresse);
    await bibliotheque;
    if (etat.adresse === adresse) await montre(etat, recu);
  } catch (erreur) {
    if (etat.adresse === adresse) panne(etat, erreur);
  }
}

async function cherche(adresse) {
  const reponse = await fetch(absolue(adresse));
  if (!reponse.ok) throw new Error(`${reponse.status} ${adresse}`);
  return lit(new Uint8Array(await reponse.arrayBuffer()));
}

// What was received: header (JSON), then columns, each at a multiple of four bytes.
export function lit(octets) {
  const vue = octets;
  const longueur = new DataView(vue.buffer).getUint32(0, true);
  const entete = JSON.parse(new TextDecoder().decode(vue.subarray(4, 4 + longueur)));
  let debut = Math.ceil((4 + longueur) / 4) * 4;
  for (const [nom, largeur] of entete.colonnes) {
    entete[nom] = new { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[largeur](vue.buffer, debut, entete.n);
    debut += Math.ceil((entete.n * largeur) / 4) * 4;
  }
  return entete;
}

async function montre(etat, recu) {
  const avant = etat.recu;
  etat.recu = recu;
  if (avant?.jeton !== recu.jeton) {
    etat.map ??= await cree(etat, recu);
    if (etat.recu !== recu) return;  // another change came meanwhile
    if (avant?.geo !== recu.geo) pose(etat, recu);
    cercles(etat, recu);
    peint(etat, recu);
    lieux(etat, recu);
    etat.map.getCanvas().setAttribute('aria-label', recu.alt);
  }
  recu.peinte = true;
  choisit(etat, etat.data.choix);
  etat.map.once('idle', () => {
    if (etat.recu !== recu) return;
    Object.assign(etat.boite.dataset, { etat: 'peinte', jeton: recu.jeton, instant: performance.now() });
    suite(etat);
  });
  etat.map.triggerRepaint();
}

function suite(etat) {
  const geste = etat.apres;
  etat.apres = null;
  geste?.();
}

function panne(etat, erreur) {
  console.warn(erreur);
  etat.boite.dataset.etat = 'panne';
  etat.boite.querySelector('.ctg-panne').textContent = etat.data.panne;
  suite(etat);
}

function charge({ script, style }) {
  const lien = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style });
  const attendus = [lien, Object.assign(document.createElement('script'), { src: script })];
  return Promise.all(attendus.map((element) => new Promise((pret, rate) => {
    element.onload = pret;
    element.onerror = () => rate(new Error(element.src || element.href));
    document.head.append(element);
  })));
}

function cree(etat, recu) {
  const map = new maplibregl.Map({
    container: etat.boite.querySelector('.ctg-carte-dessin'),
    style: { version: 8, sources: {}, layers: [{ id: FOND, type: 'background', paint: { 'background-color': '#FFFFFF' } }] },
    bounds: recu.emprise, fitBoundsOptions: { padding: 12 }, maxZoom: 13, renderWorldCopies: false, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: true, fadeDuration: 0,
    locale: { ...etat.data.mots, 'Map.Title': recu.alt },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibregl.FullscreenControl(), 'top-right');
  map.on('styleimagemissing', ({ id }) => motif(etat, id));
  map.on('mousemove', (e) => survole(etat, e));
  map.on('mouseout', () => survole(etat, null));
  for (const evenement of ['zoomend', 'resize']) map.on(evenement, () => { if (etat.recu?.peinte) lieux(etat, etat.recu); });
  map.on('click', (e) => {
    const zone = sous(etat, e.point);
    if (etat.data.recu) survole(etat, e);  // a finger has no pointer
    else if (zone) etat.envoie(zone.properties.code);
  });
  etat.boite.querySelector('[data-geste=ensemble]').onclick = () => map.fitBounds(etat.recu.emprise, { padding: 12 });
  etat.boite.querySelector('.ctg-bascule input').onchange = (e) => etat.boite.classList.toggle('ctg-sans-lieux', !e.target.checked);
  etat.boite.querySelector('[data-geste=image]').onclick = () => image(etat);
  return new Promise((pret) => map.once('style.load', () => pret(map)));
}

// Contours of the zone: one source; fills that a byte chooses among, hatches and dots drawn over them.
function pose(etat, recu) {
  const { map } = etat;
  for (const couche of [CHOIX, ENCARTS, 'cercles', 'pointille', 'hachures', 'aplats']) if (map.getLayer(couche)) map.removeLayer(couche);
  for (const source of [CHOIX, ENCARTS, POINTS, ZONES]) if (map.getSource(source)) map.removeSource(source);
  for (const nom of etat.noms ?? []) nom.remove();
  etat.teintes = etat.rayons = null;
  etat.choisie = undefined;
  map.addSource(ZONES, { type: 'geojson', data: absolue(recu.geo), ...SIMPLE, tolerance: recu.n > GRAND ? 0.4 : 0.375 });
  map.addLayer({ id: 'aplats', type: 'fill', source: ZONES, paint: { 'fill-color': couleur(recu), 'fill-outline-color': bord(recu) } });
  map.addLayer(surimpression('hachures', recu));
  map.addLayer(surimpression('pointille', recu));
  map.addSource(CHOIX, { type: 'geojson', data: VIDE });
  map.addLayer({ id: CHOIX, type: 'line', source: CHOIX, paint: { 'line-color': '#161616', 'line-width': 3 }, layout: { 'line-join': 'round' } });
  encarts(etat, recu);
  map.fitBounds(recu.emprise, { padding: 12, animate: false });
}

function couleur(recu) {
  const cas = recu.teintes.flatMap(([teinte], rang) => [rang, teinte]);
  return ['match', ['coalesce', ['feature-state', 't'], 255], ...cas, '#FFFFFF'];
}

function bord(recu) {
  if (recu.n <= GRAND) return 'rgba(90,90,90,0.7)';
  // From far, in the colour of the area: simplified on their own, neighbours would leave white specks between them.
  return ['interpolate', ['linear'], ['zoom'], 6.5, couleur(recu), 8.5, 'rgba(90,90,90,0.6)'];
}

function surimpression(id, recu) {
  const nom = id === 'hachures' ? 'hachures' : 'points';
  const rangs = recu.teintes.flatMap(([, m], rang) => (m === nom ? [rang, 1] : []));
  const opacite = ['match', ['coalesce', ['feature-state', 't'], 255], ...rangs, 0];
  return { id, type: 'fill', source: ZONES, minzoom: recu.n > GRAND ? PRES : 0, paint: { 'fill-pattern': `ctg-${nom}`, 'fill-opacity': opacite, 'fill-antialias': false } };
}

function motif({ map, recu }, id) {
  if (map.hasImage(id)) return;
  const nom = id.replace('ctg-', ''), [, , encre] = recu.teintes.find(([, m]) => m === nom);
  const cote = 16, toile = Object.assign(document.createElement('canvas'), { width: cote, height: cote });
  const dessin = toile.getContext('2d');
  trame(dessin, nom, cote, encre);
  map.addImage(id, dessin.getImageData(0, 0, cote, cote), { pixelRatio: 2 });
}

function trame(dessin, nom, cote, encre) {
  if (nom === 'hachures') {
    Object.assign(dessin, { strokeStyle: encre, lineWidth: 2.2, lineCap: 'square' });
    dessin.beginPath();
    for (const d of [-cote, 0, cote]) { dessin.moveTo(d, cote); dessin.lineTo(d + cote, 0); }
    dessin.stroke();
  } else {
    dessin.fillStyle = encre;
    dessin.beginPath();
    dessin.arc(cote / 2, cote / 2, 2.2, 0, 2 * Math.PI);
    dessin.fill();
  }
}

function encarts(etat, recu) {
  const { map } = etat;
  const cadres = recu.encarts.map(([nom, [o, s, e, n]]) => ({
    type: 'Feature', properties: { nom }, geometry: { type: 'LineString', coordinates: [[o, s], [e, s], [e, n], [o, n], [o, s]] },
  }));
  map.addSource(ENCARTS, { type: 'geojson', data: { type: 'FeatureCollection', features: cadres } });
  map.addLayer({ id: ENCARTS, type: 'line', source: ENCARTS, paint: { 'line-color': '#8C8C8C', 'line-width': 1 } });
  etat.noms = recu.encarts.map(([nom, [o, , , n]]) => {
    const element = Object.assign(document.createElement('span'), { className: 'ctg-encart', textContent: nom });
    return new maplibregl.Marker({ element, anchor: 'top-left' }).setLngLat([o, n]).addTo(map);
  });
  for (const { _element: e } of etat.noms) { e.removeAttribute('aria-label'); e.removeAttribute('role'); e.removeAttribute('tabindex'); }
}

// Circles have their own points, asked for only where a count is shown.
function cercles(etat, recu) {
  const { map } = etat;
  if (!recu.rayon) {
    if (map.getLayer('cercles')) map.removeLayer('cercles');
    return;
  }
  if (!map.getSource(POINTS)) {
    map.addSource(POINTS, { type: 'geojson', data: absolue(recu.points), ...SIMPLE });
    etat.rayons = null;
  }
  if (map.getLayer('cercles')) return;
  const rayon = ['coalesce', ['feature-state', 'r'], 0];
  map.addLayer({ id: 'cercles', type: 'circle', source: POINTS, paint: {
    'circle-radius': ['*', rayon, recu.grand_cercle / 255], 'circle-color': recu.encre, 'circle-opacity': 0.5,
    'circle-stroke-color': recu.encre, 'circle-stroke-width': ['case', ['>', rayon, 0], recu.n > GRAND ? 0.25 : 0.8, 0],
  } }, CHOIX);
}

// Only the areas whose fill changed are told to the map.
function peint(etat, recu) {
  const { map } = etat;
  for (let id = 0; id < recu.n; id++) {
    if (etat.teintes?.[id] !== recu.teinte[id]) map.setFeatureState({ source: ZONES, id }, { t: recu.teinte[id] });
    if (recu.rayon && etat.rayons?.[id] !== recu.rayon[id]) map.setFeatureState({ source: POINTS, id }, { r: recu.rayon[id] });
  }
  etat.teintes = recu.teinte;
  if (recu.rayon) etat.rayons = recu.rayon;
}

function sous({ map }, point) {
  return map.getLayer('aplats') ? map.queryRenderedFeatures(point, { layers: ['aplats'] })[0] : undefined;
}

// Facilities: buttons over the map, one shape a theme.  Tab reaches one of them, arrows go from one to the next; what one tells on
// hover it tells on focus, and Escape shuts it.  Their list is on the page.
function lieux(etat, recu) {
  for (const { marque } of etat.lieux ?? []) marque.remove();
  etat.boite.querySelector('.ctg-bascule').hidden = !recu.lieux?.length;
  etat.lieux = groupes(etat, recu).map(({ lieu: [lon, lat, genre, nombre, lignes], ecart }, rang) => {
    const element = Object.assign(document.createElement('button'), { type: 'button', className: 'ctg-lieu' });
    element.append(symbole(recu, genre, nombre));
    const marque = new maplibregl.Marker({ element, offset: ecart }).setLngLat([lon, lat]).addTo(etat.map);
    element.removeAttribute('role');
    element.setAttribute('aria-label', lignes.join(', '));
    element.tabIndex = rang ? -1 : 0;
    const dit = () => bulle(etat, etat.map.project([lon, lat]), lignes), tait = () => survole(etat, null);
    Object.assign(element, { onpointerenter: dit, onfocus: dit, onclick: (e) => { e.stopPropagation(); dit(); }, onpointerleave: tait, onblur: tait });
    element.onkeydown = (e) => touche(etat, e, rang);
    return { marque, element, lon, lat, genre, nombre, ecart };
  });
}

// Marks that would hide one another are one disc with their number, until one comes nearer.  A count at the middle of a commune is no
// place: it stands aside of what is there.  None is nearer than 24 pixels to another, the least that a finger needs.
const PROCHE = 24, NOMMES = 6;
const ECARTS = [[0, 0], [1, 0], [0, -1], [-1, 0], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]].map((e) => e.map((x) => x * PROCHE));
function groupes({ map }, recu) {
  const faits = [], tous = recu.lieux ?? [], libre = (x, y) => !faits.some((g) => Math.abs(g.x - x) < PROCHE && Math.abs(g.y - y) < PROCHE);
  for (const lieu of tous.filter(([, , genre]) => genre !== recu.approche)) {
    const { x, y } = map.project([lieu[0], lieu[1]]);
    const groupe = faits.find((g) => Math.abs(g.x - x) < PROCHE && Math.abs(g.y - y) < PROCHE);
    if (groupe) groupe.lieux.push(lieu);
    else faits.push({ x, y, ecart: [0, 0], lieux: [lieu] });
  }
  for (const lieu of tous.filter(([, , genre]) => genre === recu.approche)) {
    const { x, y } = map.project([lieu[0], lieu[1]]), ecart = ECARTS.find(([dx, dy]) => libre(x + dx, y + dy)) ?? [0, 0];
    faits.push({ x: x + ecart[0], y: y + ecart[1], ecart, lieux: [lieu] });
  }
  return faits.map(({ ecart, lieux: l }) => ({ ecart, lieu: l.length === 1 ? l[0] : ensemble(recu, l) }));
}

function ensemble(recu, l) {
  const n = l.reduce((somme, lieu) => somme + lieu[3], 0), dits = l.length > NOMMES + 1 ? NOMMES : l.length;
  const noms = l.slice(0, dits).map((lieu) => lieu[4][0]), suite = l.length > dits ? [recu.suite.replace('{n}', l.length - dits)] : [];
  return [l[0][0], l[0][1], recu.plusieurs, n, [recu.proches.replace('{n}', n), ...noms, ...suite]];
}

function touche(etat, e, rang) {
  const pas = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key], n = etat.lieux.length;
  if (e.key === 'Escape') survole(etat, null);
  if (!pas) return;
  e.preventDefault();
  e.stopPropagation();  // the map would move
  const { element } = etat.lieux[(rang + pas + n) % n];
  e.currentTarget.tabIndex = -1;
  element.tabIndex = 0;
  element.focus();
}

function symbole(recu, genre, nombre) {
  const cree = (nom, attributs) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', nom);
    for (const [cle, valeur] of Object.entries(attributs)) element.setAttribute(cle, valeur);
    return element;
  };
  const svg = cree('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' });
  if (recu.symboles[genre]) {
    svg.append(cree('path', { d: recu.symboles[genre], fill: '#161616', stroke: '#FFFFFF', 'stroke-width': 1.6, 'paint-order': 'stroke' }));
    return svg;
  }
  const tirets = genre === recu.approche ? { 'stroke-dasharray': '2.5 2' } : {};
  svg.append(cree('circle', { cx: 10, cy: 10, r: 9, fill: '#FFFFFF', stroke: '#161616', 'stroke-width': 1.6, ...tirets }));
  const texte = cree('text', { x: 10, y: 13.8, 'font-size': 11, 'text-anchor': 'middle', fill: '#161616' });
  texte.textContent = nombre;
  svg.append(texte);
  return svg;
}

function survole(etat, e) {
  if (e?.originalEvent.target.closest?.('.ctg-lieu')) return;
  const zone = e && sous(etat, e.point);
  if (!zone) etat.boite.querySelector('.ctg-bulle').hidden = true;
  etat.map.getCanvas().style.cursor = zone ? (etat.data.recu ? 'default' : 'pointer') : '';
  if (!zone) return;
  const { recu } = etat;
  const lignes = [zone.properties.nom, recu.textes[recu.texte[zone.id]], recu.detail ? recu.details[recu.detail[zone.id]] : ''];
  bulle(etat, e.point, lignes.filter(Boolean));
}

// The first line in bold, beside a point of the map and inside its frame.
function bulle(etat, point, lignes) {
  const boite = etat.boite.querySelector('.ctg-bulle');
  boite.replaceChildren(...lignes.map((texte, rang) => Object.assign(document.createElement(rang ? 'div' : 'b'), { textContent: texte })));
  boite.hidden = false;
  const { offsetWidth: l, offsetHeight: h } = boite, { clientWidth: L } = etat.map.getContainer();
  boite.style.transform = `translate(${Math.max(4, Math.min(point.x + 14, L - l - 4))}px, ${Math.max(4, point.y - h - 10)}px)`;
}

// The chosen area outlined: its contour comes from the address of the map, or from its own where the map is large.
async function choisit(etat, choix) {
  if (etat.choisie === choix?.code) return;  // nothing is asked of the map for nothing: it would lay itself out again
  etat.choisie = choix?.code;
  const trait = choix ? await contour(etat, choix) : null;
  if (etat.choisie !== choix?.code) return;
  etat.map.getSource(CHOIX).setData(trait ?? VIDE);
  if (trait) vers(etat.map, trait);
}

async function contour(etat, { code, geo }) {
  const adresse = absolue(geo || etat.recu.geo);
  if (!etat.contours.has(adresse)) {
    etat.contours.clear();
    etat.contours.set(adresse, fetch(adresse).then((reponse) => reponse.json()));
  }
  return (await etat.contours.get(adresse)).features.find(({ properties }) => properties.code === code);
}

function vers(map, { geometry }) {
  const bornes = new maplibregl.LngLatBounds();
  for (const point of geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2 : 1)) bornes.extend(point);
  if (!map.getBounds().contains(bornes.getCenter())) map.panTo(bornes.getCenter(), { animate: false });
}

// What is on screen as a picture: title, map, legend, source.  Read while the map is being drawn: its canvas is not kept afterwards.
function image(etat) {
  etat.map.once('render', () => {
    const { recu, map } = etat, carte = map.getCanvas(), k = window.devicePixelRatio || 1;
    const L = Math.max(carte.width, 640 * k), haut = 64 * k, ligne = 22 * k, montres = etat.boite.classList.contains('ctg-sans-lieux') ? [] : etat.lieux ?? [];
    const signes = montres.length ? recu.legende_lieux : [], bas = (recu.legende.length + signes.length + 3) * ligne;
    const toile = Object.assign(document.createElement('canvas'), { width: L, height: haut + carte.height + bas });
    const d = toile.getContext('2d');
    d.fillStyle = '#FFFFFF'; d.fillRect(0, 0, toile.width, toile.height);
    d.drawImage(carte, 0, haut);
    for (const { lon, lat, genre, nombre, ecart } of montres) {
      const p = map.project([lon, lat]), c = carte.width / map.getContainer().clientWidth;
      signe(d, recu, genre, nombre, (p.x + ecart[0]) * c, haut + (p.y + ecart[1]) * c, k);
    }
    const police = getComputedStyle(etat.boite).fontFamily;
    const ecrit = (texte, x, y, taille, encre = '#161616') => { d.font = `${taille * k}px ${police}`; d.fillStyle = encre; d.fillText(texte, x * k, y, L - (x + 8) * k); };
    ecrit(recu.titre, 8, 24 * k, 18);
    ecrit([recu.sous_titre, recu.mention].filter(Boolean).join(' · '), 8, 48 * k, 13, '#525252');
    recu.legende.forEach(([teinte, texte, effectif], rang) => {
      const y = haut + carte.height + (rang + 1) * ligne;
      pastille(d, recu.teintes[teinte], 8 * k, y - 14 * k, 28 * k, 16 * k, k);
      ecrit(`${texte} (${effectif})`, 44, y, 13);
    });
    signes.forEach(([genre, texte, n], rang) => {
      const y = haut + carte.height + (recu.legende.length + rang + 1) * ligne;
      signe(d, recu, genre, 'n', 22 * k, y - 5 * k, k);
      ecrit(n ? `${texte} (${n})` : texte, 44, y, 13);
    });
    ecrit(recu.source, 8, toile.height - 14 * k, 12, '#525252');
    toile.toBlob((fichier) => telecharge(fichier, recu.fichier));
  });
  etat.map.triggerRepaint();
}

// The mark of a facility on an image: the same shape, 18 pixels wide.
function signe(d, recu, genre, nombre, x, y, k) {
  d.save();
  d.translate(x - 9 * k, y - 9 * k);
  d.scale(0.9 * k, 0.9 * k);
  Object.assign(d, { lineWidth: 1.6, strokeStyle: '#FFFFFF', fillStyle: '#161616' });
  if (recu.symboles[genre]) {
    const trace = new Path2D(recu.symboles[genre]);
    d.stroke(trace); d.fill(trace);
  } else {
    const disque = new Path2D('M10 1a9 9 0 1 0 .01 0z');
    Object.assign(d, { strokeStyle: '#161616', fillStyle: '#FFFFFF' });
    if (genre === recu.approche) d.setLineDash([2.5, 2]);
    d.fill(disque); d.stroke(disque);
    Object.assign(d, { fillStyle: '#161616', textAlign: 'center', font: '11px sans-serif' });
    d.fillText(nombre, 10, 13.8);
  }
  d.restore();
}

function pastille(d, [couleur, nom, encre], x, y, l, h, k) {
  d.fillStyle = couleur; d.fillRect(x, y, l, h);
  if (nom) {
    const cote = 8 * k, tuile = Object.assign(document.createElement('canvas'), { width: cote, height: cote }), t = tuile.getContext('2d');
    t.scale(cote / 16, cote / 16);
    trame(t, nom, 16, encre);
    d.fillStyle = d.createPattern(tuile, 'repeat'); d.fillRect(x, y, l, h);
  }
  Object.assign(d, { strokeStyle: '#6E6E6E', lineWidth: k }); d.strokeRect(x, y, l, h);
}

function telecharge(fichier, nom) {
  const lien = Object.assign(document.createElement('a'), { href: URL.createObjectURL(fichier), download: nom });
  lien.click();
  URL.revokeObjectURL(lien.href);
}

const absolue = (adresse) => new URL(adresse, location.href).href;
