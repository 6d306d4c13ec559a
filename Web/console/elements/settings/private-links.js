/**
 * The private links of a room: for an administrator those of all who serve it, for an agent the own
 * one. Chats asked through one go to that agent alone.
 *
 * @import { Answer } from '../../../shared/http.js'
 * @import { Agent, ListedAgent, Me, PrivateLink, Room } from '../../../shared/wire.d.ts'
 */
import { button, el, fillWith, set, setText, tell } from '../../../shared/dom.js';
import { faultText, t } from '../../../shared/i18n.js';
import { askConsole } from '../../ask.js';
import { LinkBlock } from './link-block.js';
import { SureAsk } from './sure-ask.js';

export class PrivateLinks extends HTMLElement {
  #room;
  #sure = new SureAsk();
  #said = el('p', { class: 'bad', role: 'alert' });
  #list = el('ul');
  /** Who may have one. @type {Pick<Agent, 'id' | 'name'>[]} */
  #agents = [];
  /** @type {PrivateLink[]} */
  #links = [];

  /** @param {Room} room */
  constructor(room) {
    super();
    this.#room = room;
    this.append(
      el('p', { class: 'quiet-text', text: t('links.privateHint') }),
      this.#said,
      this.#list,
      this.#sure,
    );
    void this.#fetch();
  }

  async #fetch() {
    /** @type {Answer<Me>} */
    const me = await askConsole('GET', 'me');
    if (!me.ok) return this.#fail(me);
    const isAll = me.body.agent.administrator;
    /** @type {Answer<{ agents: ListedAgent[] }> | null} */
    const listed = isAll ? await askConsole('GET', 'agents') : null;
    if (listed && !listed.ok) return this.#fail(listed);
    /** @type {Answer<{ privateLinks: PrivateLink[] }>} */
    const links = await askConsole('GET', `rooms/${this.#room.id}/private-links`);
    if (!links.ok) return this.#fail(links);
    this.#links = links.body.privateLinks;
    const all = listed?.ok ? listed.body.agents : [me.body.agent];
    const shown = new Set([...this.#room.agents, ...this.#links.map(({ agent }) => agent)]);
    this.#agents = all.filter(({ id }) => shown.has(id));
    this.#draw();
  }

  /** @param {{ status: number, fault: import('../../../shared/wire.d.ts').Fault }} answer */
  #fail({ status, fault }) {
    if (status === 401) return tell(this, 'expired');
    setText(this.#said, t('pane.actionFailed', { reason: faultText(fault) }));
  }

  /** @param {string} [focused]  the agent whose row was at work */
  #draw(focused) {
    setText(this.#said, '');
    const rows = this.#agents.map((agent) => this.#row(agent));
    const none = el('li', { class: 'quiet-text', text: t('links.privateNobody') });
    fillWith(this.#list, ...(rows.length > 0 ? rows : [none]));
    const at = this.#agents.findIndex(({ id }) => id === focused);
    if (at >= 0) rows[at]?.querySelector('button')?.focus();
  }

  /** @param {Pick<Agent, 'id' | 'name'>} agent */
  #row(agent) {
    const link = this.#links.find((each) => each.agent === agent.id);
    const { name } = agent;
    const make = button(
      t(link ? 'links.privateRenew' : 'links.privateMake'),
      () => void this.#make(agent, link !== undefined),
      { class: 'button' },
    );
    set(make, {
      'aria-label': t(link ? 'links.privateRenewFor' : 'links.privateMakeFor', { name }),
    });
    const title = el('h4', { dir: 'auto', text: name });
    if (!link) return el('li', { class: 'private' }, el('div', { class: 'line' }, title, make));
    const remove = button(t('links.privateRemove'), () => void this.#remove(agent), {
      class: 'button quiet',
    });
    set(remove, { 'aria-label': t('links.privateRemoveFor', { name }) });
    return el(
      'li',
      { class: 'private' },
      el('div', { class: 'line' }, title, el('div', { class: 'choice' }, make, remove)),
      el('p', { class: 'bad', hidden: link.answers, text: t('links.privateUnanswered', { name }) }),
      new LinkBlock(t('links.privateOf', { name }), link.contactForm),
    );
  }

  /**
   * @param {Pick<Agent, 'id' | 'name'>} agent
   * @param {boolean} isThere
   */
  async #make({ id, name }, isThere) {
    const words = t('links.privateRenewAsk', { name });
    if (isThere && !await this.#sure.ask(words, t('links.privateRenew'))) return;
    /** @type {Answer<PrivateLink>} */
    const answer = await askConsole('POST', `rooms/${this.#room.id}/private-links`, { agent: id });
    if (!answer.ok) return this.#fail(answer);
    this.#links = [...this.#links.filter(({ agent }) => agent !== id), answer.body];
    this.#draw(id);
  }

  /** @param {Pick<Agent, 'id' | 'name'>} agent */
  async #remove({ id, name }) {
    const words = t('links.privateRemoveAsk', { name });
    if (!await this.#sure.ask(words, t('links.privateRemove'))) return;
    const answer = await askConsole('DELETE', `rooms/${this.#room.id}/private-links/${id}`);
    if (!answer.ok) return this.#fail(answer);
    this.#links = this.#links.filter(({ agent }) => agent !== id);
    this.#draw(id);
  }
}

customElements.define('private-links', PrivateLinks);
