/**
 * The settings of one room, for administrators: the groups, the questions of one of them, and the
 * customer's page as it becomes. On a narrow screen one of these at a time.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Room } from '../../shared/wire.d.ts'
 * @import { Group, GroupName } from '../state/settings-layout.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { faultText, loadMore, t } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { askConsole } from '../ask.js';
import { DraftBar } from '../elements/settings/draft-bar.js';
import { RoomHistory } from '../elements/settings/room-history.js';
import { RoomPreview } from '../elements/settings/room-preview.js';
import { settingControls } from '../elements/settings/setting-controls.js';
import { SettingsForm } from '../elements/settings/settings-form.js';
import { SettingsGroups } from '../elements/settings/settings-groups.js';
import { bringInButton, exportRoom, fileFault } from '../room-files.js';
import { RoomDraft } from '../room-draft.js';
import { laidOut } from '../state/settings-layout.js';

const silentMilliseconds = 300;
/** After a planned publication its server has had the time for it. */
const plannedMilliseconds = 1500;
/** Timers count no longer. */
const timerMillisecondsMax = 2 ** 31 - 1;

export class RoomPage extends HTMLElement {
  #id;
  #draft;
  #title = el('h1', { tabindex: -1, dir: 'auto' });
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #body = el('div', { class: 'columns' });
  #middle = el('div', { class: 'middle' });
  #files = el('span', { class: 'files' });
  #back = el(
    'a',
    { href: '/console/rooms', class: 'button quiet back' },
    icon('back'),
    el('span', { text: t('nav.rooms') }),
  );
  #look = button('', () => this.#turn(), { class: 'button look', 'aria-pressed': 'false' });
  #column = '';
  /** @type {Room | null} */
  #room = null;
  /** @type {Group[]} */
  #groups = [];
  /** @type {SettingsGroups | null} */
  #nav = null;
  /** @type {SettingsForm | RoomHistory | null} */
  #form = null;
  /** @type {RoomPreview | null} */
  #preview = null;
  /** @type {DraftBar | null} */
  #bar = null;
  /** @type {GroupName | ''} */
  #group = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #planned;

  /**
   * @param {string} id  of the room
   * @param {import('../../shared/wire.d.ts').Me} me
   */
  constructor(id, me) {
    super();
    this.#id = id;
    this.#draft = new RoomDraft(id, me.agent.id, {
      changed: () => this.#draw(),
      expired: () => tell(this, 'expired'),
    });
    on(this.#back, 'click', (event) => {
      event.preventDefault();
      tell(this, 'open-page', this.#isBelowGroups ? `rooms/${this.#id}` : 'rooms');
    });
    this.#back.querySelector('svg')?.classList.add('turns');
    this.append(
      el('header', {}, this.#back, this.#title, this.#files, this.#look),
      this.#said,
      this.#body,
    );
    // A link was replaced: what is shown of the room from now on has the new one.
    on(this.#middle, 'room-changed', (/** @type {CustomEvent<Room>} */ { detail }) => {
      this.#room = detail;
    });
    this.#show('groups');
    void this.#load();
  }

  connectedCallback() {
    document.addEventListener('visibilitychange', this.#see);
    globalThis.addEventListener('beforeunload', this.#unload);
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.#see);
    globalThis.removeEventListener('beforeunload', this.#unload);
    clearTimeout(this.#planned);
    this.#draft.leave();
  }

  focusTitle() {
    this.#title.focus();
  }

  /** The address names another group of the same room. */
  follow() {
    this.#open(this.#named, true);
  }

  async #load() {
    const slow = setTimeout(() => setText(this.#said, t('page.loading')), silentMilliseconds);
    /** @type {[Answer<Room>, Answer<unknown>, void]} */
    const [room, draft] = await Promise.all([
      /** @type {Promise<Answer<Room>>} */ (askConsole('GET', `rooms/${this.#id}`)),
      this.#draft.load(),
      loadMore('settings'),
    ]);
    clearTimeout(slow);
    fillWith(this.#said);
    const failed = !room.ok ? room : !draft.ok ? draft : null;
    if (failed?.status === 401) return tell(this, 'expired');
    if (failed) {
      const again = button(t('page.again'), () => void this.#load(), { class: 'button' });
      const words = t('page.failed', { reason: faultText(failed.fault) });
      return fillWith(this.#said, `${words} `, again);
    }
    if (room.ok) this.#begin(room.body);
  }

  /** @param {Room} room */
  #begin(room) {
    this.#room = room;
    setText(this.#title, room.name);
    setText(this.#look, t('preview.show'));
    this.#groups = laidOut(this.#editable).filter(({ name, sections }) => {
      return sections.length > 0 || name === 'links' || name === 'history';
    });
    this.#nav = new SettingsGroups(this.#groups, this.#draft, this.#id);
    this.#preview = new RoomPreview();
    this.#bar = new DraftBar(this.#draft);
    fillWith(
      this.#files,
      button(t('rooms.export'), () => void exportRoom(room).then((why) => this.#say(why)), {
        class: 'button quiet',
      }),
      bringInButton(t('rooms.import'), (file) => void this.#bringIn(file), (why) => this.#say(why)),
    );
    fillWith(this.#body, this.#nav, this.#middle, this.#preview);
    this.append(this.#bar);
    this.#open(this.#named, false);
  }

  /** What is no plain value needs an editor of its own; without one it is left as it is. */
  get #editable() {
    const rules = [...this.#draft.rules].filter(([field, { kind }]) => {
      return kind !== 'other' || field in settingControls;
    });
    return rules.map(([field]) => field);
  }

  /** @param {string} why */
  #say(why) {
    setText(this.#said, why);
  }

  /** @param {unknown} file */
  async #bringIn(file) {
    const answer = await this.#draft.bringIn(file);
    this.#say(
      answer.ok
        ? t('rooms.broughtIn')
        : t('rooms.importFailed', { reason: fileFault(answer.fault) }),
    );
    if (answer.ok) this.#bar?.focusState();
  }

  /** @returns {GroupName | ''} */
  get #named() {
    const wanted = location.pathname.split('/')[4];
    return this.#groups.find(({ name }) => name === wanted)?.name ?? '';
  }

  /**
   * @param {GroupName | ''} named
   * @param {boolean} focus
   */
  #open(named, focus) {
    const name = named || (this.#groups[0]?.name ?? 'links');
    if (name !== this.#group) this.#make(name);
    this.#show(named ? 'form' : 'groups');
    this.#draw();
    if (!focus) return;
    if (!named && this.#isNarrow) this.#nav?.focusFirst();
    else this.#form?.focusTitle();
  }

  /** @param {GroupName} name */
  #make(name) {
    const group = this.#groups.find((each) => each.name === name);
    if (!group || !this.#room) return;
    this.#group = name;
    this.#form = name === 'history'
      ? new RoomHistory(this.#draft)
      : new SettingsForm(group, this.#draft, this.#room);
    fillWith(this.#middle, this.#form);
    this.#middle.scrollTo(0, 0);
  }

  #draw() {
    const { draft } = this.#draft;
    if (!draft || !this.#nav || this.#group === '') return;
    this.#nav.show(this.#group);
    this.#form?.show();
    this.#preview?.show(draft);
    this.#bar?.show();
    this.#heedPlan();
  }

  /** A planned publication happens while one looks. */
  #heedPlan() {
    clearTimeout(this.#planned);
    const at = this.#draft.draft?.scheduled?.publishAt;
    if (at === undefined) return;
    const wait = Math.max(at - Date.now(), 0) + plannedMilliseconds;
    this.#planned = setTimeout(
      () => void this.#draft.refresh().then(() => this.#draw()),
      Math.min(wait, timerMillisecondsMax),
    );
  }

  /** What is seen where not all columns have their room. @param {'groups' | 'form' | 'preview'} it */
  #show(it) {
    this.#column = it;
    this.dataset.column = it;
    const isPreview = it === 'preview';
    set(this.#look, { 'aria-pressed': String(isPreview) });
    set(this.#back, { 'aria-label': this.#isBelowGroups ? t('settings.groups') : null });
  }

  #turn() {
    this.#show(this.#column === 'preview' ? 'form' : 'preview');
    if (this.#column === 'preview') this.#preview?.focusTitle();
    else this.#form?.focusTitle();
  }

  get #isNarrow() {
    return matchMedia('(max-width: 45rem)').matches;
  }

  /** Whether the way back is to the groups, which stand beside it on a wide screen. */
  get #isBelowGroups() {
    return this.#isNarrow && this.#column !== 'groups';
  }

  /** Somebody else may have worked here meanwhile. */
  #see = () => {
    if (document.visibilityState === 'visible') void this.#draft.refresh();
    else this.#draft.hurry();
  };

  /** @param {BeforeUnloadEvent} event */
  #unload = (event) => {
    if (!this.#draft.isSaved) event.preventDefault();
  };
}

customElements.define('room-page', RoomPage);
