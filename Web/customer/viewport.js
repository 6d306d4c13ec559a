/**
 * A phone's keyboard must not hide the input. Most browsers make the page smaller by themselves
 * (`interactive-widget` in the page's head); where they only slide it away, this makes it fit.
 */

/** Less than any keyboard: a bar of the browser comes and goes. */
const keyboardPixels = 90;

/** @param {HTMLElement} place */
export function heedKeyboard(place) {
  const seen = globalThis.visualViewport;
  if (!seen) return;
  const fit = () => {
    // Who zooms in with two fingers sees less on purpose.
    const covered = seen.scale > 1.01 ? 0 : innerHeight - seen.height;
    const isCovered = covered > keyboardPixels;
    place.style.blockSize = isCovered ? `${seen.height}px` : '';
    place.style.insetBlockStart = isCovered ? `${seen.offsetTop}px` : '';
    place.classList.toggle('covered', isCovered);
  };
  seen.addEventListener('resize', fit);
  seen.addEventListener('scroll', fit);
  fit();
}
