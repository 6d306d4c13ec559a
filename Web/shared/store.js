/**
 * Storage that never throws: in a sandboxed frame or with cookies refused, reading `localStorage`
 * alone throws. Then things are kept in memory until the page is closed.
 */
export class Store {
  /** @type {Map<string, unknown>} */
  #memory = new Map();
  #open;

  /** @param {() => Storage} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * @param {string} key
   * @returns {any}
   */
  get(key) {
    try {
      const text = this.#open().getItem(prefixed(key));
      if (text !== null) return JSON.parse(text);
    } catch {
      // Refused or spoilt: what this page remembers is all there is.
    }
    return this.#memory.get(key);
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  set(key, value) {
    this.#memory.set(key, value);
    try {
      this.#open().setItem(prefixed(key), JSON.stringify(value));
    } catch {
      // Refused or full: the memory has it, and nothing older may come before it.
      this.#drop(key);
    }
  }

  /** @param {string} key */
  remove(key) {
    this.#memory.delete(key);
    this.#drop(key);
  }

  /** @param {string} key */
  #drop(key) {
    try {
      this.#open().removeItem(prefixed(key));
    } catch {
      // Refused: there is nothing to remove.
    }
  }

  /** Whether what is kept here outlives the page. */
  get keeps() {
    try {
      this.#open().setItem(prefixed('probe'), '1');
      this.#open().removeItem(prefixed('probe'));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Tells when another tab of this browser sets the key, or removes it.
   * @param {string} key
   * @param {(isThere: boolean) => void} act
   */
  heed(key, act) {
    globalThis.addEventListener('storage', (event) => {
      if (event.key === prefixed(key)) act(event.newValue !== null);
    });
  }

  /**
   * Removes everything whose key begins so.
   * @param {string} beginning
   */
  removeAll(beginning) {
    for (const key of this.#memory.keys()) {
      if (key.startsWith(beginning)) this.#memory.delete(key);
    }
    try {
      const storage = this.#open();
      for (const key of Object.keys(storage)) {
        if (key.startsWith(prefixed(beginning))) storage.removeItem(key);
      }
    } catch {
      // Refused: there is nothing to remove.
    }
  }
}

/** For what this browser keeps. */
export const browserStore = new Store(() => globalThis.localStorage);

/** For what this tab keeps, reloads included. */
export const tabStore = new Store(() => globalThis.sessionStorage);

/** @param {string} key */
function prefixed(key) {
  return `foyer.${key}`;
}
