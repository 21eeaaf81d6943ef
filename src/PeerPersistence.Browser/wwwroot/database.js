// A database of the browser's, opened again where the browser closed it.
import { failure, within } from './interop.js';

export const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export const gone = () => failure('AbortError', 'The browser ended the transaction.');

export const ended = transaction => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onabort = () => reject(transaction.error ?? gone());
});

const TRIES = 3, connections = new Set();

// To a page that was left and came back, Firefox never tells what ended meanwhile.
addEventListener('pageshow', event => { if (event.persisted) for (const connection of connections) connection.renew(); });

/** `create` makes what a new database has. What fails in passing is tried again; nothing is deleted. */
async function openDatabase(connection) {
  for (let attempt = 1; ; attempt++) {
    try { return await openOnce(connection); }
    catch (error) {
      if (!isGone(error)) throw error;
      if (attempt === TRIES) throw error.name === 'UnknownError' ? failure('CorruptedError', error.message) : error;
      await new Promise(resolve => setTimeout(resolve, 100 * attempt));
    }
  }
}

function openOnce({ name, create, milliseconds, lost }) {
  if (!globalThis.indexedDB) throw failure('UnavailableError', 'This page has no IndexedDB.');
  const request = indexedDB.open(name, 1);
  let cause;
  request.onupgradeneeded = () => {
    create(request.result);
    request.transaction.onabort = event => { cause = event.target.error; };
  };
  const opened = new Promise((resolve, reject) => {
    done(request).then(resolve, error => reject(cause ?? error));
    lost.set(request, error => {
      request.onsuccess = () => request.result.close();
      reject(error);
    });
  }).finally(() => lost.delete(request));
  // A request behind somebody who does not let go never ends.
  return within(milliseconds, opened, failure('LockedError', name), late => late.close());
}

/** A connection that comes back where it was closed. */
export class Connection {
  #opening = null;
  #isClosed = false;

  opened = null;

  /** What is on its way: it may not hear of a close by force. */
  lost = new Map();

  constructor(name, create, milliseconds) { Object.assign(this, { name, create, milliseconds }); }

  database() {
    if (this.#isClosed) return Promise.reject(failure('ClosedError', this.name));
    connections.add(this);
    return this.#opening ??= openDatabase(this).then(
      database => {
        if (this.#isClosed) { database.close(); throw failure('ClosedError', this.name); }
        // Whoever deletes or changes it is not kept waiting.
        // There may be another.
        const forget = () => { if (this.opened === database) this.#forget(); };
        database.onversionchange = () => { database.close(); forget(); };
        database.onclose = () => { forget(); this.#end(); };
        return this.opened = database;
      },
      error => { this.#opening = null; throw error; });
  }

  /** Reads; once more on a new connection where the old one was gone. */
  async read(work, isLast) {
    const id = {};
    try {
      const database = await this.database();
      return await new Promise((resolve, reject) => {
        this.lost.set(id, reject);
        work(database).then(resolve, reject);
      });
    } catch (error) {
      if (isLast || !isGone(error)) throw error;
      this.drop();
      return this.read(work, true);
    } finally { this.lost.delete(id); }
  }

  drop() {
    // It may be opening still.
    this.#opening?.then(database => { database.close(); if (this.opened === database) this.opened = null; }, () => { });
    this.#forget();
  }

  /** What it was told may be lost; so what is on its way is looked up, or done again. */
  renew() {
    if (this.opened) this.drop();
    this.#end();
  }

  #end() { for (const end of this.lost.values()) end(gone()); }

  #forget() { this.#opening = this.opened = null; }

  close() {
    this.#isClosed = true;
    connections.delete(this);
    this.drop();
  }
}

/** Whether a connection, and not what was asked of it, is the cause. */
export const isGone = error =>
  ['InvalidStateError', 'AbortError', 'UnknownError', 'TransactionInactiveError', 'TimeoutError'].includes(error?.name);
