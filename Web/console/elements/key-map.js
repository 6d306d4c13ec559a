/** The map of the keys, made from the table that binds them. */
import { button, el, on } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { bindings, groups } from '../state/keys.js';
import { keyCaps } from './key-caps.js';

export class KeyMap extends HTMLElement {
  #dialog = el('dialog', { 'aria-labelledby': 'key-map-title' });

  constructor() {
    super();
    const close = button('', () => this.#dialog.close(), {
      class: 'button quiet',
      'aria-label': t('keys.closeMap'),
    });
    close.append(icon('close'));
    const title = el('h2', { id: 'key-map-title', text: t('keys.title') });
    const parts = groups.map((group) =>
      el('section', {}, el('h3', { text: t(`keys.group.${group}`) }), listOf(group))
    );
    this.#dialog.append(
      el('header', {}, title, close),
      el('div', { class: 'groups' }, ...parts),
    );
    this.append(this.#dialog);
    // A press beside the map closes it; inside the dialog's box the target is a part of it.
    on(this.#dialog, 'click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }
}

customElements.define('key-map', KeyMap);

/** @param {import('../state/keys.js').Group} group */
function listOf(group) {
  const rows = bindings.filter((each) => each.group === group).map(({ says, caps }) =>
    el('div', {}, el('dt', { text: t(says) }), el('dd', {}, keyCaps(caps)))
  );
  return el('dl', {}, ...rows);
}
