/**
 * A page whose contents are fetched: says that it fetches only when that takes a while, and offers
 * to try again when it failed.
 *
 * @import { Answer } from '../../shared/http.js'
 */
import { button, el, fillWith, setText, tell } from '../../shared/dom.js';
import { faultText, t } from '../../shared/i18n.js';

const silentMilliseconds = 300;

export class FetchedPage extends HTMLElement {
  #title;
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #turn = 0;
  body = el('div', { class: 'body' });
  head;

  /** @param {string} headline */
  constructor(headline) {
    super();
    this.className = 'page';
    this.#title = el('h1', { text: headline, tabindex: -1 });
    this.head = el('header', {}, this.#title);
    this.append(this.head, this.#said, this.body);
  }

  focusTitle() {
    this.#title.focus();
  }

  /**
   * @template Body
   * @param {() => Promise<Answer<Body>>} fetch
   * @param {(body: Body) => void} draw
   */
  async load(fetch, draw) {
    const turn = ++this.#turn;
    const slow = setTimeout(() => setText(this.#said, t('page.loading')), silentMilliseconds);
    const answer = await fetch();
    clearTimeout(slow);
    // Something else was asked for meanwhile, and says what came of it.
    if (turn !== this.#turn && !answer.ok && answer.status !== 401) return;
    fillWith(this.#said);
    if (answer.ok) return draw(answer.body);
    if (answer.status === 401) return tell(this, 'expired');
    const again = button(t('page.again'), () => void this.load(fetch, draw), { class: 'button' });
    fillWith(this.#said, `${t('page.failed', { reason: faultText(answer.fault) })} `, again);
  }
}
