/**
 * Which agents serve a room. Tells `agents-saved` with the room as it is then.
 *
 * @import { Answer } from '../../../shared/http.js'
 * @import { ListedAgent, Room } from '../../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../../shared/dom.js';
import { faultText, many, t } from '../../../shared/i18n.js';
import { askConsole } from '../../ask.js';
import { holding } from '../../state/filtering.js';

/** More are found by their names. */
const shownMax = 200;

export class RoomAgents extends HTMLElement {
  #room;
  #wanted;
  #filter = el('input', { type: 'search', 'aria-label': t('rooms.findAgent') });
  #list = el('ul', { class: 'checks' });
  #more = el('p', { class: 'quiet-text' });
  #said = el('p', { class: 'bad', role: 'alert' });
  #save = el('button', { type: 'submit', class: 'button next', text: t('rooms.saveAgents') });
  /** @type {ListedAgent[]} */
  #agents = [];

  /** @param {Room} room */
  constructor(room) {
    super();
    this.#room = room;
    this.#wanted = new Set(room.agents);
    set(this.#filter, { placeholder: t('rooms.findAgent') });
    const close = button(t('agents.cancel'), () => tell(this, 'panel-closed'), {
      class: 'button quiet',
    });
    const form = el(
      'form',
      { novalidate: true },
      el('h3', { text: t('rooms.whoServes') }),
      this.#filter,
      this.#list,
      this.#more,
      this.#said,
      el('div', { class: 'choice' }, this.#save, close),
    );
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.#store();
    });
    on(this.#filter, 'input', () => this.#draw());
    this.append(form);
    set(this.#save, { disabled: true });
    void this.#load();
  }

  focusFirst() {
    this.#filter.focus();
  }

  async #load() {
    /** @type {[Answer<{ agents: ListedAgent[] }>, Answer<Room>]} */
    const [agents, room] = await Promise.all([
      /** @type {Promise<Answer<{ agents: ListedAgent[] }>>} */ (askConsole('GET', 'agents')),
      /** @type {Promise<Answer<Room>>} */ (askConsole('GET', `rooms/${this.#room.id}`)),
    ]);
    const failed = [agents, room].find(({ ok }) => !ok);
    if (!agents.ok || !room.ok) return this.#fail('page.failed', failed);
    this.#agents = agents.body.agents;
    // As it is now: the list of rooms may be an hour old.
    this.#wanted = new Set(room.body.agents);
    this.#draw();
    set(this.#save, { disabled: false });
  }

  /**
   * @param {string} key
   * @param {any} answer
   */
  #fail(key, answer) {
    if (answer?.status === 401) return tell(this, 'expired');
    setText(this.#said, t(key, { reason: faultText(answer?.fault) }));
  }

  #draw() {
    const found = this.#agents.filter(({ name, email }) => {
      return holding(`${name} ${email}`, this.#filter.value);
    });
    fillWith(this.#list, ...found.slice(0, shownMax).map((agent) => this.#item(agent)));
    const more = found.length - shownMax;
    setText(this.#more, more > 0 ? many('rooms.moreAgents', more) : '');
    set(this.#filter, { hidden: this.#agents.length < 8 && this.#filter.value === '' });
  }

  /** @param {ListedAgent} agent */
  #item({ id, name, email }) {
    const box = el('input', { type: 'checkbox' });
    box.checked = this.#wanted.has(id);
    on(box, 'change', () => {
      if (box.checked) this.#wanted.add(id);
      else this.#wanted.delete(id);
    });
    const words = el('span', {}, el('bdi', { text: name }), ' ');
    words.append(el('bdi', { class: 'quiet-text', text: email }));
    return el('li', {}, el('label', { class: 'check' }, box, words));
  }

  async #store() {
    set(this.#save, { disabled: true });
    const agents = [...this.#wanted];
    /** @type {Answer<Room>} */
    const answer = await askConsole('PATCH', `rooms/${this.#room.id}`, { agents });
    set(this.#save, { disabled: false });
    if (answer.ok) return tell(this, 'agents-saved', answer.body);
    this.#fail('pane.actionFailed', answer);
  }
}

customElements.define('room-agents', RoomAgents);
