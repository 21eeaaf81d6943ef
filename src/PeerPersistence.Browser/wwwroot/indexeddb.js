// A store: 'values' by key; 'log' by revision, which keys each commit changed, and under 0 a name of this very database.
import { answer, failure, park, tell, within } from './interop.js';
import { Connection, done, ended, isGone } from './database.js';
import { holds, keyOf, read, readBatch, write } from './frames.js';

const KEPT = 4096, TRIMMED = 64, TOGETHER = 64;
const stores = new Map();
let handles = 0;

const random = () => [...crypto.getRandomValues(new Uint32Array(4))].map(part => part.toString(36)).join('-');

function create(database) {
  database.createObjectStore('values');
  database.createObjectStore('log', { autoIncrement: true }).put(random(), 0);
}

export function idbOpen(name, milliseconds, call) {
  const store = { name, connection: new Connection(name, create, milliseconds), waiting: [], writing: null };
  answer(call, store.connection.database().then(database => {
    const names = database.objectStoreNames;
    if (!names.contains('values') || !names.contains('log')) {
      store.connection.close();
      throw failure('CorruptedError', 'It is a database of somebody else.');
    }
    const handle = ++handles;
    store.channel = new BroadcastChannel(name);
    store.channel.onmessage = () => tell(handle);
    stores.set(handle, store);
    return handle;
  }));
}

/** What was accepted is written first. */
export function idbClose(handle, call) { answer(call, close(handle)); }

async function close(handle) {
  const store = stores.get(handle);
  if (!store) return;
  stores.delete(handle);
  await store.writing;
  store.channel.close();
  store.connection.close();
}

export function idbErase(handle, call) {
  const { name, connection: { milliseconds } } = stores.get(handle);
  answer(call, close(handle)
    .then(() => within(milliseconds, done(indexedDB.deleteDatabase(name)), failure('LockedError', name))).then(() => 0));
}

const reading = (handle, work) => {
  const store = stores.get(handle);
  return store ? store.connection.read(work) : Promise.reject(failure('ClosedError', 'The store'));
};
const valuesOf = database => database.transaction('values').objectStore('values');

export function idbGet(handle, key, call) {
  answer(call, reading(handle, database => done(valuesOf(database).get(keyOf(key)))).then(value => value ? park(value) : 0));
}

export function idbGetMany(handle, frame, call) {
  const keys = read(frame).map(pair => pair.key);
  answer(call, reading(handle, database => {
    const values = valuesOf(database);
    return Promise.all(keys.map(key => done(values.get(key))));
  }).then(values => park(write(keys, values))));
}

export function idbScan(handle, prefix, call) {
  const range = rangeOf(keyOf(prefix));
  answer(call, reading(handle, database => {
    const values = valuesOf(database);
    return Promise.all([done(values.getAllKeys(range)), done(values.getAll(range))]);
  }).then(([keys, values]) => park(write(keys, values))));
}

/** Every text that begins so. Texts are ordered by their UTF-16 units, as .NET's ordinal order has it. */
function rangeOf(prefix) {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const unit = prefix.charCodeAt(i);
    if (unit < 0xffff) return IDBKeyRange.bound(prefix, prefix.slice(0, i) + String.fromCharCode(unit + 1), false, true);
  }
  return prefix === '' ? null : IDBKeyRange.lowerBound(prefix);
}

/** Since a token: the present one, how many commits, and their keys; '?' where they are forgotten. */
export function idbChanges(handle, token, call) {
  const store = stores.get(handle);
  answer(call, reading(handle, async database => {
    const log = database.transaction('log').objectStore('log');
    const [name, last] = await Promise.all([done(log.get(0)), done(log.openKeyCursor(null, 'prev'))]);
    store.isNameless = name === undefined;
    if (store.isNameless) return [random(), '?'];
    const now = `${name}:${last.key}`, since = token?.startsWith(name + ':') ? Number(token.slice(name.length + 1)) : NaN;
    if (token === now) return [now, '0'];
    if (!(since <= last.key)) return [now, '?'];
    const entries = await done(log.getAll(IDBKeyRange.bound(since, last.key, true)));
    return entries.length < last.key - since ? [now, '?'] : [now, `${entries.length}`, ...new Set(entries.flatMap(entry => entry.keys))];
  }).then(park));
}

/** Commits come one after the other; those that wait go together into the next transaction. 1: committed, 0: refused. */
export function idbCommit(handle, frame, isStrict, call) {
  const store = stores.get(handle);
  if (!store) { answer(call, Promise.reject(failure('ClosedError', 'The store'))); return; }
  answer(call, new Promise((resolve, reject) => {
    store.waiting.push({ ...readBatch(frame), isStrict, id: random(), resolve, reject });
    store.writing ??= writeAll(store);
  }));
}

async function writeAll(store) {
  while (store.waiting.length > 0) {
    const together = store.waiting.splice(0, TOGETHER);
    try {
      const committed = await transact(store, await store.connection.database(), together);
      together.forEach((batch, i) => batch.resolve(committed[i]));
    } catch (error) {
      // Perhaps one was too large for all; perhaps all were written, and the connection broke before we heard of it.
      for (const batch of together) await writeAlone(store, batch, error, together.length === 1);
    }
  }

  store.writing = null; // In the same turn as the look at what waits: nobody is forgotten in between.
}

async function writeAlone(store, batch, error, isTried) {
  try {
    if (isTried && !isGone(error)) throw error;
    if (isGone(error)) {
      store.connection.drop();
      if (await isLogged(await store.connection.database(), batch)) { batch.resolve(1); return; }
    }
    batch.resolve((await transact(store, await store.connection.database(), [batch]))[0]);
  } catch (cause) {
    // Where there is no room at all, an entry in the log has none either, and nobody could ever make room.
    const makesRoom = cause.name === 'QuotaExceededError' && batch.changes.every(change => change.value === null);
    if (!makesRoom) { batch.reject(cause); return; }
    try { batch.resolve((await transact(store, await store.connection.database(), [batch], true))[0]); }
    catch { batch.reject(cause); }
  }
}

/** Whether a commit of which the outcome is not known took place: the log names each. */
const isLogged = async (database, batch) => batch.changes.length > 0
  && (await done(database.transaction('log').objectStore('log').getAll(IDBKeyRange.lowerBound(1)))).some(entry => entry.id === batch.id);

/** Without the log, it loses its name: whoever asks what changed reads everything, and the next writer gives it another. */
async function transact(store, database, batches, isWithoutLog = false) {
  const writes = batches.some(batch => batch.changes.length > 0);
  const durability = batches.some(batch => batch.isStrict) ? 'strict' : 'relaxed';
  const transaction = database.transaction(['values', 'log'], writes ? 'readwrite' : 'readonly', { durability });
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
      logged.onsuccess = () => {
        if (logged.result % TRIMMED === 0 && logged.result > KEPT) log.delete(IDBKeyRange.bound(1, logged.result - KEPT));
      };
    }
    next(i + 1);
  };
  const next = i => {
    if (i === batches.length) return;
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
  next(0);
  await ended(transaction).catch(error => { throw cause ?? error; });
  if (writes && !isWithoutLog) store.isNameless = false;
  if (committed.some((is, i) => is && batches[i].changes.length > 0)) store.channel.postMessage(null);
  return committed;
}
