/**
 * The rooms and their links; administrators make, copy and delete them here.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Me, Room } from '../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, set, setText } from '../../shared/dom.js';
import { many, numberOf, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { RoomCard } from '../elements/settings/room-card.js';
import { RoomLinks } from '../elements/settings/room-links.js';
import { RoomName } from '../elements/settings/room-name.js';
import { bringInButton } from '../room-files.js';
import { holding } from '../state/filtering.js';
import { isOnlyHere } from '../state/reach.js';
import { FetchedPage } from './fetched.js';

/** So many are drawn at once; a company may have ten thousand. */
const pageCount = 30;
/** With fewer, all of them are seen. */
const filterFrom = 8;

export class RoomsPage extends FetchedPage {
  #me;
  #new = button(t('rooms.new'), () => this.#askName(), { class: 'button next' });
  #panel = el('div', { class: 'card given-name', hidden: true });
  #said = el('p', { class: 'bad', role: 'alert' });
  #filter = el('input', { type: 'search', 'aria-label': t('rooms.find') });
  #count = el('p', { class: 'quiet-text', role: 'status' });
  #list = el('ul', { class: 'cards' });
  #more = button('', () => this.#showMore(), { class: 'button' });
  #note = el('p', { class: 'quiet-text' });
  /** @type {Room[]} */
  #rooms = [];
  #shown = pageCount;

  /** @param {Me} me */
  constructor(me) {
    super(t('rooms.headline'));
    this.#me = me;
    set(this.#filter, { placeholder: t('rooms.find'), class: 'find' });
    if (me.agent.administrator) {
      const take = (/** @type {any} */ file) => this.#askName(file);
      const fail = (/** @type {string} */ why) => setText(this.#said, why);
      const bringIn = bringInButton(t('rooms.import'), take, fail);
      this.head.append(el('span', { class: 'choice' }, bringIn, this.#new));
    }
    const parts = [this.#panel, this.#said, this.#note, this.#filter, this.#count, this.#list];
    fillWith(this.body, ...parts, this.#more);
    on(this.#filter, 'input', () => {
      this.#shown = pageCount;
      this.#draw();
    });
    on(this.#panel, 'panel-closed', () => this.#closePanel());
    on(this.#panel, 'room-named', ({ detail }) => {
      this.#closePanel();
      this.#fetch(detail);
    });
    on(this.#list, 'rooms-changed', ({ detail }) => this.#fetch(detail));
    set(this.#more, { hidden: true });
    this.#fetch(undefined);
  }

  /** @param {Room | null | undefined} shown  the one to go to then; `null`: to the headline */
  #fetch(shown) {
    /** @type {() => Promise<Answer<{ rooms: Room[] }>>} */
    const fetch = () => askConsole('GET', 'rooms');
    void this.load(fetch, ({ rooms }) => {
      this.#rooms = rooms;
      if (shown) this.#makeSeen(shown);
      this.#draw();
      if (shown === null) this.focusTitle();
      if (shown) this.#cardOf(shown)?.focusTitle();
    });
  }

  /** A room that was just made stands where its name belongs, filtered or not. @param {Room} room */
  #makeSeen({ id, name }) {
    if (!holding(name, this.#filter.value)) this.#filter.value = '';
    const at = this.#found.findIndex((room) => room.id === id);
    this.#shown = Math.max(this.#shown, at + 1);
  }

  get #found() {
    return this.#rooms.filter(({ name }) => holding(name, this.#filter.value));
  }

  #draw() {
    const found = this.#found;
    const onlyHere = this.#rooms.some(({ contactForm }) => isOnlyHere(contactForm));
    setText(this.#note, onlyHere ? t('rooms.onlyHere', { option: '--public-url' }) : '');
    const cards = found.slice(0, this.#shown).map((room) => this.#item(room));
    fillWith(this.#list, ...cards);
    set(this.#filter, { hidden: this.#rooms.length < filterFrom });
    const more = Math.min(found.length - this.#shown, pageCount);
    set(this.#more, { hidden: more <= 0 });
    setText(this.#more, more > 0 ? many('rooms.showMore', more) : '');
    setText(this.#count, this.#counted(found.length));
  }

  /** @param {number} found */
  #counted(found) {
    const all = this.#rooms.length;
    if (this.#filter.value === '') return all < filterFrom ? '' : many('rooms.count', all);
    return many('rooms.found', found, { all: numberOf(all) });
  }

  /** @param {Room} room */
  #item(room) {
    if (!this.#me.agent.administrator) return plainCard(room);
    return el('li', { 'data-room': room.id }, new RoomCard(room));
  }

  /** @param {Room} room */
  #cardOf({ id }) {
    const card = this.#list.querySelector(`[data-room="${id}"] > room-card`);
    return card instanceof RoomCard ? card : null;
  }

  #showMore() {
    const first = this.#shown;
    this.#shown += pageCount;
    this.#draw();
    this.#list.children[first]?.querySelector('a')?.focus();
  }

  /** @param {any} [file]  what the room is made of */
  #askName(file) {
    setText(this.#said, '');
    const name = new RoomName({
      label: t('rooms.name'),
      go: t(file ? 'rooms.importGo' : 'rooms.create'),
      value: String(file?.name ?? ''),
      ask: (wanted) =>
        file
          ? askConsole('POST', 'room-files', { file, name: wanted })
          : askConsole('POST', 'rooms', { name: wanted }),
    });
    fillWith(this.#panel, name);
    set(this.#panel, { hidden: false });
    name.focusFirst();
  }

  #closePanel() {
    fillWith(this.#panel);
    set(this.#panel, { hidden: true });
    this.#new.focus();
  }
}

customElements.define('rooms-page', RoomsPage);

/** For who serves the room: its links, and the own private one. @param {Room} room */
function plainCard(room) {
  const { name, contactForm, agents } = room;
  const all = el('details', {}, el('summary', { text: t('links.all') }));
  // Only what is looked at is fetched.
  on(all, 'toggle', () => {
    if (!all.querySelector('room-links')) all.append(new RoomLinks(room, { replaces: false }));
  });
  return el(
    'li',
    { class: 'card' },
    el(
      'header',
      {},
      el('h2', { dir: 'auto', text: name }),
      el('span', { class: 'quiet-text', text: many('rooms.agents', agents.length) }),
    ),
    new CopyLink(t('rooms.contactForm'), contactForm, { opens: true }),
    all,
  );
}
