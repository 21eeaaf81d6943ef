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

const verbs = {
  async get(store, key) {
    const value = await store.get(keyOf(key));
    return value ? park(value) : 0;
  },

  async getMany(store, frame) {
    const keys = read(frame).map(pair => pair.key);
    return park(write(keys, await store.getMany(keys)));
  },

  scan: async (store, prefix) => park(write(...await store.scan(keyOf(prefix)))),

  /** 1: committed, 0: refused. */
  commit: (store, frame) => store.commit(readBatch(frame)),

  /** Since a token: the present one, how many commits, and their keys; '?' where they are forgotten. */
  changes: async (store, token) => park(await store.changes(token && keyOf(token))),

  /** What was accepted is written first. */
  close(store, _, handle) { stores.delete(handle); return store.close(); },

  erase(store, _, handle) { stores.delete(handle); return store.erase(); },
};

export const storeAsk = (handle, verb, frame, call) => answer(call, (async () => {
  const store = stores.get(handle);
  if (!store) throw failure('ClosedError', 'The store');
  return await verbs[verb](store, frame, handle);
})());
