/** How far one is: "Step 1 of 3" and the steps by name. */
import { el } from '../../shared/dom.js';
import { numberOf, t } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { steps } from '../state/first-run.js';

export class StepList extends HTMLElement {
  /** @param {number} now  counted from 1 */
  constructor(now) {
    super();
    const values = { step: numberOf(now), steps: numberOf(steps.length) };
    const list = steps.map((name, at) => step(t(`steps.${name}`), at + 1, now));
    this.append(
      el('p', { class: 'quiet-text number', text: t('steps.of', values) }),
      el('ol', { 'aria-label': t('steps.label') }, ...list),
    );
  }
}

customElements.define('step-list', StepList);

/**
 * @param {string} name
 * @param {number} place
 * @param {number} now
 */
function step(name, place, now) {
  const past = place < now;
  const sign = el('span', { class: 'sign number', 'aria-hidden': 'true' });
  sign.append(past ? icon('tick') : numberOf(place));
  return el(
    'li',
    { class: past ? 'past' : null, 'aria-current': place === now ? 'step' : null },
    sign,
    el('span', { text: name }),
    past && el('span', { class: 'spoken', text: t('steps.isDone') }),
  );
}
