// The table of the map: a real table, sorted and turned page by page on the server; every row and heading is a button.

export default function tableau({ data, parentElement, setTriggerValue }) {
  const boite = parentElement.querySelector('.ctg-tableau');
  const garde = document.activeElement?.closest?.('.ctg-tableau') === boite ? document.activeElement.dataset.cle : null;
  boite.replaceChildren(cadre(data, setTriggerValue), pages(data, setTriggerValue));
  if (garde) boite.querySelector(`[data-cle="${CSS.escape(garde)}"]`)?.focus();
}

function el(nom, attributs = {}, ...contenus) {
  const e = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) if (valeur !== undefined && valeur !== null) e.setAttribute(cle, valeur);
  e.append(...contenus);
  return e;
}

function bouton(texte, cle, geste, plus = {}) {
  const b = el('button', { type: 'button', 'data-cle': cle, class: 'ctg-lien', ...plus }, texte);
  b.onclick = geste;
  return b;
}

function cadre(data, envoie) {
  const titres = data.colonnes.map(([id, titre, nombre]) => entete(data, id, titre, nombre, envoie));
  const table = el('table', { class: 'ctg-table', role: 'table' }, el('caption', { class: 'ctg-cache' }, data.titre),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...titres)),
    el('tbody', { role: 'rowgroup' }, ...data.lignes.map((ligne) => rangee(data, ligne, envoie))));
  return el('div', { class: 'ctg-defile', tabindex: 0, role: 'region', 'aria-label': data.titre }, table);
}

function entete(data, id, titre, nombre, envoie) {
  const ici = data.tri === id, monte = data.sens === 'croissant';
  const signe = ici ? (monte ? ' ▲' : ' ▼') : '';
  const suite = ici ? (monte ? 'decroissant' : 'croissant') : '';
  return el('th', { scope: 'col', role: 'columnheader', class: nombre ? 'ctg-nombre' : null, 'aria-sort': ici ? (monte ? 'ascending' : 'descending') : 'none' },
    bouton(titre + signe, `tri-${id}`, () => envoie('tri', [id, suite])));
}

function rangee(data, [code, cellules], envoie) {
  const [nom, ...reste] = cellules;
  const choisie = code === data.choix;
  const premiere = el('th', { scope: 'row', role: 'rowheader' }, bouton(nom, `ligne-${code}`, () => envoie('choix', code), { 'aria-pressed': choisie }));
  const suite = reste.map((texte, rang) => {
    const [, titre, nombre] = data.colonnes[rang + 1];
    return el('td', { role: 'cell', class: nombre ? 'ctg-nombre' : null, 'data-nom': titre }, texte);
  });
  return el('tr', { role: 'row', class: choisie ? 'ctg-choisie' : null }, premiere, ...suite);
}

function pages(data, envoie) {
  const avant = bouton(data.mots.precedents, 'avant', () => envoie('page', data.page - 1), data.page > 0 ? {} : { disabled: '' });
  const apres = bouton(data.mots.suivants, 'apres', () => envoie('page', data.page + 1), data.page < data.pages - 1 ? {} : { disabled: '' });
  return el('p', { class: 'ctg-pages' }, el('span', { role: 'status' }, data.mots.etendue), ...(data.pages > 1 ? [avant, apres] : []));
}
