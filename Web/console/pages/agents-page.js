/**
 * The agents, for administrators: who there is, a new one, a new link for a password.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { ListedAgent, Me, Room } from '../../shared/wire.d.ts'
 */
import { button, el, fillWith, set } from '../../shared/dom.js';
import { faultText, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { NewAgent } from '../elements/new-agent.js';
import { FetchedPage } from './fetched.js';
import { lineOf, listOf } from '../words.js';

export class AgentsPage extends FetchedPage {
  #me;
  #new = button(t('agents.new'), () => this.#open(), { class: 'button next' });
  #form = el('div');
  #link = el('div', { role: 'status' });
  #list = el('ul', { class: 'cards' });
  /** @type {Room[]} */
  #rooms = [];

  /** @param {Me} me */
  constructor(me) {
    super(t('agents.headline'));
    this.#me = me;
    this.head.append(this.#new);
    fillWith(this.body, this.#form, this.#link, this.#list);
    this.addEventListener('form-closed', () => this.#close());
    this.addEventListener('agent-created', (event) => {
      const { agent, link } = /** @type {CustomEvent} */ (event).detail;
      this.#close();
      this.#showLink(agent.name, link, t('agents.created', { name: agent.name }));
      this.#fetch();
    });
    this.#fetch();
  }

  #fetch() {
    /** @type {() => Promise<Answer<{ rooms: Room[] }>>} */
    const rooms = () => askConsole('GET', 'rooms');
    /** @type {() => Promise<Answer<{ agents: ListedAgent[] }>>} */
    const agents = () => askConsole('GET', 'agents');
    void this.load(rooms, (body) => {
      this.#rooms = body.rooms;
      void this.load(agents, (listed) => this.#draw(listed.agents));
    });
  }

  /** @param {ListedAgent[]} agents */
  #draw(agents) {
    fillWith(this.#list, ...agents.map((agent) => this.#card(agent)));
  }

  /** @param {ListedAgent} agent */
  #card(agent) {
    const { name, email, administrator, passwordSet } = agent;
    const rooms = agent.rooms.map((id) => this.#rooms.find((room) => room.id === id)?.name ?? '');
    const facts = [
      email,
      administrator && t('agents.administratorShort'),
      listOf(rooms.filter(Boolean)) || t('agents.noRooms'),
      !passwordSet && t('agents.noPassword'),
    ];
    const link = button(t('agents.newLink'), () => void this.#renew(agent), { class: 'button' });
    set(link, { 'aria-label': t('agents.newLinkFor', { name }) });
    const you = agent.id === this.#me.agent.id &&
      el('span', { class: 'tag', text: t('agents.you') });
    return el(
      'li',
      { class: 'card line' },
      el(
        'div',
        {},
        el('h2', { dir: 'auto' }, name, ' ', you),
        el('p', { class: 'quiet-text', text: lineOf(facts) }),
      ),
      link,
    );
  }

  #open() {
    const form = new NewAgent(this.#rooms);
    fillWith(this.#form, form);
    set(this.#new, { hidden: true });
    form.focusFirst();
  }

  #close() {
    fillWith(this.#form);
    set(this.#new, { hidden: false });
    this.#new.focus();
  }

  /** @param {ListedAgent} agent */
  async #renew(agent) {
    /** @type {Answer<{ link: string }>} */
    const answer = await askConsole('POST', `agents/${agent.id}/password-link`);
    if (answer.ok) return this.#showLink(agent.name, answer.body.link);
    const words = t('pane.actionFailed', { reason: faultText(answer.fault) });
    fillWith(this.#link, el('p', { class: 'bad', text: words }));
  }

  /**
   * @param {string} name
   * @param {string} link
   * @param {string} [said]
   */
  #showLink(name, link, said) {
    fillWith(
      this.#link,
      el(
        'div',
        { class: 'card given' },
        said !== undefined && el('p', { class: 'strong', text: said }),
        new CopyLink(t('agents.linkFor', { name }), link),
      ),
    );
    this.#link.querySelector('input')?.focus();
  }
}

customElements.define('agents-page', AgentsPage);
