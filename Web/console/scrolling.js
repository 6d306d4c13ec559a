/** What scrolls, scrolls by keys, too. */
import { on, set } from '../shared/dom.js';

const heldByKeys = 'a[href], button:enabled:not([hidden]), [tabindex="0"]';

/**
 * A place that has more in it than it shows is reached by Tab while nothing inside is: from there
 * the arrows move it.
 * @param {HTMLElement} place  with a name for those who hear it
 */
export function scrollByKeys(place) {
  const look = () => {
    const isCut = place.scrollHeight > place.clientHeight;
    const isHeld = place.querySelector(heldByKeys) !== null;
    // Who is on it stays on it.
    const isUsed = place === document.activeElement;
    set(place, { tabindex: (isCut && !isHeld) || isUsed ? 0 : null });
  };
  const sizes = new ResizeObserver(look);
  for (const each of [place, ...place.children]) sizes.observe(each);
  on(place, 'blur', look);
}
