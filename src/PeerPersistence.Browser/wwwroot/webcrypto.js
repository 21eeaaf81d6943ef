// AES-GCM and PBKDF2 of the browser, and a master key that scripts can use and never read.
import { failure } from './interop.js';
import { Connection, done, ended } from './database.js';

const IV = 12, masters = new Connection('peer-persistence:keys', database => database.createObjectStore('keys'), 10000);
const gcm = (iv, additionalData) => ({ name: 'AES-GCM', iv, additionalData, tagLength: 128 });

/** JavaScript's copy of a key is cleared once the browser has it. */
async function imported(key, algorithm, use) {
  try { return await crypto.subtle.importKey('raw', key, algorithm, false, [use]); } finally { key.fill(0); }
}

const encrypt = async (iv, context, key, text) => new Uint8Array(await crypto.subtle.encrypt(gcm(iv, context), key, text));
const decrypt = async (iv, context, key, text) => new Uint8Array(await crypto.subtle.decrypt(gcm(iv, context), key, text));

export const cryptography = {
  async encrypt([{ value: key }, { value: iv }, { value: text }, { value: context }]) {
    try { return await encrypt(iv, context, await imported(key, 'AES-GCM', 'encrypt'), text); } finally { text.fill(0); }
  },

  /** 0: it does not authenticate. */
  async decrypt([{ value: key }, { value: iv }, { value: text }, { value: context }]) {
    try { return await decrypt(iv, context, await imported(key, 'AES-GCM', 'decrypt'), text); }
    catch (error) { if (error.name === 'OperationError') return 0; throw error; }
  },

  async derive([{ key: iterations, value: password }, { key: length, value: salt }]) {
    const key = await imported(password, 'PBKDF2', 'deriveBits');
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: Number(iterations) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * length));
  },

  /** Wraps a data key; makes the master key where there is none. IV, then ciphertext and tag. */
  async wrap([{ key: name, value: key }, { value: context }]) {
    try {
      const iv = crypto.getRandomValues(new Uint8Array(IV));
      return Uint8Array.of(...iv, ...await encrypt(iv, context, await masterOf(name, true), key));
    } finally { key.fill(0); }
  },

  unwrap: async ([{ key: name, value: wrapped }, { value: context }]) =>
    decrypt(wrapped.subarray(0, IV), context, await masterOf(name, false), wrapped.subarray(IV)),
};

const masterOf = (name, make) => masters.read(async database => {
  const find = () => done(database.transaction('keys').objectStore('keys').get(name));
  const key = await find();
  if (key) return key;
  if (!make) throw failure('NoKeyError', 'There is no master key.');
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = database.transaction('keys', 'readwrite', { durability: 'strict' });
  // The first of several tabs: its key is everybody's.
  transaction.objectStore('keys').add(made, name).onerror = event => { event.preventDefault(); event.stopPropagation(); };
  await ended(transaction);
  return find();
});
