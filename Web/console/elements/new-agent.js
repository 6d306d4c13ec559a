/**
 * The form for a new agent. Tells `agent-created` or `form-closed`.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { ListedAgent, Room } from '../../shared/wire.d.ts'
 */
import { button, el, on, setText, tell } from '../../shared/dom.js';
import { TextField } from '../../shared/elements/text-field.js';
import { faultText, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { ruleOf } from '../state/faults.js';

export class NewAgent extends HTMLElement {
  #name = new TextField({ name: 'name', label: t('agents.name'), mandatory: true });
  #email = new TextField({
    name: 'email',
    label: t('agents.email'),
    type: 'email',
    autocomplete: 'off',
    mandatory: true,
  });
  #administrator = el('input', { type: 'checkbox' });
  /** @type {Map<string, HTMLInputElement>} */
  #rooms = new Map();
  #said = el('p', { class: 'bad', role: 'alert' });

  /** @param {Room[]} rooms */
  constructor(rooms) {
    super();
    this.className = 'card';
    const choices = rooms.map(({ id, name }) => {
      const box = el('input', { type: 'checkbox' });
      box.checked = rooms.length === 1 || name === 'GENERAL';
      this.#rooms.set(id, box);
      return el('label', { class: 'check' }, box, el('span', { text: name }));
    });
    const form = el(
      'form',
      { novalidate: true },
      this.#name,
      this.#email,
      el('fieldset', {}, el('legend', { text: t('agents.rooms') }), ...choices),
      el(
        'label',
        { class: 'check' },
        this.#administrator,
        el('span', { text: t('agents.administrator') }),
      ),
      this.#said,
      el(
        'div',
        { class: 'choice' },
        el('button', { type: 'submit', class: 'button next', text: t('agents.create') }),
        button(t('agents.cancel'), () => tell(this, 'form-closed'), { class: 'button quiet' }),
      ),
    );
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.#create();
    });
    this.append(form);
  }

  focusFirst() {
    this.#name.focusInput();
  }

  async #create() {
    const empty = [this.#name, this.#email].filter((field) => field.value.trim() === '');
    for (const field of empty) field.showError(t('error.fieldMissing'));
    if (empty[0]) return empty[0].focusInput();
    const rooms = [...this.#rooms].filter(([, box]) => box.checked).map(([id]) => id);
    /** @type {Answer<{ agent: ListedAgent, link: string }>} */
    const answer = await askConsole('POST', 'agents', {
      name: this.#name.value.trim(),
      email: this.#email.value.trim(),
      administrator: this.#administrator.checked,
      rooms,
    });
    if (answer.ok) return tell(this, 'agent-created', answer.body);
    const { fault } = answer;
    const field = [this.#name, this.#email].find((each) => each.name === fault.field) ??
      (fault.code === 'emailInUse' ? this.#email : null);
    if (!field) return setText(this.#said, faultText(fault));
    const rule = ruleOf(fault);
    field.showError(rule ? t(rule) : faultText(fault));
    field.focusInput();
  }
}

customElements.define('new-agent', NewAgent);
