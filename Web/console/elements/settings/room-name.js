/**
 * Asks for the name of a room: a new one, a copy, one from a file, or another name. Tells
 * `room-named` with what the server answered.
 *
 * @import { Answer } from '../../../shared/http.js'
 * @import { Room } from '../../../shared/wire.d.ts'
 */
import { button, el, on, set, setText, tell } from '../../../shared/dom.js';
import { TextField } from '../../../shared/elements/text-field.js';
import { faultText, t } from '../../../shared/i18n.js';
import { fileFault } from '../../room-files.js';

const namedWrong = new Set(['roomNameInUse', 'fieldTooLong', 'fieldMissing', 'fieldInvalid']);

export class RoomName extends HTMLElement {
  #field;
  #ask;
  #go;
  #said = el('p', { class: 'bad', role: 'alert' });

  /**
   * @param {{ label: string, go: string, value?: string,
   *   ask: (name: string) => Promise<Answer<Room>> }} options
   */
  constructor({ label, go, value = '', ask }) {
    super();
    this.#ask = ask;
    this.#field = new TextField({
      name: 'name',
      label,
      mandatory: true,
      value,
      autocomplete: 'off',
    });
    this.#go = el('button', { type: 'submit', class: 'button next', text: go });
    const close = button(t('agents.cancel'), () => tell(this, 'panel-closed'), {
      class: 'button quiet',
    });
    const choice = el('div', { class: 'choice' }, this.#go, close);
    const form = el('form', { novalidate: true }, this.#field, this.#said, choice);
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.append(form);
  }

  focusFirst() {
    this.#field.focusInput();
    this.querySelector('input')?.select();
  }

  async #send() {
    const name = this.#field.value.trim();
    if (name === '') {
      this.#field.showError(t('error.fieldMissing'));
      return this.#field.focusInput();
    }
    set(this.#go, { disabled: true });
    const answer = await this.#ask(name);
    set(this.#go, { disabled: false });
    if (answer.ok) return tell(this, 'room-named', answer.body);
    const { fault } = answer;
    if (!namedWrong.has(fault.code) || (fault.field && fault.field !== 'name')) {
      return setText(this.#said, t('pane.actionFailed', { reason: fileFault(fault) }));
    }
    this.#field.showError(faultText(fault));
    this.#field.focusInput();
  }
}

customElements.define('room-name', RoomName);
