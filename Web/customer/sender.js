/**
 * Sends the contact form: solves the step against robots meanwhile, and tries again as often as it
 * takes, while somebody waits for it. One key for the same words of one form, so that a retry makes
 * no second chat; other words are another request, in a copy of the tab too.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { Memory } from './memory.js'
 * @import { Action, Values } from './state/form.js'
 *
 * @typedef {{ challenge: string, bits: number, customer: string, formNumber?: number }} Puzzle
 * @typedef {Puzzle & { at: number }} Fetched
 * @typedef {Fetched & { solution: string }} Solved
 * @typedef {(solves: boolean, formNumber: number | undefined) => void} Told  whether the step
 *   against robots is at work
 * @typedef {(answer: { status: number }) => boolean} Waits  told what came instead of an answer that
 *   counts, status 0: nothing; whether somebody still waits
 */
import { ask, isPassing } from '../shared/http.js';
import { solvePuzzle } from '../shared/puzzle.js';
import { sha256 } from '../shared/sha256.js';
import { pauseBefore } from '../shared/state/link.js';

/** A puzzle is good for 30 minutes; one that is nearly over is not worth sending. */
const puzzleGoodMilliseconds = 25 * 60_000;
const serverTriesMax = 4;
const pageCharactersMax = 2000;

export class Sender {
  #address;
  #memory;
  #told;
  /** @type {Promise<Answer<Fetched>> | null} */
  #fetching = null;
  /** @type {Promise<Answer<Solved>> | null} */
  #solving = null;

  /**
   * @param {string} room
   * @param {Memory} memory
   * @param {Told} [told]
   */
  constructor(room, memory, told = () => {}) {
    this.#address = `/api/public/rooms/${encodeURIComponent(room)}`;
    this.#memory = memory;
    this.#told = told;
  }

  /** Fetches the puzzle, which numbers the form. Solving it costs a phone something: later. */
  async greet() {
    const fetched = await this.#fetch();
    if (!fetched.ok) this.#fetching = null;
  }

  /** Begins with the puzzle, while the person fills the form. */
  prepare() {
    this.#solving ??= this.#solve();
    return this.#solving;
  }

  /**
   * @param {Action} action
   * @param {Values} values
   * @param {string} key
   * @param {Waits} waits
   * @returns {Promise<Answer>}
   */
  async send(action, values, key, waits) {
    const once = keyOf(key + action + JSON.stringify(values));
    let puzzles = 0;
    for (let tries = 0;; tries++) {
      const answer = await this.#try(action, values, once);
      if (answer.ok) return answer;
      const puzzleFailed = answer.fault.code.startsWith('puzzle');
      if (puzzleFailed && puzzles++ < 2) {
        this.#drop();
        continue;
      }
      const goesOn = answer.status === 0 || (isPassing(answer) && tries < serverTriesMax);
      if (!goesOn || !waits(answer)) return answer;
      await new Promise((resume) => setTimeout(resume, pauseBefore(tries, 'pause', Math.random())));
      if (!waits(answer)) return answer;
    }
  }

  /**
   * @param {Action} action
   * @param {Values} values
   * @param {string} key
   * @returns {Promise<Answer>}
   */
  async #try(action, values, key) {
    const solved = await this.#fresh();
    if (!solved.ok) {
      this.#drop();
      return solved;
    }
    const { challenge, solution, customer } = solved.body;
    // Kept before it is sent: if the answer is lost, the chat still belongs to this browser.
    this.#memory.token = customer;
    return ask('POST', `${this.#address}/${action}`, {
      challenge,
      solution,
      customer,
      key,
      ...values,
      language: navigator.language,
      page: document.referrer.slice(0, pageCharactersMax),
    });
  }

  async #fresh() {
    const solved = await this.prepare();
    // Another tab may have become somebody meanwhile: this browser is one customer, not two.
    const isOurs = solved.ok && [solved.body.customer, ''].includes(this.#memory.token);
    if (isOurs && Date.now() - solved.body.at < puzzleGoodMilliseconds) return solved;
    this.#drop();
    return this.prepare();
  }

  #drop() {
    this.#fetching = null;
    this.#solving = null;
  }

  #fetch() {
    this.#fetching ??= this.#fetchNow();
    return this.#fetching;
  }

  /** @returns {Promise<Answer<Fetched>>} */
  async #fetchNow() {
    const at = Date.now();
    const known = this.#memory.token ? { customer: this.#memory.token } : undefined;
    /** @type {Answer<Puzzle>} */
    const answer = await ask('POST', `${this.#address}/challenge`, known);
    if (!answer.ok) return answer;
    this.#told(false, answer.body.formNumber);
    return { ok: true, body: { ...answer.body, at } };
  }

  /** @returns {Promise<Answer<Solved>>} */
  async #solve() {
    const fetched = await this.#fetch();
    if (!fetched.ok) {
      this.#drop();
      return fetched;
    }
    const { challenge, bits, formNumber } = fetched.body;
    this.#told(true, formNumber);
    const solution = await solvePuzzle(challenge, bits);
    this.#told(false, formNumber);
    return { ok: true, body: { ...fetched.body, solution } };
  }
}

/**
 * 32 hex digits.
 * @param {string} text
 */
function keyOf(text) {
  const words = sha256(text).slice(0, 4);
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
