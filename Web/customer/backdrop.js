/**
 * The room's picture behind its form. The form keeps its own opaque ground, so that every picture
 * leaves it readable; a picture that does not come leaves the plain ground, and nothing moves.
 *
 * @import { ShownImage } from '../shared/wire.d.ts'
 */
import { el, on } from '../shared/dom.js';

/** @type {HTMLImageElement | null} */
let shown = null;
let source = '';

/** @param {ShownImage | null} image */
export function useBackdrop(image) {
  const wanted = image?.source ?? '';
  if (wanted === source) return;
  source = wanted;
  shown?.remove();
  shown = null;
  document.body.classList.toggle('pictured', wanted !== '');
  if (!wanted) return;
  const picture = el('img', {
    class: 'backdrop',
    src: wanted,
    alt: '',
    referrerpolicy: 'no-referrer',
    decoding: 'async',
  });
  on(picture, 'error', () => picture.remove());
  shown = picture;
  document.body.prepend(picture);
}
