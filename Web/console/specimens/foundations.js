/** What elements are made of: colours, type, space, edges, signs, buttons. */
import { button, el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon, iconNames } from '../icons.js';

/** @import { Specimen } from '../pages/components-page.js' */

const colours = {
  surfaces: ['surface', 'surface-raised', 'surface-sunken', 'veil'],
  reading: ['text', 'text-quiet', 'line', 'line-control', 'focus'],
  accent: ['accent', 'on-accent', 'accent-wash', 'bubble-own', 'on-bubble-own', 'bubble-theirs'],
  status: ['good', 'good-wash', 'wait', 'wait-wash', 'bad', 'bad-wash'],
};
const sizes = ['facts', 'interface', 'reading', 'title', 'headline'];
const spaces = ['1', '2', '3', '4', '5', '6', '8', '12'];

/** @returns {Specimen[]} */
export function foundations() {
  return [
    ...Object.entries(colours).map(([state, names]) => ({
      element: 'colour',
      state,
      make: () => el('ul', { class: 'swatches' }, ...names.map(swatch)),
    })),
    {
      element: 'type',
      state: 'sizes',
      make: () => el('div', { class: 'sizes' }, ...sizes.map(sized)),
    },
    {
      element: 'space',
      state: 'steps',
      make: () => el('ul', { class: 'spaces' }, ...spaces.map(space)),
    },
    { element: 'edges', state: 'radii, shadows', make: edges },
    { element: 'icon', state: 'all', make: signs },
    { element: 'button', state: 'next, plain, quiet', make: () => buttons({}) },
    { element: 'button', state: 'disabled', make: () => buttons({ disabled: true }) },
    { element: 'button', state: 'large', make: largeButtons },
  ];
}

/** @param {string} name */
function swatch(name) {
  const colour = el('span', { class: 'colour' });
  colour.style.background = `var(--${name})`;
  return named(colour, `--${name}`);
}

/** @param {string} name */
function sized(name) {
  const line = el('p', { text: t('sample.answer') });
  line.style.fontSize = `var(--size-${name})`;
  return line;
}

/** @param {string} step */
function space(step) {
  const bar = el('span', { class: 'bar' });
  bar.style.inlineSize = `var(--space-${step})`;
  return named(bar, `--space-${step}`);
}

function edges() {
  const names = [
    'radius-control',
    'radius-card',
    'radius-round',
    'shadow-resting',
    'shadow-floating',
  ];
  return el(
    'ul',
    { class: 'swatches' },
    ...names.map((name) => {
      const box = el('span', { class: 'edge' });
      if (name.startsWith('radius')) box.style.borderRadius = `var(--${name})`;
      else box.style.boxShadow = `var(--${name})`;
      return named(box, `--${name}`);
    }),
  );
}

function signs() {
  return el(
    'ul',
    { class: 'swatches' },
    ...iconNames.map((name) => el('li', {}, icon(name), name)),
  );
}

/** @param {{ disabled?: boolean }} attributes */
function buttons(attributes) {
  const words = /** @type {const} */ ([['next', 'ring.answer'], ['', 'ring.reject'], [
    'quiet',
    'agents.cancel',
  ]]);
  const made = words.map(([kind, key]) =>
    button(t(key), () => {}, { class: `button ${kind}`, ...attributes })
  );
  return el('div', { class: 'row' }, ...made);
}

function largeButtons() {
  return el(
    'div',
    { class: 'column' },
    button(t('setUp.go'), () => {}, { class: 'button next large' }),
    button(t('steps.back'), () => {}, { class: 'button quiet large' }),
  );
}

/**
 * @param {HTMLElement} sight
 * @param {string} name
 */
function named(sight, name) {
  return el('li', {}, sight, el('code', { text: name }));
}
