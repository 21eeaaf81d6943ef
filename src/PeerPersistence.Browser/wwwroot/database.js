// A database of the browser's: opened, opened again where the browser closed it, closed.
import { failure, within } from './interop.js';

export const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export const ENDED = 'The browser ended the transaction.';

export const ended = transaction => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? failure('AbortError', ENDED));
});

const TRIES = 3;
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Opens a database; `create` makes what a new one has. An error inside the browser is tried again; nothing is ever deleted. */
export async function openDatabase(name, create, milliseconds) {
  for (let attempt = 1; ; attempt++) {
    try { return await openOnce(name, create, milliseconds); }
    catch (error) {
      if (error.name !== 'UnknownError') throw error;
      if (attempt === TRIES) throw failure('CorruptedError', error.message);
      await pause(100 * attempt);
    }
  }
}

function openOnce(name, create, milliseconds) {
  if (!globalThis.indexedDB) throw failure('UnavailableError', 'This page has no IndexedDB.');
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => create(request.result);
  // A request behind somebody who does not let go never ends.
  return within(milliseconds, done(request), failure('LockedError', name), late => late.close());
}

/** A connection that comes back: the browser may close it whenever it likes. */
export class Connection {
  #opening = null;
  #isClosed = false;

  /** The database while it is open: who takes it from here waits for nothing. */
  opened = null;

  constructor(name, create, milliseconds) { Object.assign(this, { name, create, milliseconds }); }

  /** The database, opened where it is not. */
  database() {
    if (this.#isClosed) return Promise.reject(failure('ClosedError', this.name));
    return this.#opening ??= openDatabase(this.name, this.create, this.milliseconds).then(
      database => {
        if (this.#isClosed) { database.close(); throw failure('ClosedError', this.name); }
        // Somebody wants to delete it, or a newer version to change it: nobody is kept waiting.
        database.onversionchange = () => { database.close(); this.#forget(); };
        database.onclose = () => this.#forget();
        return this.opened = database;
      },
      error => { this.#opening = null; throw error; });
  }

  /** Reads; once more on a new connection where the old one was gone. */
  async read(work) {
    try { return await work(await this.database()); }
    catch (error) {
      if (!isGone(error)) throw error;
      this.drop();
      return await work(await this.database());
    }
  }

  drop() {
    // It may still be opening, and is not to be found here later.
    this.#opening?.then(database => { database.close(); if (this.opened === database) this.opened = null; }, () => { });
    this.#forget();
  }

  #forget() { this.#opening = this.opened = null; }

  close() { this.#isClosed = true; this.drop(); }
}

/** Whether a connection, and not what was asked of it, is the cause. */
export const isGone = error => ['InvalidStateError', 'AbortError', 'UnknownError', 'TransactionInactiveError'].includes(error?.name);
