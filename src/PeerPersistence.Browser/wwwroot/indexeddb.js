// A store: 'values' by key; 'log' by revision, which keys each commit changed, and under 0 a name of this very database.
import { failure, within } from './interop.js';
import { Connection, done, gone, isGone } from './database.js';
import { holds } from './frames.js';

const KEPT = 4096, TRIMMED = 64, TOGETHER = 64;

export const random = () => [...crypto.getRandomValues(new Uint32Array(4))].map(part => part.toString(36)).join('-');

function create(database) {
  database.createObjectStore('values');
  database.createObjectStore('log', { autoIncrement: true }).put(random(), 0);
}

const valuesOf = database => database.transaction('values').objectStore('values');

export class IndexedDb {
  constructor(name, milliseconds, durability, changed) {
    Object.assign(this, { name, milliseconds, durability, changed, waiting: [], writing: null, outdated: 0, id: random(), commits: 0 });
    this.connection = new Connection(name, create, milliseconds);
  }

  async open() {
    const names = (await this.connection.database()).objectStoreNames;
    if (!names.contains('values') || !names.contains('log')) {
      this.connection.close();
      throw failure('CorruptedError', 'It is a database of somebody else.');
    }
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = this.changed;
  }

  async close() {
    // Once at least: whoever was told just now may close before other tabs are signalled.
    do await this.writing; while (this.writing);
    this.channel.close();
    this.connection.close();
  }

  async erase() {
    await this.close();
    await within(this.milliseconds, done(indexedDB.deleteDatabase(this.name)), failure('LockedError', this.name));
  }

  get(key) { return this.connection.read(database => done(valuesOf(database).get(key))); }

  getMany(keys) {
    return this.connection.read(database => {
      const values = valuesOf(database);
      return Promise.all(keys.map(key => done(values.get(key))));
    });
  }

  scan(prefix) {
    const range = rangeOf(prefix);
    return this.connection.read(database => {
      const values = valuesOf(database);
      return Promise.all([done(values.getAllKeys(range)), done(values.getAll(range))]);
    });
  }

  changes(token) {
    return this.connection.read(async database => {
      const log = database.transaction('log').objectStore('log');
      const [name, last] = await Promise.all([done(log.get(0)), done(log.openKeyCursor(null, 'prev'))]);
      this.isNameless = name === undefined;
      if (this.isNameless) return [random(), '?'];
      const now = `${name}:${last.key}`, since = token?.startsWith(name + ':') ? Number(token.slice(name.length + 1)) : NaN;
      if (token === now) return [now, '0'];
      if (!(since <= last.key)) return [now, '?'];
      const entries = await done(log.getAll(IDBKeyRange.bound(since, last.key, true)));
      return entries.length < last.key - since ? [now, '?'] : [now, `${entries.length}`, ...new Set(entries.flatMap(entry => entry.keys))];
    });
  }

  /** Commits come one after the other; those that wait go together into the next transaction. Told by calls: promises take turns. */
  commit(expectations, changes, resolve, reject) {
    this.waiting.push({ expectations, changes, id: `${this.id}-${++this.commits}`, resolve, reject });
    this.writing ??= write(this);
  }
}

/** Every text that begins so. Texts are ordered by their UTF-16 units, as .NET's ordinal order has it. */
function rangeOf(prefix) {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const unit = prefix.charCodeAt(i);
    if (unit < 0xffff) return IDBKeyRange.bound(prefix, prefix.slice(0, i) + String.fromCharCode(unit + 1), false, true);
  }
  return prefix === '' ? null : IDBKeyRange.lowerBound(prefix);
}

async function write(store) {
  const together = store.waiting.splice(0, TOGETHER);
  let committed = [];
  try {
    committed = await transact(store, store.connection.opened ?? await store.connection.database(), together);
  } catch (error) {
    // One was too large for all, perhaps, or all were written before the connection broke.
    if (isGone(error)) store.connection.drop();
    // Who waited for a locked database in vain waited for all.
    for (const batch of together) error = await writeAlone(store, batch, error, together.length === 1 || error.name === 'LockedError');
    store.writing = null;
  }

  // Whoever is told last begins the next transaction in this very turn, if he commits again. All that waits goes with it.
  settle(store, together, committed, () => { store.writing = null; });
  if (store.waiting.length > 0) store.writing ??= write(store);
}

/** Who waits hears it first, and may commit again at once; then the other tabs. */
function settle(store, batches, committed, beforeLast = () => { }) {
  committed.forEach((result, i) => {
    if (i === committed.length - 1) beforeLast();
    batches[i].resolve(result);
  });
  if (committed.some((result, i) => result && batches[i].changes.length > 0)) store.channel.postMessage(null);
}

/** Gives the error for which the next one need not be tried; otherwise what went wrong before. */
async function writeAlone(store, batch, error, isTried) {
  try {
    if (isTried && !isGone(error)) throw error;
    if (isGone(error) && await store.connection.read(database => isLogged(database, batch))) { settle(store, [batch], [1]); return error; }
    settle(store, [batch], await transact(store, await store.connection.database(), [batch]));
  } catch (cause) {
    // Without any room an entry in the log has none, and nobody could make room.
    const makesRoom = cause.name === 'QuotaExceededError' && batch.changes.every(change => change.value === null);
    if (!makesRoom) { batch.reject(cause); return cause.name === 'LockedError' ? cause : error; }
    try { settle(store, [batch], await transact(store, await store.connection.database(), [batch], true)); }
    catch { batch.reject(cause); }
  }
  return error;
}

/** Whether a commit of which the outcome is not known took place: the log names each. */
const isLogged = async (database, batch) => batch.changes.length > 0
  && (await done(database.transaction('log').objectStore('log').getAll(IDBKeyRange.lowerBound(1)))).some(entry => entry.id === batch.id);

// What became of each. No async function: each has the outcome wait a turn more.
// Without the log, it loses its name: whoever asks what changed reads everything, and the next writer gives it another.
function transact(store, database, batches, isWithoutLog = false) {
  const writes = batches.some(batch => batch.changes.length > 0);
  const transaction = database.transaction(['values', 'log'], writes ? 'readwrite' : 'readonly', { durability: store.durability });
  const values = transaction.objectStore('values'), log = transaction.objectStore('log'), committed = batches.map(() => 0);
  let cause = null;
  transaction.onerror = event => { cause ??= event.target.error; };
  const apply = i => {
    committed[i] = 1;
    const { changes, id } = batches[i];
    for (const { key, value } of changes) value === null ? values.delete(key) : values.put(value, key);
    if (isWithoutLog) log.delete(0);
    else if (changes.length > 0) {
      const logged = log.put({ id, keys: changes.map(change => change.key) });
      logged.onsuccess = () => { if (logged.result % TRIMMED === 0) store.outdated = logged.result - KEPT; };
    }
    next(i + 1);
  };
  const next = i => {
    if (i === batches.length) {
      // Now, and not after the page has heard of each request.
      if (writes) transaction.commit();
      return;
    }
    const { expectations } = batches[i];
    let left = expectations.length, isRefused = false;
    if (left === 0) apply(i);
    for (const { key, value } of expectations) {
      const found = values.get(key);
      found.onsuccess = () => {
        isRefused ||= !holds(found.result ?? null, value);
        if (--left === 0) isRefused ? next(i + 1) : apply(i);
      };
    }
  };
  if (writes && store.isNameless && !isWithoutLog) log.put(random(), 0);
  if (writes && store.outdated > 0) {
    log.delete(IDBKeyRange.bound(1, store.outdated));
    store.outdated = 0;
  }
  next(0);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      if (writes && !isWithoutLog) store.isNameless = false;
      resolve(committed);
    };
    transaction.onabort = () => reject(cause ?? transaction.error ?? gone());
    store.connection.lost.set(store, reject);
  });
}
