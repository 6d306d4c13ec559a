/**
 * The rooms and their links; administrators make, copy and delete them here.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Me, Room, RoomPage } from '../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, set, setText } from '../../shared/dom.js';
import { many, numberOf, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { RoomCard } from '../elements/settings/room-card.js';
import { RoomLinks } from '../elements/settings/room-links.js';
import { RoomName } from '../elements/settings/room-name.js';
import { bringInButton } from '../room-files.js';
import { isOnlyHere } from '../state/reach.js';
import { FetchedPage } from './fetched.js';

/** So many are fetched and drawn at once; a company may have ten thousand. */
const pageCount = 30;
/** The server tells no more at once. */
const pageCountMax = 200;
/** Who types on is waited for. */
const typingMilliseconds = 150;
/** With fewer, all of them are seen. */
const filterFrom = 8;

export class RoomsPage extends FetchedPage {
  #me;
  #new = button(t('rooms.new'), () => this.#askName(), { class: 'button next' });
  #panel = el('div', { class: 'card given-name', hidden: true });
  #said = el('p', { class: 'bad', role: 'alert' });
  #filter = el('input', { type: 'search', maxlength: 200, 'aria-label': t('rooms.find') });
  #count = el('p', { class: 'quiet-text', role: 'status' });
  #list = el('ul', { class: 'cards' });
  #more = button('', () => this.#showMore(), { class: 'button' });
  #note = el('p', { class: 'quiet-text' });
  /** @type {RoomPage} */
  #page = { rooms: [], found: 0, all: 0, more: false };
  /** Only the last question's answer is drawn. */
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;

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
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#fetch(undefined, pageCount), typingMilliseconds);
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

  /**
   * The list anew, of as many rooms as stand there.
   * @param {Room | null} [shown]  the one to go to then; `null`: to the headline
   * @param {number} [count]
   */
  #fetch(shown, count = Math.min(Math.max(this.#page.rooms.length, pageCount), pageCountMax)) {
    this.#ask(count, '', (page) => {
      this.#page = page;
      if (shown && this.#makeSeen(shown)) return this.#fetch(shown, pageCount);
      this.#draw();
      if (shown === null) this.focusTitle();
      if (shown) this.#cardOf(shown)?.focusTitle();
    });
  }

  /**
   * @param {number} count
   * @param {string} after
   * @param {(page: RoomPage) => void} draw
   */
  #ask(count, after, draw) {
    const asked = ++this.#asked;
    const search = encodeURIComponent(this.#filter.value);
    const behind = after && `&after=${after}`;
    /** @type {() => Promise<Answer<RoomPage>>} */
    const fetch = () => askConsole('GET', `rooms?count=${count}&search=${search}${behind}`);
    void this.load(fetch, (page) => {
      if (asked === this.#asked) draw(page);
    });
  }

  /**
   * A room that was just made is seen: where its name belongs, or else sought by its name. Whether
   * the list has to be fetched again.
   * @param {Room} room
   */
  #makeSeen({ id, name }) {
    const isThere = this.#page.rooms.some((room) => room.id === id);
    if (isThere || this.#filter.value === name) return false;
    this.#filter.value = name;
    return true;
  }

  #draw() {
    const { rooms, found, all, more } = this.#page;
    const onlyHere = rooms.some(({ contactForm }) => isOnlyHere(contactForm));
    setText(this.#note, onlyHere ? t('rooms.onlyHere', { option: '--public-url' }) : '');
    fillWith(this.#list, ...rooms.map((room) => this.#item(room)));
    set(this.#filter, { hidden: all < filterFrom && this.#filter.value === '' });
    const next = Math.min(found - rooms.length, pageCount);
    set(this.#more, { hidden: !more });
    setText(this.#more, more ? many('rooms.showMore', Math.max(next, 1)) : '');
    setText(this.#count, this.#counted());
  }

  #counted() {
    const { found, all } = this.#page;
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
    const { rooms } = this.#page;
    this.#ask(pageCount, rooms.at(-1)?.id ?? '', (page) => {
      this.#page = { ...page, rooms: [...rooms, ...page.rooms] };
      this.#draw();
      this.#list.children[rooms.length]?.querySelector('a')?.focus();
    });
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
