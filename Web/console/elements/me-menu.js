/**
 * Who is logged on here, how rings are told, and the way out.
 *
 * @import { Me } from '../../shared/wire.d.ts'
 * @import { Alarm } from '../alarm.js'
 */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { capsOf } from '../state/keys.js';
import { keyCaps } from './key-caps.js';

const menuID = 'me-menu';

export class MeMenu extends HTMLElement {
  #alarm;
  #tone = switchOf(t('alarm.tone'));
  #notes = switchOf(t('alarm.notes'));
  #notesSaid = el('p', { class: 'quiet-text' });
  #menu = el('div', { id: menuID, popover: 'auto', role: 'group' });

  /**
   * @param {Me} me
   * @param {Alarm} alarm
   */
  constructor({ agent, company }, alarm) {
    super();
    this.#alarm = alarm;
    const opener = el(
      'button',
      { type: 'button', popovertarget: menuID, 'aria-label': t('me.open', { name: agent.name }) },
      el('span', { class: 'initials', 'aria-hidden': 'true', text: initialsOf(agent.name) }),
      el(
        'span',
        { class: 'name', 'aria-hidden': 'true' },
        el('bdi', { text: agent.name.split(/\s/u)[0] }),
      ),
    );
    set(this.#menu, { 'aria-label': t('me.open', { name: agent.name }) });
    this.#menu.append(
      el(
        'div',
        { class: 'who' },
        el('p', { class: 'strong' }, el('bdi', { text: agent.name })),
        el('p', { class: 'quiet-text' }, el('bdi', { text: agent.email })),
        el('p', { class: 'quiet-text' }, el('bdi', { text: company.name })),
      ),
      this.#tone,
      this.#notes,
      this.#notesSaid,
      this.#order(t('palette.label'), 'palette', capsOf('palette')),
      this.#order(t('keys.title'), 'keys', capsOf('keys')),
      this.#order(t('nav.logOff'), 'ask-log-off', []),
    );
    this.append(opener, this.#menu);
    on(this.#tone, 'click', () => this.#after(() => this.#alarm.toggleTone()));
    on(this.#notes, 'click', () => this.#after(() => this.#alarm.toggleNotes()));
    on(this.#menu, 'toggle', () => this.show());
    this.show();
  }

  show() {
    const { tone, notes } = this.#alarm;
    set(this.#tone, { 'aria-checked': String(tone) });
    set(this.#notes, { 'aria-checked': String(notes === 'on') });
    this.#notes.disabled = notes === 'blocked' || notes === 'absent';
    setText(this.#notesSaid, this.#notes.disabled ? t(`alarm.notes.${notes}`) : '');
    set(this.#notesSaid, { hidden: !this.#notes.disabled });
  }

  /** @param {() => void | Promise<void>} act */
  async #after(act) {
    await act();
    this.show();
    tell(this, 'alarm-changed');
  }

  /**
   * @param {string} label
   * @param {string} event
   * @param {string[]} caps
   */
  #order(label, event, caps) {
    const order = button('', () => {
      this.#menu.hidePopover();
      tell(this, event);
    }, { class: 'order' });
    order.append(el('span', { text: label }));
    if (caps.length > 0) order.append(keyCaps(caps));
    if (event === 'ask-log-off') order.prepend(icon('leave'));
    return order;
  }
}

customElements.define('me-menu', MeMenu);

/** @param {string} label */
function switchOf(label) {
  return el(
    'button',
    { type: 'button', role: 'switch', class: 'order' },
    el('span', { text: label }),
    el('span', { class: 'knob', 'aria-hidden': 'true' }),
  );
}

/** The first letters of the first and the last word. @param {string} name */
export function initialsOf(name) {
  const words = name.trim().split(/\s+/u);
  const letters = new Intl.Segmenter();
  const firsts = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) =>
    [...letters.segment(word ?? '')][0]?.segment ?? ''
  );
  return firsts.join('').toUpperCase();
}
