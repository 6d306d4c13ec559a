/**
 * Where a message is written. Keeps what stands in it, through reloads too.
 */
import { el, on, set, setText, tell } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';

/** @import { Store } from '../store.js' */

const growsByItself = globalThis.CSS?.supports('field-sizing', 'content');

/** On a phone's keyboard Enter is the only way to a new line; the button sends. */
const byTouch = matchMedia('(pointer: coarse)');

export class ChatComposer extends HTMLElement {
  #input = el('textarea', { rows: 1, autocomplete: 'off' });
  #error = el('p', { class: 'error', role: 'alert' });
  #store;
  #key;
  #bytesMax;

  /** @param {{ store: Store, draft: string, bytesMax: number, label?: string }} options */
  constructor({ store, draft, bytesMax, label = t('composer.label') }) {
    super();
    this.#store = store;
    this.#key = `draft.${draft}`;
    this.#bytesMax = bytesMax;
    this.#error.id = `composer-error-${draft}`;
    set(this.#input, { 'aria-label': label, placeholder: t('composer.placeholder') });
    this.#input.value = String(store.get(this.#key) ?? '');
    const send = el('button', { type: 'submit', class: 'send', 'aria-label': t('composer.send') });
    const arrow = icon('send');
    arrow.classList.add('turns');
    send.append(arrow);
    const form = el('form', {}, this.#input, send);
    this.append(form, this.#error);
    on(form, 'submit', (event) => this.#submit(event));
    on(this.#input, 'input', () => this.#changed());
    on(this.#input, 'keydown', (event) => this.#press(event));
  }

  connectedCallback() {
    // The key says what it does.
    set(this.#input, { enterkeyhint: byTouch.matches ? 'enter' : 'send' });
    this.#grow();
  }

  get text() {
    return this.#input.value;
  }

  /**
   * Adds words to a draft before its composer is made.
   * @param {Store} store
   * @param {string} draft
   * @param {string} text
   */
  static keep(store, draft, text) {
    const key = `draft.${draft}`;
    store.set(key, [store.get(key), text].filter(Boolean).join('\n'));
  }

  /**
   * Puts a refused message back, before what stands there.
   * @param {string} text
   */
  putBack(text) {
    this.#input.value = [text, this.#input.value].filter(Boolean).join('\n');
    this.#changed();
    this.#input.focus();
  }

  focusInput() {
    this.#input.focus();
  }

  #changed() {
    this.#say('');
    this.#grow();
    if (this.#input.value) this.#store.set(this.#key, this.#input.value);
    else this.#store.remove(this.#key);
    const { value, selectionStart } = this.#input;
    tell(this, 'typed', { text: value, caret: selectionStart });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    // 229: Safari says so of the Enter that only takes a composed word.
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (byTouch.matches) return;
    this.#submit(event);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === '') return this.#input.focus();
    if (new TextEncoder().encode(text).length > this.#bytesMax) {
      return this.#say(t('composer.tooLong'));
    }
    this.#input.value = '';
    this.#store.remove(this.#key);
    this.#grow();
    tell(this, 'written', { text });
    this.#input.focus();
  }

  /** @param {string} error */
  #say(error) {
    setText(this.#error, error);
    set(this.#input, {
      'aria-invalid': error ? 'true' : null,
      'aria-describedby': error ? this.#error.id : null,
    });
  }

  #grow() {
    if (growsByItself) return;
    this.#input.style.blockSize = 'auto';
    this.#input.style.blockSize = `${this.#input.scrollHeight + 2}px`;
  }
}

customElements.define('chat-composer', ChatComposer);
