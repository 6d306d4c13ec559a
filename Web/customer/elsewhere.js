/**
 * What stands in a frame whose chats open in a window of their own (CF-9).
 *
 * @import { Stage } from './stage.js'
 * @import { Values } from './state/form.js'
 */
import { HandOver, isFramed } from './hand-over.js';
import { elsewhereNotice } from './notices.js';

export class Elsewhere {
  #stage;
  #form;
  #handOver = new HandOver();
  /** Whether the customer wants to chat in the frame all the same. */
  #stays = false;

  /**
   * @param {Stage} stage
   * @param {(wanted?: 'begin') => void} form  shows the form again; `begin`: and the chat begins
   *   here, because no window can be opened
   */
  constructor(stage, form) {
    this.#stage = stage;
    this.#form = form;
  }

  /** @param {{ googleSites: boolean }} room */
  isFor({ googleSites }) {
    return googleSites && isFramed() && !this.#stays;
  }

  /** @param {Values} values  what was written in the form */
  open(values) {
    this.show(this.#handOver.open(values));
  }

  /** @param {boolean} [opened] */
  show(opened = true) {
    const again = () => this.show(this.#handOver.again());
    const back = () => this.#form();
    const here = () => {
      this.#stays = true;
      this.#form('begin');
    };
    const make = () => elsewhereNotice(opened, { again, here, back });
    this.#stage.show(`elsewhere ${opened}`, make);
  }
}
