// Who this page is: a P-256 key that scripts can use and never read, kept in IndexedDB beside the name of its user.
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
let own;

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function identities(mode, use) {
  const opening = indexedDB.open('meshchat/identities', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('identities');
  const database = await done(opening);
  try { return await done(use(database.transaction('identities', mode, { durability: 'strict' }).objectStore('identities'))); }
  finally { database.close(); }
}

async function told() {
  const { x, y } = await crypto.subtle.exportKey('jwk', own.publicKey);
  return [own.name, x, y];
}

export async function load(part) {
  own = await identities('readonly', all => all.get(part));
  return own ? told() : null;
}

export async function create(part, name) {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  own = { name, publicKey, privateKey };
  await identities('readwrite', all => all.put(own, part));
  return told();
}

export async function sign(text) {
  return base64(new Uint8Array(await crypto.subtle.sign(ALGORITHM, own.privateKey, new TextEncoder().encode(text))));
}

/** Whether the holder of the key wrote the text. A key that is none verifies nothing. */
export async function verify(x, y, text, signature) {
  try {
    const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, ALGORITHM, false, ['verify']);
    return await crypto.subtle.verify(ALGORITHM, key, bytes(signature), new TextEncoder().encode(text));
  } catch { return false; }
}

const base64 = all => btoa(String.fromCharCode(...all));
const bytes = text => Uint8Array.from(atob(text), unit => unit.charCodeAt(0));
