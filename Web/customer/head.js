/**
 * What stands above every screen: the bar with its menu, the thin bar about the connection, the
 * question before the end; and the tab's title.
 *
 * @import { CustomerChat, PublicRoom } from '../shared/wire.d.ts'
 * @import { Visit } from './visit.js'
 */
import { button } from '../shared/dom.js';
import { LinkBar } from '../shared/elements/link-bar.js';
import { t } from '../shared/i18n.js';
import { AskSheet } from './elements/ask-sheet.js';
import { BarMenu } from './elements/bar-menu.js';
import { RoomBar } from './elements/room-bar.js';
import { nameOf } from './events.js';
import { graceText, pressText, titleOf } from './notices.js';

/** @typedef {import('./elements/bar-menu.js').Item} Item */

export class Head {
  #bar = new RoomBar();
  #linkBar = new LinkBar();
  #endAsk = new AskSheet({
    ask: t('phone.endAsk'),
    no: t('phone.endNo'),
    yes: t('phone.endYes'),
    doing: t('phone.ending'),
  }, 'end');
  #end = button(t('phone.end'), () => this.#endAsk.ask(), { class: 'button quiet' });
  #menu;
  #state = '';
  /** What happened while nobody looked: it stands in the title. */
  #turned = false;

  /**
   * @param {HTMLElement} place
   * @param {() => Item[]} items  of the menu
   */
  constructor(place, items) {
    this.#menu = new BarMenu(items);
    this.#bar.append(this.#linkBar);
    place.replaceChildren(this.#bar, this.#endAsk);
  }

  /** Whether the own connection is gone, and says so. */
  get cut() {
    return this.#linkBar.cut;
  }

  focusMenu() {
    this.#menu.focusButton();
  }

  /**
   * @param {PublicRoom} room
   * @param {Visit | null} visit
   */
  draw(room, visit) {
    const { chat, peerLostAt = null, line } = visit ?? {};
    this.drawLink(visit);
    const talks = chat?.state === 'served';
    if (talks) this.#showPeer(room, chat, peerLostAt !== null);
    else this.#bar.show(room.company, privateText(room), '', room.logo);
    this.#bar.offer(...(talks ? [this.#end, this.#menu] : [this.#menu]));
    this.#noteTurn(chat?.state ?? '');
    const hidden = document.visibilityState === 'hidden';
    const unread = talks && hidden ? line?.unread ?? 0 : 0;
    document.title = titleOf(room.company, chat ?? null, { unread, turned: this.#turned });
  }

  /** @param {Visit | null} visit */
  drawLink(visit) {
    const { chat, link = 'stopped', peerLostAt } = visit ?? {};
    const talks = chat?.state === 'served';
    const peer = talks && peerLostAt ? graceText(chat, peerLostAt) : undefined;
    this.#linkBar.show(link, { peer, writes: talks && chat.textButton });
  }

  /** Puts the question before the end away. @returns {boolean} whether the focus stood in it */
  closeAsk() {
    const held = this.#endAsk.contains(document.activeElement);
    this.#endAsk.close();
    return held;
  }

  /** @param {Parameters<typeof pressText>[0]} outcome */
  stay(outcome) {
    this.#endAsk.stay(pressText(outcome));
  }

  /** @param {string} state */
  #noteTurn(state) {
    if (document.visibilityState === 'visible') this.#turned = false;
    else if (this.#state !== '' && state !== '' && state !== this.#state) this.#turned = true;
    this.#state = state;
  }

  /**
   * While the own connection is gone nothing is known of the agent's.
   * @param {PublicRoom} room
   * @param {CustomerChat} chat
   * @param {boolean} away
   */
  #showPeer({ company }, chat, away) {
    if (this.cut) return this.#bar.show(nameOf(chat), company, 'unsure');
    const presence = away ? 'away' : 'here';
    const under = t('phone.under', { company, presence: t(`phone.${presence}`) });
    this.#bar.show(nameOf(chat), under, presence);
  }
}

/** @param {PublicRoom} room */
function privateText({ privateAgent }) {
  return privateAgent ? t('private.under', { name: privateAgent.name }) : '';
}
