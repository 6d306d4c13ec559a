/**
 * What the company may have, how much of it is used, and what was refused; for administrators.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { CompanyLimits, LimitReading } from '../../shared/wire.d.ts'
 */
import { el, fillWith } from '../../shared/dom.js';
import { exactOf, many, numberOf, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { filledOf, stateOf } from '../state/limits.js';
import { whenOf } from '../words.js';
import { FetchedPage } from './fetched.js';

export class LimitsPage extends FetchedPage {
  constructor() {
    super(t('limits.headline'));
    /** @type {() => Promise<Answer<CompanyLimits>>} */
    const fetch = () => askConsole('GET', 'limits');
    void this.load(fetch, ({ plan, limits }) => {
      fillWith(
        this.body,
        el('p', { class: 'quiet-text', text: t('limits.plan', { plan: plan.name }) }),
        // Nothing here is pressed: keys scroll what is focused.
        el('ul', { class: 'cards', tabindex: 0 }, ...limits.map((limit) => card(limit, plan.name))),
      );
    });
  }
}

customElements.define('limits-page', LimitsPage);

/**
 * @param {LimitReading} limit
 * @param {string} plan
 */
function card(limit, plan) {
  const { max, used, at80, at100, refused } = limit;
  const state = stateOf(limit);
  const name = t(`limits.name.${limit.limit}`);
  const words = max === null
    ? t('limits.usedOfNone', { used: numberOf(used) })
    : t('limits.used', { used: numberOf(used), max: numberOf(max) });
  return el(
    'li',
    { class: `card limit ${state}` },
    el(
      'header',
      {},
      el('h2', { text: name }),
      el('span', { class: 'number', text: words }),
    ),
    max !== null && bar(limit, t('limits.bar', { name, words })),
    el('p', { class: 'standing', text: standing(limit, state, plan) }),
    at80 !== null && el('p', { class: 'quiet-text', text: t(at80) }),
    at100 !== null && el('p', { class: 'quiet-text', text: t(at100) }),
    el('p', { class: 'quiet-text', text: refusedText(refused) }),
  );
}

/**
 * @param {LimitReading} limit
 * @param {string} label
 */
function bar(limit, label) {
  const svg = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 100 4');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', label);
  const filled = document.createElementNS(svg, 'rect');
  filled.setAttribute('width', String(filledOf(limit)));
  filled.setAttribute('height', '4');
  picture.append(filled);
  return el('div', { class: 'bar' }, /** @type {any} */ (picture));
}

/**
 * @param {LimitReading} limit
 * @param {ReturnType<typeof stateOf>} state
 * @param {string} plan
 */
function standing({ max, source, used }, state, plan) {
  if (state === 'none') return t('limits.none');
  if (state === 'over') return t('limits.over', { plan, max: max ?? 0 });
  if (state === 'full') return t(source === 'plan' ? 'limits.full' : 'limits.fullServer', { plan });
  return many('limits.left', (max ?? 0) - used);
}

/** @param {LimitReading['refused']} refused */
function refusedText({ count, lastAt }) {
  if (count === 0 || lastAt === null) return t('limits.refusedNever');
  const when = whenOf(lastAt, Date.now());
  return many('limits.refusedTimes', count, { when, exact: exactOf(lastAt) });
}
