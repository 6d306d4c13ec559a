/**
 * A room in the list of all: its link, and for administrators what can be done with it. Tells
 * `rooms-changed` with the room that is new or another, or `null`.
 *
 * @import { Answer } from '../../../shared/http.js'
 * @import { Room } from '../../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../../shared/dom.js';
import { faultText, many, t } from '../../../shared/i18n.js';
import { askConsole } from '../../ask.js';
import { exportRoom } from '../../room-files.js';
import { CopyLink } from '../copy-link.js';
import { RoomAgents } from './room-agents.js';
import { RoomName } from './room-name.js';

const generalName = 'GENERAL';

export class RoomCard extends HTMLElement {
  #room;
  #panel = el('div', { class: 'panel' });
  #said = el('p', { class: 'bad', role: 'alert' });
  #settings = el('a', { class: 'button', text: t('rooms.settings') });
  /** What was pressed to open the panel. @type {HTMLElement | null} */
  #opener = null;

  /** @param {Room} room */
  constructor(room) {
    super();
    this.className = 'card';
    this.#room = room;
    const { name, contactForm, agents } = room;
    this.append(
      el(
        'header',
        {},
        el('h2', { dir: 'auto', text: name }),
        el('span', { class: 'quiet-text', text: many('rooms.agents', agents.length) }),
      ),
      new CopyLink(t('rooms.contactForm'), contactForm, { opens: true }),
      this.#acts(),
      this.#said,
      this.#panel,
    );
    on(this.#panel, 'panel-closed', () => this.#close());
    on(this.#panel, 'agents-saved', ({ detail }) => tell(this, 'rooms-changed', detail));
    on(this.#panel, 'room-named', ({ detail }) => tell(this, 'rooms-changed', detail));
  }

  focusTitle() {
    this.#settings.focus();
  }

  #acts() {
    const { id, name } = this.#room;
    const page = `rooms/${id}`;
    set(this.#settings, {
      href: `/console/${page}`,
      'aria-label': t('rooms.settingsOf', { name }),
    });
    on(this.#settings, 'click', (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell(this, 'open-page', page);
    });
    const isGeneral = name === generalName;
    return el(
      'div',
      { class: 'choice' },
      this.#settings,
      this.#act('rooms.who', () => new RoomAgents(this.#room)),
      this.#act('rooms.duplicate', () => this.#copy()),
      !isGeneral && this.#act('rooms.rename', () => this.#rename()),
      this.#act('rooms.export', () => void this.#export()),
      !isGeneral && this.#act('rooms.delete', () => this.#question()),
    );
  }

  /**
   * @param {'rooms.who' | 'rooms.duplicate' | 'rooms.rename' | 'rooms.export' | 'rooms.delete'} key
   * @param {() => (HTMLElement & { focusFirst(): void }) | void} make
   */
  #act(key, make) {
    const words = t('rooms.actOf', { act: t(key), name: this.#room.name });
    const made = button(t(key), () => {
      setText(this.#said, '');
      const panel = make();
      if (!panel) return;
      this.#opener = made;
      fillWith(this.#panel, panel);
      panel.focusFirst();
    }, { class: 'button quiet', 'aria-label': words });
    return made;
  }

  #close() {
    fillWith(this.#panel);
    this.#opener?.focus();
  }

  #copy() {
    const { id, name } = this.#room;
    return new RoomName({
      label: t('rooms.copyName'),
      go: t('rooms.duplicate'),
      value: t('rooms.copyOf', { name }),
      ask: (wanted) => askConsole('POST', 'rooms', { name: wanted, copyOf: id }),
    });
  }

  #rename() {
    const { id, name } = this.#room;
    return new RoomName({
      label: t('rooms.newName'),
      go: t('rooms.rename'),
      value: name,
      ask: (wanted) => askConsole('PATCH', `rooms/${id}`, { name: wanted }),
    });
  }

  async #export() {
    setText(this.#said, await exportRoom(this.#room));
  }

  /** Whoever has the link comes to nothing then, so it is asked. */
  #question() {
    const keep = button(t('rooms.keep'), () => this.#close(), { class: 'button next' });
    const go = button(t('rooms.deleteSure'), () => void this.#delete(go), { class: 'button' });
    const words = el('p', { text: t('rooms.deleteAsk', { name: this.#room.name }) });
    const asked = el('div', { role: 'group' }, words, el('div', { class: 'choice' }, keep, go));
    set(asked, { 'aria-label': words.textContent });
    return Object.assign(asked, { focusFirst: () => keep.focus() });
  }

  /** @param {HTMLButtonElement} go */
  async #delete(go) {
    go.disabled = true;
    /** @type {Answer<unknown>} */
    const answer = await askConsole('DELETE', `rooms/${this.#room.id}`);
    if (answer.ok) return tell(this, 'rooms-changed', null);
    go.disabled = false;
    setText(this.#said, t('pane.actionFailed', { reason: faultText(answer.fault) }));
  }
}

customElements.define('room-card', RoomCard);
