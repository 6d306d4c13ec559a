/**
 * The open form shows what the room's settings are now, also when they are published under it.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { PublicRoom } from '../shared/wire.d.ts'
 * @import { Stage } from './stage.js'
 *
 * @typedef {{ link: string, stage: Stage, fetchRoom: () => Promise<Answer<PublicRoom>>,
 *   taken: (room: PublicRoom) => void }} WatchOptions  `taken`: told the room as it is now
 */
import { announce } from '../shared/announce.js';
import { t } from '../shared/i18n.js';
import { ContactForm } from './elements/contact-form.js';
import { Follow } from './follow.js';

export class FormWatch {
  #options;
  #follow;
  /** The form that is followed. @type {ContactForm | null} */
  #form = null;

  /** @param {WatchOptions} options */
  constructor(options) {
    this.#options = options;
    const changed = () => this.#renew();
    this.#follow = new Follow({ link: options.link, changed, gone: (code) => this.#close(code) });
  }

  /**
   * Follows the form while it is the screen.
   * @param {PublicRoom} room  as it is shown
   */
  look(room) {
    const { screen } = this.#options.stage;
    const form = screen instanceof ContactForm ? screen : null;
    if (form === this.#form) return;
    this.#form = form;
    if (form) this.#follow.start(room.settingsVersion);
    else this.#follow.stop();
  }

  async #renew() {
    const answer = await this.#options.fetchRoom();
    if (!answer.ok) return undefined;
    this.#form?.take(answer.body);
    this.#options.taken(answer.body);
    announce(t('form.changedNow'));
    return answer.body.settingsVersion;
  }

  /**
   * The link was replaced, or the room is gone.
   * @param {string} code
   */
  #close(code) {
    this.#form?.close(t(code === 'roomLinkReplaced' ? 'replaced.body' : 'gone.body'));
  }
}
