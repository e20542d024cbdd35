// A page before a room: letters follow the screen, menus go, and the page is shown one figure at a time.
// A figure is a heading and what follows it, or a drawing with what stands beside it; what comes before the first one (the name of the
// page, its choices) stays above each.  A page that has steps of its own (`.ctg-etape`) keeps them: the keys press its buttons.
// `projection.css` gives the look: `data-projection` on the root of the document, `data-salle` on the parts of the page.

const TITRE = 'h2.ctg-titre', QUESTION = '.ctg-question', DESSIN = '.stPlotlyChart, .ctg-carte, .stIFrame, svg[role=img], .ctg-dessin';
const TEXTE = '.stHtml :is(p, ul, dl, table, img)';
const ELEMENT = '[data-testid=stElementContainer]', OUTILS = ':scope > [class*="st-key-outils-"]', REPLI = ':scope > [data-testid=stExpander] > details:not([open])';
const SAISIE = 'input, textarea, select, [contenteditable]:not([contenteditable=false])';
const FLECHES = `${SAISIE}, [role=radiogroup], [role=slider], [role=listbox], [role=combobox], [role=spinbutton], [role=tablist], [role=menu], [role=grid], .maplibregl-map`;
const DESSINEE = '[data-testid=stElementContainer]:has(> * > .stPlotlyChart)';
const REDUIT = 0.8;  // of the size of the letters: a drawing is never smaller
const PAS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const PATIENCE = 5000;  // milliseconds
const PEU = 8;  // pixels that hide no word
const LISENT = ['ArrowDown', 'PageDown', 'ArrowUp', 'PageUp'];  // these read a tall figure to its end before they leave it
const racine = document.documentElement;
const salle = { boite: null, mots: {}, voulu: null, figures: [], rang: 0, titre: '', page: '', bureau: 0, instant: 0, file: Promise.resolve() };

export default function projection({ data, parentElement }) {
  const boite = parentElement.querySelector('.ctg-pied');
  if (boite !== salle.boite) monte(boite);
  salle.mots = data.mots;
  // A run that began before the last gesture does not know of it.
  if (salle.voulu === null || salle.voulu === data.projete) {
    salle.voulu = null;
    montre(data.projete);
  }
  return () => demonte(boite);
}

function monte(boite) {
  salle.depose?.();
  salle.boite = boite;
  const ecoute = [['keydown', touche], ['click', clic]], suit = new MutationObserver((m) => m.some(({ target }) => !boite.contains(target)) && bientot());
  for (const [nom, geste] of ecoute) document.addEventListener(nom, geste);
  window.addEventListener('resize', bientot);
  suit.observe(page(), { childList: true, subtree: true });
  for (const bouton of boite.querySelectorAll('button')) bouton.onclick = () => va(Number(bouton.dataset.pas));
  boite.dataset.pret = '';  // the keys are heard
  salle.depose = () => {
    suit.disconnect();
    window.removeEventListener('resize', bientot);
    for (const [nom, geste] of ecoute) document.removeEventListener(nom, geste);
  };
}

// A page that takes no part has no bar: nothing of a projection stays on it.
function demonte(boite) {
  if (boite !== salle.boite) return;
  salle.depose();
  salle.boite = salle.depose = salle.voulu = null;
  montre(false);
}

const projetee = () => racine.hasAttribute('data-projection');
const page = () => document.querySelector('[data-testid=stMain]');
const bouton = (cle) => document.querySelector(`.st-key-${cle} button`);
const enCours = () => document.querySelector('.stApp').dataset.testScriptState === 'running';
const etape = () => document.querySelector('.ctg-etape');

function montre(oui) {
  if (oui === projetee()) return oui && arrange();
  racine.toggleAttribute('data-projection', oui);
  if (oui) {
    salle.bureau = page().scrollTop;
    arrange();
    vers(salle.rang);
  } else {
    for (const e of document.querySelectorAll('[data-salle]')) delete e.dataset.salle;
    for (const e of [page(), ...page().querySelectorAll(DESSINEE)]) for (const nom of ['--ctg-loupe', '--ctg-haut']) e.style.removeProperty(nom);
    salle.lu?.removeAttribute('tabindex');
    revient(performance.now() + PATIENCE);
  }
}

// The place where one was: a page that was drawn shorter before the room is not there yet.
function revient(fin) {
  page().scrollTop = salle.bureau;
  if (page().scrollTop < salle.bureau - PEU && !projetee() && performance.now() < fin) requestAnimationFrame(() => revient(fin));
}

// The buttons tell the server, which writes the address; the screen does not wait for it.
function clic({ target }) {
  const geste = target.closest?.('.st-key-projeter button, .st-key-quitter button');
  if (!geste) return;
  salle.voulu = Boolean(geste.closest('.st-key-projeter'));
  montre(salle.voulu);
}

function touche(e) {
  if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return;
  const dans = (quoi) => document.activeElement?.closest(quoi);
  if (e.key?.toLowerCase() === 'p' && !dans(SAISIE)) return bouton(projetee() ? 'quitter' : 'projeter')?.click();
  if (!projetee() || document.querySelector('[role=dialog], [data-baseweb=popover]')) return;
  if (e.key === 'Escape' && !dans(SAISIE) && !document.fullscreenElement) return bouton('quitter')?.click();
  if (!(e.key in PAS) || dans(e.key.startsWith('Page') ? SAISIE : FLECHES)) return;
  e.preventDefault();
  if (!LISENT.includes(e.key) || !defile(PAS[e.key])) va(PAS[e.key]);
}

function va(pas) {
  if (etape()) salle.file = salle.file.then(() => presse(pas));
  else vers(salle.rang + pas);
}

// The server draws the next screen: what is pressed meanwhile waits for it, or would be asked of a screen that is no more.
async function presse(pas) {
  const blocs = document.querySelectorAll('.st-key-champ_bloc button'), avant = etape()?.textContent;
  const geste = Number.isFinite(pas) ? bouton(`pas-${pas}`) : blocs[pas > 0 ? blocs.length - 1 : 0];
  if (!geste || geste.disabled || geste.ariaChecked === 'true') return;
  geste.click();
  for (let attente = 0; attente < PATIENCE && (etape()?.textContent === avant || enCours()); attente += 50) await new Promise((fin) => setTimeout(fin, 50));
}

// Whether there was more of the figure to show on that side.
function defile(sens) {
  const { scrollTop, clientHeight, scrollHeight } = page();
  if (sens > 0 ? scrollTop + clientHeight > scrollHeight - PEU : scrollTop < PEU) return false;
  page().scrollBy({ top: sens * 0.8 * clientHeight });
  return true;
}

function vers(rang) {
  if (etape() || !salle.figures.length) return;
  salle.rang = Math.max(0, Math.min(salle.figures.length - 1, rang));
  salle.titre = titre(salle.figures[salle.rang]);
  sessionStorage.setItem(souvenir(), JSON.stringify([salle.rang, salle.titre]));
  peint();
  page().scrollTop = 0;
  lit(tete(salle.figures[salle.rang]));
}

// A screen reader goes on from the heading.
function lit(titre) {
  titre?.setAttribute('tabindex', '-1');
  titre?.focus({ preventScroll: true });
  if (salle.lu !== titre) salle.lu?.removeAttribute('tabindex');
  salle.lu = titre;
}

// At once, before what is new is painted; while much comes, a last time when it is over.
function bientot() {
  clearTimeout(salle.attente);
  if (performance.now() - salle.instant > 100) arrange();
  else salle.attente = setTimeout(arrange, 60);
}

// After each run the page is cut again; the figure on screen stays, found again by its heading.
function arrange() {
  if (!projetee() || !salle.boite) return;
  salle.instant = performance.now();
  if (etape()) salle.figures = [];
  else decoupe();
  peint();
}

function decoupe() {
  if (salle.page !== location.pathname) retrouve();
  const suite = { entete: [], figures: [], eclates: [] };
  parcourt(page().querySelector('[data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock]'), suite, null, false);
  const pleines = suite.figures.map(montrable).filter(parle);
  Object.assign(salle, suite, { figures: pleines, tus: suite.figures.flat() });
  const meme = salle.titre ? pleines.findIndex((f) => titre(f) === salle.titre) : -1;
  salle.rang = meme >= 0 ? meme : Math.max(0, Math.min(pleines.length - 1, salle.rang));
}

// A reload comes back to the same figure.
function retrouve() {
  salle.page = location.pathname;
  [salle.rang, salle.titre] = JSON.parse(sessionStorage.getItem(souvenir()) ?? '[0, ""]');
}

const souvenir = () => `ctg-projection:${location.pathname}`;

// The elements of one block, in reading order; `ouverte`: the figure that they continue.
function parcourt(bloc, suite, ouverte, colonne) {
  let attente = [];
  const ouvre = (e) => {
    suite.figures.push((ouverte = [...attente, e]));
    attente = [];
  };
  for (const e of bloc.children) {
    if (e.contains(salle.boite) || e.querySelector('.st-key-recherche')) continue;
    if (seSepare(e)) {
      suite.eclates.push(e);
      for (const [sous, droite] of blocs(e)) parcourt(sous, suite, droite ? null : ouverte, droite);
      ouverte = suite.figures.at(-1);
    } else if (commence(e, ouverte)) ouvre(e);
    else if (ouverte) ouverte.push(e);
    else if (e.querySelector(DESSIN)) ouvre(e);
    else if (colonne) attente.push(e);
    else suite.entete.push(e);
  }
  (suite.figures.at(-1) ?? suite.entete).push(...attente);
}

// Inner blocks of a container, and whether each is a column; none for what is not one.
function blocs(e) {
  const bloc = e.querySelector(':scope > [data-testid=stVerticalBlock], :scope > [data-testid=stHorizontalBlock]');
  if (bloc?.dataset.testid !== 'stHorizontalBlock') return bloc ? [[bloc, false]] : [];
  return [...bloc.querySelectorAll(':scope > [data-testid=stColumn] > [data-testid=stVerticalBlock]')].map((b) => [b, true]);
}

// A container that holds headings is cut, unless one of its columns opens on a drawing: that row is one figure, legend included.
function seSepare(e) {
  return Boolean(e.querySelector(TITRE)) && blocs(e).length > 0 && !blocs(e).some(([bloc, colonne]) => colonne && dessineDAbord(bloc));
}

function dessineDAbord(colonne) {
  const dessin = colonne.querySelector(DESSIN), tete = colonne.querySelector(TITRE);
  return dessin && !(tete && tete.compareDocumentPosition(dessin) & Node.DOCUMENT_POSITION_FOLLOWING);
}

// A drawing under its question is a figure of its own after words or another drawing, never after a heading or a choice alone.
function commence(e, ouverte) {
  if (!e.matches(ELEMENT)) return false;
  if (e.querySelector(TITRE)) return true;
  return Boolean(e.querySelector(QUESTION) && e.nextElementSibling?.querySelector(DESSIN) && ouverte?.some((p) => p.querySelector(`${DESSIN}, ${TEXTE}`)));
}

// What a room sees of a figure: not the tools under a drawing, nor what is folded there, unless someone opened it.
function montrable(figure) {
  const dessinee = figure.some((e) => e.querySelector(DESSIN));
  return figure.filter((e) => e.querySelector('details[open]') || !(e.querySelector(OUTILS) || (dessinee && e.querySelector(REPLI))));
}

// A heading over nothing has nothing to show.
const parle = (figure) => figure.some((e) => !e.matches(ELEMENT) || e.querySelector(TITRE)?.parentElement.childElementCount !== 1);

// The heading of a figure; that of the page for a drawing which stands beside its legend.
function tete(figure) {
  const siennes = figure.filter((e) => e.matches(ELEMENT)).map((e) => e.querySelector(`${TITRE}, ${QUESTION}`));
  return siennes.find(Boolean) ?? document.querySelector('.ctg-territoire .ctg-question') ?? document.querySelector('h1');
}

const titre = (figure) => tete(figure)?.textContent ?? '';

function peint() {
  const dit = (pieces, mot) => pieces?.forEach((e) => (e.dataset.salle = mot));
  for (const e of document.querySelectorAll('[data-salle]')) if (etape()) delete e.dataset.salle;
  if (!etape()) {
    dit(salle.eclates, 'eclate');
    dit(salle.entete, 'entete');
    dit(salle.tus, 'ailleurs');
    dit(salle.figures[salle.rang], 'ici');
    ajuste();
  }
  barre();
}

// Drawings follow the letters, a little less where the figure would not hold on the screen.
function ajuste() {
  const main = page(), base = parseFloat(getComputedStyle(racine).fontSize) / 16;
  const loupe = (k) => main.style.setProperty('--ctg-loupe', k.toFixed(3));
  let haut = 0;
  for (const e of main.querySelectorAll(DESSINEE)) {
    e.style.setProperty('--ctg-haut', e.getAttribute('height'));
    if (e.closest('[data-salle=ici]')) haut += parseFloat(e.getAttribute('height'));
  }
  loupe(base);
  const trop = main.scrollHeight - main.clientHeight;
  if (trop > 0 && haut) loupe(Math.max(1, base * Math.max(REDUIT, 1 - trop / (base * haut))));
}

// Where one is, what is fictive: said at the foot of every figure; a screen reader hears the rest.
function barre() {
  const { boite, mots, figures, rang } = salle, sien = etape();
  const place = sien ? sien.textContent : figures.length ? `${rang + 1} / ${figures.length}` : '';
  const nom = sien ? sien.dataset.titre : figures.length ? titre(figures[rang]) : '';
  ecrit('.ctg-place', place);
  ecrit('.ctg-bandeau', document.querySelector('[data-testid=stMain] .stHtml .ctg-bandeau') ? mots.mention : '');
  ecrit('[role=status]', place ? mots.position.replace('{place}', place.replace('/', mots.sur)).replace('{titre}', nom) : '');
  for (const b of boite.querySelectorAll('button')) {
    b.hidden = Boolean(sien);
    b.disabled = !figures[rang + Number(b.dataset.pas)];
  }
}

function ecrit(ou, texte) {
  const e = salle.boite.querySelector(ou);
  if (e.textContent !== texte) e.textContent = texte;
}
