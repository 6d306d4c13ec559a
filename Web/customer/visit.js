/**
 * A customer's live chat: the connection, the chat as the server tells it, and its transcript.
 *
 * @import { CustomerChat, CustomerFrame } from '../shared/wire.d.ts'
 * @import { LinkState } from '../shared/connection.js'
 */
import { ChatLine } from '../shared/chat-line.js';
import { Connection } from '../shared/connection.js';
import { renewIfStale } from '../shared/fresh.js';

export class Visit {
  /** @type {CustomerChat | null} */
  chat = null;
  /** @type {ChatLine | null} */
  line = null;
  /** @type {LinkState} */
  link = 'connecting';
  /** Why the server does not want this browser any more; 0 while it does. */
  refusedWith = 0;
  /** When the agent's connection was lost; null while it is there. @type {number | null} */
  peerLostAt = null;
  /** @type {Connection<CustomerFrame>} */
  #connection;
  #changed;

  /**
   * @param {{ room: string, token: string, changed: (visit: Visit) => void }} options
   */
  constructor({ room, token, changed }) {
    this.#changed = () => changed(this);
    this.#connection = new Connection({
      path: '/ws/customer',
      hello: () => ({ t: 'hello', room, token, have: this.#have() }),
      onFrame: (frame) => this.#receive(frame),
      onState: (state, code) => this.#onLink(state, code),
    });
    this.#connection.start();
  }

  end() {
    return this.#connection.ask({ t: 'end', chat: this.chat?.id });
  }

  /** Not only who served this customer last. */
  askAll() {
    return this.#connection.ask({ t: 'askAll', chat: this.chat?.id });
  }

  cancel() {
    return this.#connection.ask({ t: 'cancel', chat: this.chat?.id });
  }

  leave() {
    this.#connection.stop();
  }

  #have() {
    const have = this.line?.have;
    return have && { chat: this.line?.chat, ...have };
  }

  /**
   * @param {LinkState} state
   * @param {number} code
   */
  #onLink(state, code) {
    this.link = state;
    if (state === 'stopped') this.refusedWith = code;
    if (state === 'lost') this.line?.cut();
    this.#changed();
  }

  /** @param {CustomerFrame} frame */
  #receive(frame) {
    switch (frame.t) {
      case 'chat':
        return this.#take(frame.chat);
      case 'peer':
        if (frame.who === 'agent') this.#hearPeer(frame.connected);
        break;
      case 'error':
        return this.line?.refuse(frame);
      case 'welcome':
        return renewIfStale(frame.web);
      case 'ok':
      case 'pong':
        return;
    }
    this.#lineOf(frame.chat).receive(frame);
    this.#changed();
  }

  /**
   * The transcript may come before the chat it belongs to.
   * @param {string} chat
   */
  #lineOf(chat) {
    if (this.line?.chat === chat) return this.line;
    this.line = new ChatLine({
      chat,
      me: 'customer',
      send: (frame) => this.#connection.send(frame),
      changed: this.#changed,
    });
    return this.line;
  }

  /** @param {CustomerChat} chat */
  #take(chat) {
    this.#lineOf(chat.id);
    this.chat = chat;
    this.#hearPeer(chat.state !== 'served' || chat.peerConnected);
    this.#changed();
  }

  /** @param {boolean} connected */
  #hearPeer(connected) {
    if (connected) this.peerLostAt = null;
    else this.peerLostAt ??= Date.now();
  }
}
