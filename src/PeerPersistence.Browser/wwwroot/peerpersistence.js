// What .NET imports. No build step, no eval, nothing fetched but these files.
import { answer } from './interop.js';
import { read } from './frames.js';
import { openings, storeVerbs } from './stores.js';
import { cryptography } from './webcrypto.js';
import { room } from './storage.js';

export { attach, take } from './interop.js';

const verbs = { ...openings, ...storeVerbs, ...cryptography, ...room };

/** Where frames are read. It is cleared: some hold keys. */
const desk = new Uint8Array(16384);

/** Does what .NET asks for. What it gives is read before this returns: then it clears it. */
export const ask = (store, verb, frame, call) =>
  answer(call, (resolve, reject) => verbs[verb](readOnDesk(frame), store, resolve, reject));

function readOnDesk(frame) {
  if (frame.length > desk.length) return read(frame.slice());
  frame.copyTo(desk);
  const pairs = read(desk);
  desk.fill(0, 0, frame.length);
  return pairs;
}
