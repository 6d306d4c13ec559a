/**
 * Every element in its states, for those who work on the screens. No way leads here but the address.
 * It asks for no log-on: all that it shows is made up.
 *
 * @typedef {{ element: string, state: string, make: () => HTMLElement, wide?: boolean }} Specimen
 *
 * @import { Stage } from '../state/stage.js'
 */
import { el, fillWith, on, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { licence } from '../../vendor/qrcode-generator.js';
import { customerElements } from '../specimens/customer.js';
import { deskElements, doorElements } from '../specimens/desk.js';
import { foundations } from '../specimens/foundations.js';
import { settingsElements } from '../specimens/settings.js';
import { sharedElements } from '../specimens/shared.js';
import { stagedQuery } from '../state/stage.js';

const narrowPixels = 360;

const groups = /** @type {const} */ ([
  ['components.foundations', foundations],
  ['components.shared', sharedElements],
  ['components.customer', customerElements],
  ['components.desk', deskElements],
  ['components.doors', doorElements],
  ['components.settings', settingsElements],
]);

export class ComponentsPage extends HTMLElement {
  #title = el('h1', { text: t('components.headline'), tabindex: -1 });
  #body = el('div');
  /** @type {Stage} */
  #stage = { scheme: '', width: 0 };
  /** What each media rule asked for. @type {Map<CSSMediaRule, string>} */
  #queries = new Map();

  constructor() {
    super();
    document.title = t('components.headline');
    this.append(
      el(
        'header',
        {},
        this.#title,
        this.#choice('components.scheme', ['system', 'light', 'dark'], (scheme) => {
          this.#restage({ scheme: scheme === 'system' ? '' : /** @type {'dark'} */ (scheme) });
        }),
        this.#choice('components.direction', ['ltr', 'rtl'], (direction) => {
          document.documentElement.dir = direction;
        }, document.documentElement.dir),
        this.#choice('components.width', ['full', String(narrowPixels)], (width) => {
          this.#restage({ width: Number(width) || 0 });
        }),
      ),
      el('main', {}, this.#body, foreign()),
    );
    fillWith(this.#body, ...groups.map(([key, specimens]) => group(t(key), specimens())));
  }

  focusTitle() {
    this.#title.focus();
  }

  /**
   * @param {string} key
   * @param {string[]} values
   * @param {(value: string) => void} act
   * @param {string} [now]
   */
  #choice(key, values, act, now = values[0]) {
    const select = el('select', {}, ...values.map((value) => new Option(value, value)));
    select.value = now ?? '';
    on(select, 'change', () => act(select.value));
    return el('label', {}, t(key), select);
  }

  /** @param {Partial<Stage>} change */
  #restage(change) {
    this.#stage = { ...this.#stage, ...change };
    const { scheme, width } = this.#stage;
    document.documentElement.style.colorScheme = scheme;
    set(this, { 'data-narrow': width > 0 });
    for (const sheet of document.styleSheets) this.#requery(sheet.cssRules);
  }

  /** @param {CSSRuleList} rules */
  #requery(rules) {
    for (const rule of rules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      const query = this.#queries.get(rule) ?? rule.media.mediaText;
      this.#queries.set(rule, query);
      rule.media.mediaText = stagedQuery(query, this.#stage);
    }
  }
}

customElements.define('components-page', ComponentsPage);

/**
 * @param {string} name
 * @param {Specimen[]} specimens
 */
function group(name, specimens) {
  const section = el('section', { 'aria-label': name }, el('h2', { text: name }));
  section.append(el('div', { class: 'specimens' }, ...specimens.map(shown)));
  return section;
}

/** @param {Specimen} specimen */
function shown({ element, state, make, wide = false }) {
  const stage = el('div', { class: 'stage' });
  const caption = el(
    'figcaption',
    {},
    el('code', { text: element }),
    ' ',
    el('span', { text: state }),
  );
  fillWith(stage, withoutMain(make()));
  return el('figure', { 'data-element': element, class: wide ? 'wide' : null }, caption, stage);
}

/**
 * A door is a page of its own; here it is one thing among many.
 * @param {HTMLElement} made
 */
function withoutMain(made) {
  const main = made.querySelector('main');
  main?.replaceWith(el('div', { class: 'card' }, ...main.childNodes));
  return made;
}

/** The words that foreign code is passed on with. */
function foreign() {
  return el(
    'details',
    {},
    el('summary', { text: t('components.foreign') }),
    el('pre', { text: licence }),
  );
}
