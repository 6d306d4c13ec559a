/**
 * What was said, line by line. Keeps its place: it follows new lines only while the person is at
 * the end, and says so otherwise. Of a long transcript only the lines around the person are drawn.
 *
 * @import { Transcript } from '../state/transcript.js'
 * @import { Reader, Row } from '../state/rows.js'
 * @import { Entry, Who } from '../wire.d.ts'
 */
import { button, drawList, el, fillWith, on, set, setText, tell } from '../dom.js';
import { dayOf, exactOf, faultText, t, timeOf } from '../i18n.js';
import { icon } from '../icons.js';
import { piecesOf } from '../state/links.js';
import { firstNew, isSameRow, rowsOf } from '../state/rows.js';
import { windowAtEnd, windowGrown, windowSlid } from '../state/window.js';

/**
 * @typedef {(entry: Entry, agent: string) => string} Tell  what an event means to this reader;
 *   `agent` had answered last by then
 * @typedef {{ read: number, readBefore: number | null }} Seen  the highest entry a person saw here,
 *   and before this page was opened: null while that is not known
 */

const nearEndPixels = 48;
const copiedMilliseconds = 2500;
/** There is no input any more to put these back into. */
const overFor = new Set(['chatEnded', 'chatNotServed']);

export class ChatTranscript extends HTMLElement {
  #list = el('ol');
  #scroller = el('div', { class: 'scroller', tabindex: 0, role: 'log' }, this.#list);
  #below = button('', () => this.toEnd(), { class: 'button below', hidden: true });
  #belowText = el('span');
  #me;
  #tell;
  #facts;
  #reader;
  #marked;
  #peer = '';
  #follows = true;
  /** Above which entry "New" stands; undefined until it was asked. @type {number | undefined} */
  #newFrom;
  #ownCount = 0;
  /** Whether something came below what is on the screen. */
  #hasNews = false;
  /** @type {Row[]} */
  #rows = [];
  #window = windowAtEnd(0);
  /** What was drawn before all was. @type {import('../state/window.js').Window | undefined} */
  #onScreen;
  /** What each line shows now. @type {WeakMap<HTMLElement, Row>} */
  #drawn = new WeakMap();
  /** @type {unknown[]} */
  #shown = [];

  /**
   * @param {{ me: Who, tell: Tell, facts?: (entry: Entry) => HTMLElement | null,
   *   reader?: Reader, marked?: boolean }} options  `facts` draws the first entry; without it the
   *   reader does not see it. `reader`: the agent who reads; without it, who answered last.
   *   `marked`: whether the own texts say how far they came.
   */
  constructor({ me, tell, facts, reader, marked }) {
    super();
    this.#me = me;
    this.#reader = reader;
    this.#marked = marked;
    this.#tell = tell;
    this.#facts = facts;
    set(this.#scroller, { 'aria-label': t('transcript.label') });
    this.#below.append(icon('down'), this.#belowText);
    this.append(this.#scroller, this.#below);
    on(this.#scroller, 'scroll', () => this.#look());
  }

  connectedCallback() {
    // The input below grows and shrinks, the keyboard opens: who was at the end stays there.
    this.#observer.observe(this.#scroller);
    this.#stay();
    globalThis.addEventListener('beforeprint', this.#drawAll);
    globalThis.addEventListener('afterprint', this.#drawPart);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    globalThis.removeEventListener('beforeprint', this.#drawAll);
    globalThis.removeEventListener('afterprint', this.#drawPart);
  }

  /** Paper has room for every line. */
  #drawAll = () => {
    this.#onScreen = this.#window;
    this.#window = { from: 0, to: this.#rows.length };
    this.#draw();
  };

  #drawPart = () => {
    this.#window = this.#onScreen ?? this.#window;
    this.#draw();
    this.#stay();
  };

  /** Where the scroller stood when it was last moved to the end. */
  #stayedAt = 0;

  #observer = new ResizeObserver(() => this.#stay());

  /**
   * @param {Transcript} transcript
   * @param {string} peer  the other side's name
   * @param {{ seen?: Seen, earlier?: Entry[] }} [more]  `seen`: with it, what is new gets a line.
   *   `earlier`: the chat that this one goes on with
   */
  show(transcript, peer, { seen, earlier } = {}) {
    if (seen) this.#lookForNews(transcript, seen);
    const shown = [transcript, peer, new Date().toDateString(), earlier, this.#newFrom];
    if (shown.every((each, index) => each === this.#shown[index])) return this.#stay();
    if (shown.slice(1, 3).some((each, index) => each !== this.#shown[index + 1])) {
      this.#drawn = new WeakMap();
    }
    this.#shown = shown;
    this.#peer = peer;
    const before = this.#rows.length;
    const more = { reader: this.#reader, marked: this.#marked, newFrom: this.#newFrom, earlier };
    this.#rows = rowsOf(transcript, this.#me, more)
      .filter((row) => row.kind !== 'facts' || this.#facts);
    const count = this.#rows.length;
    const grown = count > before;
    if (transcript.own.length > this.#ownCount) this.#follows = true;
    this.#ownCount = transcript.own.length;
    this.#window = windowGrown(this.#window, { before, count, follows: this.#follows });
    this.#draw();
    this.#stay();
    if (grown && !this.#follows) this.#hasNews = true;
    this.#showBelow();
  }

  /**
   * What comes while nobody looks is marked as new, until the reader writes or more comes so.
   * @param {Transcript} transcript
   * @param {Seen} seen
   */
  #lookForNews({ entries, own }, { read, readBefore }) {
    if (this.#newFrom === undefined && readBefore !== null) {
      this.#newFrom = readBefore > 0 ? firstNew(entries, this.#me, readBefore) : 0;
    }
    const looks = this.#follows && document.visibilityState === 'visible';
    const first = looks ? 0 : firstNew(entries, this.#me, read);
    if (first && (this.#newFrom ?? 0) <= read) this.#newFrom = first;
    if (own.length > this.#ownCount) this.#newFrom = 0;
  }

  /** The way down, while the end is out of sight. */
  #showBelow() {
    const text = t(this.#hasNews ? 'transcript.newBelow' : 'transcript.toEnd');
    setText(this.#belowText, this.#hasNews ? text : '');
    set(this.#below, { hidden: this.#follows, 'aria-label': this.#hasNews ? null : text });
  }

  focusLog() {
    this.#scroller.focus();
  }

  /** Whether the person sees the last line. */
  get atEnd() {
    return this.#follows;
  }

  /** For reading what is over from its beginning. */
  toStart() {
    this.#follows = false;
    this.#scroller.scrollTop = 0;
    this.#look();
  }

  toEnd() {
    this.#follows = true;
    this.#window = windowAtEnd(this.#rows.length);
    this.#hasNews = false;
    this.#draw();
    this.#stay();
    this.#showBelow();
  }

  #stay() {
    if (!this.#follows) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#stayedAt = this.#scroller.scrollTop;
  }

  #look() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    const was = this.#follows;
    const whole = this.#window.to === this.#rows.length;
    // Only a person scrolls back; where the place became smaller, the end is out of sight by itself.
    const isLeft = !was || scrollTop < this.#stayedAt - 1;
    this.#follows = whole && (!isLeft || scrollTop + clientHeight > scrollHeight - nearEndPixels);
    if (!isLeft) this.#stay();
    if (this.#follows && !was) {
      this.#hasNews = false;
      tell(this, 'seen');
    }
    this.#showBelow();
    this.#slide();
  }

  /** Draws more lines before the person comes to them; what is on the screen stays in its place. */
  #slide() {
    const { scrollTop: above, clientHeight, scrollHeight } = this.#scroller;
    const window = windowSlid(this.#window, {
      count: this.#rows.length,
      above,
      below: scrollHeight - above - clientHeight,
      keeps: this.#isHeld,
    });
    if (window === this.#window || clientHeight === 0) return;
    this.#window = window;
    const top = this.#scroller.getBoundingClientRect().top;
    const anchor = [...this.#list.children].find((row) => row.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    // Old lines are no news: screen readers need not say them.
    set(this.#scroller, { 'aria-busy': 'true' });
    this.#draw();
    if (anchor) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    setTimeout(() => set(this.#scroller, { 'aria-busy': null }));
  }

  /** Whether the person has selected something here, or stands in a line with the keyboard. */
  get #isHeld() {
    if (this.#list.contains(document.activeElement)) return true;
    const selection = getSelection();
    return selection?.type === 'Range' && selection.containsNode(this.#list, true);
  }

  #draw() {
    drawList(this.#list, this.#rows.slice(this.#window.from, this.#window.to), {
      key: (row) => row.key,
      make: (row) => this.#make(row),
      show: (element, row) => {
        if (isSameRow(this.#drawn.get(element), row)) return;
        this.#drawn.set(element, row);
        this.#showRow(element, row);
      },
    });
  }

  /** @param {Row} row */
  #make(row) {
    if (row.kind === 'facts') return el('li', { class: 'facts' }, this.#facts?.(row.entry));
    if (row.kind !== 'text') return el('li', { class: row.kind }, el('span'));
    const meta = el('p', { class: 'meta' }, el('bdi', { class: 'who' }), el('time'), mark());
    return el(
      'li',
      { class: 'text' },
      el('span', { class: 'spoken speaker' }),
      el('p', { class: 'body', dir: 'auto' }),
      meta,
    );
  }

  /**
   * @param {HTMLElement} element
   * @param {Row} row
   */
  #showRow(element, row) {
    if (row.kind === 'facts') return;
    const first = element.firstElementChild;
    if (row.kind === 'news' && first) return setText(first, t('transcript.new'));
    if (row.kind === 'continued' && first) return setText(first, t('transcript.continued'));
    if (row.kind === 'day' && first) return setText(first, dayOf(row.at, Date.now()));
    if (row.kind === 'event' && first) {
      set(first, { title: exactOf(row.entry.at) });
      const text = this.#tell(row.entry, row.agent);
      return setText(first, t('transcript.event', { text, time: timeOf(row.entry.at) }));
    }
    if (row.kind === 'text') this.#showText(element, row);
  }

  /**
   * @param {HTMLElement} element
   * @param {Extract<Row, { kind: 'text' }>} row
   */
  #showText(element, row) {
    const name = row.mine ? t('transcript.you') : row.who || this.#peer;
    const side = row.mine ? 'mine' : 'theirs';
    const edges = `${row.begins ? ' begins' : ''}${row.ends ? ' ends' : ''}`;
    set(element, { class: `text ${side}${edges}${row.mark === 'sending' ? ' sending' : ''}` });
    setText(part(element, '.speaker'), t('transcript.speaker', { name }));
    fillWithLinks(part(element, '.body'), row.body);
    setText(part(element, '.who'), row.mine ? '' : name);
    const time = part(element, 'time');
    setText(time, timeOf(row.at));
    set(time, { datetime: new Date(row.at).toISOString(), title: exactOf(row.at) });
    this.#showMark(part(element, '.mark'), row);
  }

  /**
   * @param {Element} place
   * @param {Extract<Row, { kind: 'text' }>} row
   */
  #showMark(place, { mark, cid, code = '', body }) {
    if (place.getAttribute('data-mark') === String(mark)) return;
    set(place, { 'data-mark': String(mark), hidden: mark === null });
    if (mark === null) return;
    const sign = /** @type {const} */ ({
      sending: 'clock',
      sent: 'tick',
      delivered: 'ticks',
      read: 'ticks',
      refused: 'alert',
    });
    const word = t(`mark.${mark}`);
    const reason = faultText({ code });
    const spoken = mark === 'refused' ? t('mark.refusedWhy', { word, reason }) : word;
    const shown = el('span', { text: spoken });
    const back = mark === 'refused' &&
      (overFor.has(code)
        ? copier(place, body)
        : button(t('refused.takeBack'), () => tell(this, 'take-back', { cid, body })));
    fillWith(place, icon(sign[mark]), shown, back);
  }
}

customElements.define('chat-transcript', ChatTranscript);

/**
 * @param {Element} place  the mark of the text
 * @param {string} body
 */
function copier(place, body) {
  const copy = button(t('copy.copy'), async () => {
    try {
      await navigator.clipboard.writeText(body);
      setText(copy, t('copy.copied'));
    } catch {
      // On plain http the clipboard is closed; the text is selected for the keyboard.
      const text = place.closest('li')?.querySelector('.body');
      if (text) getSelection()?.selectAllChildren(text);
      setText(copy, t('copy.select'));
    }
    setTimeout(() => setText(copy, t('copy.copy')), copiedMilliseconds);
  }, { 'aria-live': 'polite' });
  return copy;
}

/**
 * A text with its addresses as links, once: a selection in it stays.
 * @param {Element} place
 * @param {string} text
 */
function fillWithLinks(place, text) {
  if (place.textContent === text) return;
  const parts = piecesOf(text).map(({ text: piece, href }) =>
    // An address reads from left to right, whatever stands around it.
    href ? el('a', { href, target: '_blank', rel: 'noopener', dir: 'ltr', text: piece }) : piece
  );
  fillWith(place, ...parts);
}

function mark() {
  return el('span', { class: 'mark' });
}

/**
 * @param {Element} element
 * @param {string} selector
 */
function part(element, selector) {
  const found = element.querySelector(selector);
  if (!found) throw new Error(`${selector} is missing`);
  return found;
}
