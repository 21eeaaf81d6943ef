// The stores as .NET calls them: by a number, with keys and values as bytes.
import { answer, failure, park, tell } from './interop.js';
import { keyOf, read, readBatch, write } from './frames.js';
import { IndexedDb } from './indexeddb.js';
import { LocalStorage } from './localstorage.js';

const kinds = { indexeddb: IndexedDb, localstorage: LocalStorage };
const stores = new Map();
let handles = 0;

export function storeOpen(kind, name, milliseconds, isStrict, call) {
  const handle = ++handles, store = new kinds[kind](name, milliseconds, isStrict, () => tell(handle));
  answer(call, store.open().then(() => { stores.set(handle, store); return handle; }));
}

const ask = (handle, call, work) => answer(call, (async () => {
  const store = stores.get(handle);
  if (!store) throw failure('ClosedError', 'The store');
  return await work(store);
})());

export const storeGet = (handle, key, call) => ask(handle, call, async store => {
  const value = await store.get(keyOf(key));
  return value ? park(value) : 0;
});

export const storeGetMany = (handle, frame, call) => ask(handle, call, async store => {
  const keys = read(frame).map(pair => pair.key);
  return park(write(keys, await store.getMany(keys)));
});

export const storeScan = (handle, prefix, call) => ask(handle, call, async store => park(write(...await store.scan(keyOf(prefix)))));

/** 1: committed, 0: refused. */
export const storeCommit = (handle, frame, call) => ask(handle, call, store => store.commit(readBatch(frame)));

/** Since a token: the present one, how many commits, and their keys; '?' where they are forgotten. */
export const storeChanges = (handle, token, call) => ask(handle, call, async store => park(await store.changes(token)));

/** What was accepted is written first. */
export function storeClose(handle, call) {
  const store = stores.get(handle);
  stores.delete(handle);
  answer(call, Promise.resolve(store?.close()));
}

export const storeErase = (handle, call) => ask(handle, call, store => { stores.delete(handle); return store.erase(); });
