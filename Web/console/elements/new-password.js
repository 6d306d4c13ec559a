/**
 * A field for a new password, with a hint how hard it is to guess. The hint never forbids: the rule
 * is the length.
 *
 * @import { Level } from '../state/strength.js'
 */
import { announce } from '../../shared/announce.js';
import { el, on, set, setText } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { strengthOf } from '../state/strength.js';
import { passwordField } from './password-field.js';

/** A pause in typing: before it nobody wants to hear how far the password is. */
const pauseMilliseconds = 800;

export class NewPassword extends HTMLElement {
  #field;
  #known;
  #word = el('span');
  #strength = el(
    'p',
    { class: 'strength quiet-text', 'data-level': 'empty' },
    el('span', { class: 'bar', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')),
    this.#word,
  );
  /** @type {Level} */
  #said = 'empty';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /**
   * @param {string} label
   * @param {() => string[]} known  what others know of the person by now
   */
  constructor(label, known) {
    super();
    this.#known = known;
    this.#field = passwordField({
      name: 'password',
      label,
      autocomplete: 'new-password',
      mandatory: true,
      hint: t('password.rule'),
    });
    this.append(this.#field, this.#strength);
    on(this, 'input', () => this.judge());
  }

  get name() {
    return this.#field.name;
  }

  get value() {
    return this.#field.value;
  }

  /** @param {string} text */
  showError(text) {
    this.#field.showError(text);
  }

  focusInput() {
    this.#field.focusInput();
  }

  /** Looks again: what is known may have changed meanwhile. */
  judge() {
    const { level, missing } = strengthOf(this.value, this.#known());
    set(this.#strength, { 'data-level': level });
    const short = level === 'short';
    setText(this.#word, short ? many('strength.short', missing) : wordOf(level));
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#say(level), pauseMilliseconds);
  }

  /** @param {Level} level */
  #say(level) {
    if (level !== this.#said && wordOf(level) !== '') announce(wordOf(level));
    this.#said = level;
  }
}

customElements.define('new-password', NewPassword);

/** @param {Level} level */
function wordOf(level) {
  return level === 'empty' || level === 'short' ? '' : t(`strength.${level}`);
}
