/**
 * The agent's live desk: the connection, what the server tells of it, and a line for each chat.
 *
 * @import { AgentFrame, DeskFrame, Have, OutFrame } from '../shared/wire.d.ts'
 * @import { LinkState } from '../shared/connection.js'
 * @import { Outcome } from '../shared/connection.js'
 * @import { Act, Desk } from './state/desk.js'
 */
import { ChatLine } from '../shared/chat-line.js';
import { Connection } from '../shared/connection.js';
import { renewIfStale } from '../shared/fresh.js';
import { saidOf } from '../shared/state/link.js';
import { browserStore, tabStore } from '../shared/store.js';
import {
  emptyDesk,
  withAct,
  withDoneAct,
  withFrame,
  withoutChat,
  withoutRefusal,
  withRefusal,
  withRefusedAct,
} from './state/desk.js';

/** Nine of them fit the KiB that a server reads before it knows who speaks. */
const haveCountMax = 8;

export class LiveDesk {
  /** @type {Desk} */
  state = emptyDesk;
  /** @type {LinkState} */
  link = 'connecting';
  /** @type {Map<string, ChatLine>} */
  lines = new Map();
  /** When each customer's connection was lost. @type {Map<string, number>} */
  lostAt = new Map();
  /** @type {Connection<AgentFrame>} */
  #connection;
  #ahead = 0;
  #linkLostAt = 0;
  #offlineAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #cutTimer;
  #changed;
  #drawing = false;
  /** What rang out here is not told by the server; a reload must not forget it. */
  #rangOutKey;

  /**
   * @param {{ agent: string, changed: () => void, loggedOff: () => void }} options
   *   `agent`: the id. `loggedOff`: the server does not know this log-on any more.
   */
  constructor({ agent, changed, loggedOff }) {
    this.#changed = changed;
    this.#rangOutKey = `rangOut.${agent}`;
    this.state = { ...emptyDesk, rangOut: keptList(this.#rangOutKey) };
    this.#connection = new Connection({
      path: '/ws/agent',
      hello: () => ({ t: 'hello', have: this.#have() }),
      onFrame: (frame) => this.#receive(frame),
      onState: (state, code) => {
        this.link = state;
        if (state === 'stopped' && code > 4000) return loggedOff();
        if (state === 'lost') this.#lose();
        this.#drawSoon();
      },
    });
    globalThis.addEventListener('offline', this.#doubt);
    globalThis.addEventListener('online', this.#doubt);
    this.#connection.start();
  }

  /** What is to be said of the connection now; empty when all is well. */
  get cut() {
    clearTimeout(this.#cutTimer);
    const { said, again } = saidOf({
      state: this.link,
      onLine: navigator.onLine,
      lostAt: this.#linkLostAt,
      offlineAt: this.#offlineAt,
    }, Date.now());
    if (again !== null) this.#cutTimer = setTimeout(() => this.#drawSoon(), again - Date.now());
    return said;
  }

  /** Now, by the server's clock: count-downs must not trust this machine's. */
  get now() {
    return Date.now() + this.#ahead;
  }

  /** How many messages of all chats nobody has looked at. */
  get unread() {
    return this.state.chats.reduce((sum, { id }) => sum + (this.lines.get(id)?.unread ?? 0), 0);
  }

  /** @param {string} chat */
  async answer(chat) {
    return await this.#act(chat, 'answer');
  }

  /** @param {string} chat */
  async reject(chat) {
    return await this.#act(chat, 'reject');
  }

  /**
   * @param {'WAITING_NEW_CALL' | 'TAKING_BREAK'} status
   * @param {string} [about]  the chat in whose place it was chosen
   */
  choose(status, about = 'status') {
    return this.#press(about, { t: 'status', status });
  }

  /** @param {string} chat */
  hangUp(chat) {
    return this.#press(chat, { t: 'end', chat });
  }

  /** @param {string} chat */
  async putAway(chat) {
    const outcome = await this.#press(chat, { t: 'close', chat });
    if (!outcome.ok) return;
    browserStore.remove(`draft.${chat}`);
    tabStore.remove(`own.${chat}`);
    this.lines.delete(chat);
    this.#become(withoutChat(this.state, chat));
  }

  /** Every chat that has ended. */
  putAwayEnded() {
    for (const { id, state } of this.state.chats) if (state !== 'served') void this.putAway(id);
  }

  leave() {
    clearTimeout(this.#cutTimer);
    this.#connection.stop();
    globalThis.removeEventListener('offline', this.#doubt);
    globalThis.removeEventListener('online', this.#doubt);
  }

  #lose() {
    this.#linkLostAt = Date.now();
    for (const line of this.lines.values()) line.cut();
  }

  /** What the browser says of the network is told at once; the connection finds out. */
  #doubt = () => {
    this.#offlineAt = navigator.onLine ? 0 : Date.now();
    this.#drawSoon();
  };

  /**
   * Asks for what a button says; a press that comes to nothing is told.
   * @param {string} about  a chat, or `status`
   * @param {OutFrame} frame
   * @returns {Promise<Outcome>}
   */
  async #press(about, frame) {
    this.#become(withoutRefusal(this.state, about));
    const outcome = await this.#connection.ask(frame);
    if (!outcome.ok) this.#become(withRefusal(this.state, about, outcome.code));
    return outcome;
  }

  /**
   * @param {string} chat
   * @param {Act} act
   * @returns {Promise<boolean>} whether the server did it
   */
  async #act(chat, act) {
    const offer = this.state.cards.find((card) => card.chat === chat)?.ringing?.offer;
    if (offer === undefined || this.state.acts[chat]) return false;
    this.#become(withAct(this.state, chat, act));
    const outcome = await this.#connection.ask({ t: act, chat, offer });
    this.#become(
      outcome.ok
        ? withDoneAct(this.state, chat, act)
        : withRefusedAct(this.state, chat, outcome.code, this.now),
    );
    return outcome.ok;
  }

  #have() {
    const served = new Set(
      this.state.chats.filter((chat) => chat.state === 'served').map((chat) => chat.id),
    );
    /** @type {({ chat: string } & Have)[]} */
    const have = [];
    for (const [chat, line] of this.lines) {
      if (!line.have) continue;
      const one = { chat, ...line.have };
      if (served.has(chat)) have.unshift(one);
      else have.push(one);
    }
    // A hello is short; of the chats that it does not name the server tells all.
    return have.slice(0, haveCountMax);
  }

  /** @param {AgentFrame} frame */
  #receive(frame) {
    if (frame.t === 'welcome') {
      this.#ahead = frame.now - Date.now();
      renewIfStale(frame.web);
    }
    const before = this.state;
    this.state = withFrame(this.state, frame, this.now);
    if (String(this.state.rangOut) !== String(before.rangOut)) {
      tabStore.set(this.#rangOutKey, this.state.rangOut);
    }
    if (this.state.gap && !before.gap) this.#connection.ask({ t: 'desk' });
    if (frame.t === 'desk') this.#takeDesk(frame);
    if (frame.t === 'chat') this.#line(frame.chat.id).askAll();
    if (frame.t === 'peer') this.#hearPeer(frame.chat, frame.connected);
    if (frame.t === 'error') this.#refuse(frame);
    this.#pass(frame);
    this.#drawSoon();
  }

  /** @param {AgentFrame} frame */
  #pass(frame) {
    switch (frame.t) {
      case 'message':
      case 'ack':
      case 'transcript':
      case 'typing':
      case 'marks':
      case 'peer':
        // What comes before its `chat` frame is fetched with it; what was put away is not wanted.
        if (this.state.chats.some((chat) => chat.id === frame.chat)) {
          this.#line(frame.chat).receive(frame);
        }
    }
  }

  /** @param {DeskFrame} frame */
  #takeDesk({ chats }) {
    const ids = new Set(chats.map((chat) => chat.id));
    for (const id of this.lines.keys()) if (!ids.has(id)) this.lines.delete(id);
    for (const chat of chats) {
      // A served chat's transcript comes by itself, an ended one's does not; asking twice is safe.
      this.#line(chat.id).askAll();
      this.#hearPeer(chat.id, chat.customerConnected);
    }
  }

  /** @param {string} chat */
  #line(chat) {
    let line = this.lines.get(chat);
    if (!line) {
      const send = (/** @type {OutFrame} */ frame) => this.#connection.send(frame);
      line = new ChatLine({ chat, me: 'agent', send, changed: () => this.#drawSoon() });
      this.lines.set(chat, line);
    }
    return line;
  }

  /** @param {import('../shared/wire.d.ts').ErrorFrame} error */
  #refuse(error) {
    for (const [chat, line] of this.lines) {
      if (!error.chat || error.chat === chat) line.refuse(error);
    }
  }

  /**
   * @param {string} chat
   * @param {boolean} connected
   */
  #hearPeer(chat, connected) {
    if (connected) this.lostAt.delete(chat);
    else if (!this.lostAt.has(chat)) this.lostAt.set(chat, Date.now());
  }

  /** @param {Desk} state */
  #become(state) {
    this.state = state;
    this.#drawSoon();
  }

  /** Many frames in one turn are drawn once. A hidden tab has no animation frames. */
  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#changed();
    });
  }
}

/** @param {string} key */
function keptList(key) {
  const kept = tabStore.get(key);
  return Array.isArray(kept) ? kept.map(String) : [];
}
