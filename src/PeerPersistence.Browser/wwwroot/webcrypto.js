// AES-GCM and PBKDF2 of the browser, and a master key that scripts can use and never read.
import { answer, failure, park } from './interop.js';
import { done, ended, openDatabase } from './database.js';

const DATABASE = 'peer-persistence:keys', WAIT = 10000, IV = 12;
const gcm = (iv, additionalData) => ({ name: 'AES-GCM', iv, additionalData, tagLength: 128 });

/** The copy of a key that JavaScript got is cleared as soon as the browser has it. */
async function imported(key, algorithm, use) {
  try { return await crypto.subtle.importKey('raw', key, algorithm, false, [use]); } finally { key.fill(0); }
}

async function into(destination, bytes) {
  try { destination.set(new Uint8Array(await bytes)); } finally { destination.dispose(); }
}

/** 1: done, 0: it does not authenticate. */
export function crypt(verb, key, iv, text, context, destination, call) {
  const work = async () => crypto.subtle[verb](gcm(iv, context), await imported(key, 'AES-GCM', verb), text);
  const result = verb === 'encrypt' ? work().finally(() => text.fill(0)) : work();
  answer(call, into(destination, result).then(() => 1, error => { if (error.name === 'OperationError') return 0; throw error; }));
}

export function pbkdf2(password, salt, iterations, length, call) {
  answer(call, imported(password, 'PBKDF2', 'deriveBits')
    .then(key => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 8 * length))
    .then(bits => park(new Uint8Array(bits))));
}

/** Wraps a data key; makes the master key where there is none. IV, then ciphertext and tag. */
const masterVerbs = {
  /** Wraps a data key; makes the master key where there is none. IV, then ciphertext and tag. */
  async wrap(name, key, context) {
    try {
      const masterKey = await masterOf(name, true), iv = crypto.getRandomValues(new Uint8Array(IV));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, context), masterKey, key));
      const wrapped = new Uint8Array(IV + sealed.length);
      wrapped.set(iv);
      wrapped.set(sealed, IV);
      return park(wrapped);
    } finally { key.fill(0); }
  },

  async unwrap(name, wrapped, context) {
    const key = await crypto.subtle.decrypt(gcm(wrapped.subarray(0, IV), context), await masterOf(name, false), wrapped.subarray(IV));
    return park(new Uint8Array(key));
  },
};

export const master = (verb, name, key, context, call) => answer(call, masterVerbs[verb](name, key, context));

async function masterOf(name, make) {
  const database = await openDatabase(DATABASE, created => created.createObjectStore('keys'), WAIT);
  try {
    const find = () => done(database.transaction('keys').objectStore('keys').get(name));
    const key = await find();
    if (key) return key;
    if (!make) throw failure('NoKeyError', 'There is no master key.');
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const transaction = database.transaction('keys', 'readwrite', { durability: 'strict' });
    // The first of several tabs: its key is everybody's.
    transaction.objectStore('keys').add(made, name).onerror = event => { event.preventDefault(); event.stopPropagation(); };
    await ended(transaction);
    return await find();
  } finally { database.close(); }
}
