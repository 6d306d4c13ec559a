/** A link for a phone's camera. Dark on white in the dark too: not every reader takes it inverted. */
import { set } from '../../shared/dom.js';
import { qrOf } from '../state/qr.js';

const namespace = 'http://www.w3.org/2000/svg';

export class QrCode extends HTMLElement {
  /**
   * @param {string} link
   * @param {string} label  what the link leads to
   */
  constructor(link, label) {
    super();
    const { size, path } = qrOf(link);
    const svg = document.createElementNS(namespace, 'svg');
    // Squares, not circles' edges: without this a reader sees grey seams between them.
    set(svg, { viewBox: `0 0 ${size} ${size}`, 'shape-rendering': 'crispEdges' });
    set(svg, { role: 'img', 'aria-label': label });
    const squares = document.createElementNS(namespace, 'path');
    set(squares, { d: path });
    svg.append(squares);
    this.append(svg);
  }
}

customElements.define('qr-code', QrCode);
