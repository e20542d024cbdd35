// The drawing of a path: each box is a button that chooses its element; the drawing itself comes ready from the server.

export default function graphe({ data, parentElement, setTriggerValue }) {
  const boite = parentElement.querySelector('.ctg-dessin');
  boite.setAttribute('aria-label', data.titre);
  if (boite.dessin !== data.svg) {
    boite.innerHTML = data.svg;
    boite.dessin = data.svg;
  }
  for (const noeud of boite.querySelectorAll('[data-id]')) {
    noeud.setAttribute('aria-pressed', noeud.dataset.id === data.choisi);
    noeud.onclick = () => setTriggerValue('choix', noeud.dataset.id);
    noeud.onkeydown = (e) => touche(e, noeud);
  }
}

function touche(evenement, noeud) {
  if (evenement.key !== 'Enter' && evenement.key !== ' ') return;
  evenement.preventDefault();
  noeud.onclick();
}
