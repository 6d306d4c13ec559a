/**
 * Making and filling elements. Text goes in by `textContent` only; there is no way to pass markup.
 */

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 *   `true` sets an empty attribute, `false`, `null` and `undefined` remove it; `text` is the text.
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...present(children));
  return element;
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') setText(element, String(value ?? ''));
    else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      const wanted = value === true ? '' : String(value);
      if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
    }
  }
}

/**
 * Sets the text only when it differs, so that a selection and a screen reader's place survive.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element} parent
 * @param {...Child} children
 */
export function fillWith(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/**
 * Draws a list so that each item keeps its element: caret, focus and scrolling are sacred.
 * @template Item
 * @template {HTMLElement} Row
 * @param {HTMLElement} parent
 * @param {Item[]} items
 * @param {{ key: (item: Item) => string, make: (item: Item) => Row,
 *   show: (row: Row, item: Item) => void }} how
 */
export function drawList(parent, items, { key, make, show }) {
  /** @type {Map<string, HTMLElement>} */
  const before = new Map();
  for (const child of parent.children) {
    if (child instanceof HTMLElement && child.dataset.key) before.set(child.dataset.key, child);
  }
  // First what is gone: a row that stays is then in its place already, and is not moved. Moving
  // takes the focus away.
  const wanted = new Set(items.map(key));
  for (const [itsKey, row] of before) if (!wanted.has(itsKey)) row.remove();
  let place = parent.firstElementChild;
  for (const item of items) {
    const itsKey = key(item);
    let row = /** @type {Row | undefined} */ (before.get(itsKey));
    if (!row) {
      row = make(item);
      row.dataset.key = itsKey;
    }
    show(row, item);
    if (row !== place && row.contains(document.activeElement)) place = clearWay(place, row);
    if (row === place) place = place.nextElementSibling;
    else parent.insertBefore(row, place);
  }
}

/**
 * The row with the focus stays; those that stand before it go behind, where their turn comes.
 * @param {Element | null} place
 * @param {Element} row
 */
function clearWay(place, row) {
  while (place && place !== row) {
    const next = place.nextElementSibling;
    place.parentElement?.append(place);
    place = next;
  }
  return place;
}

/**
 * What the browser tells has its own kind; all else is told by `tell`.
 * @template {string} Name
 * @param {EventTarget} target
 * @param {Name} name
 * @param {(event: Name extends keyof HTMLElementEventMap ? HTMLElementEventMap[Name]
 *   : CustomEvent) => void} act
 */
export function on(target, name, act) {
  /** @type {(event: any) => void} */
  const hear = act;
  target.addEventListener(name, hear);
}

/**
 * Says what happened to the elements above; they decide what it means.
 * @param {EventTarget} target
 * @param {string} name
 * @param {unknown} [detail]
 */
export function tell(target, name, detail) {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

/**
 * @param {string} label
 * @param {() => void} act
 * @param {Attributes} [attributes]
 */
export function button(label, act, attributes = {}) {
  const made = el('button', { type: 'button', text: label, ...attributes });
  made.addEventListener('click', act);
  return made;
}

/** @param {Child[]} children */
function present(children) {
  return children.filter((child) => typeof child === 'string' || child instanceof Node);
}
