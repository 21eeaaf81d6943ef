// Keys and values as one array of bytes. Keys are UTF-16 units: as text, .NET would lose unpaired surrogates and a leading U+FEFF.
//   pairs (4) · expectations among them (4) · for each: units of the key (4), bytes of the value or -1 (4) · all keys · all values
const START = 2;

export function write(keys, values = []) {
  const texts = keys.join(''), keyAt = 4 * (START + 2 * keys.length);
  let valueAt = keyAt + 2 * texts.length;
  const frame = new Uint8Array(values.reduce((sum, value) => sum + (value?.byteLength ?? 0), valueAt));
  const numbers = new Int32Array(frame.buffer, 0, keyAt / 4), units = new Uint16Array(frame.buffer, keyAt, texts.length);
  numbers[0] = keys.length;
  keys.forEach((key, i) => numbers.set([key.length, values[i]?.byteLength ?? -1], START + 2 * i));
  for (let i = 0; i < texts.length; i++) units[i] = texts.charCodeAt(i);
  for (const value of values) {
    if (!value) continue;
    frame.set(value, valueAt);
    valueAt += value.byteLength;
  }
  return frame;
}

/** The pairs. Values are copies: a part of an array would be stored with the whole array. */
export function read({ buffer }) {
  const [count, expected] = new Int32Array(buffer, 0, START), heads = new Int32Array(buffer, 4 * START, 2 * count), pairs = [];
  let keyAt = 4 * (START + 2 * count), valueAt = keyAt;
  for (let i = 0; i < count; i++) valueAt += 2 * heads[2 * i];
  for (let i = 0; i < count; i++) {
    const length = heads[2 * i], size = heads[2 * i + 1];
    pairs.push({ key: text(new Uint16Array(buffer, keyAt, length)), value: size < 0 ? null : new Uint8Array(buffer, valueAt, size).slice() });
    keyAt += 2 * length;
    valueAt += Math.max(size, 0);
  }
  return Object.assign(pairs, { expected });
}

export function same(one, other) {
  if (one.byteLength !== other.byteLength) return false;
  for (let i = 0; i < one.byteLength; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whether what is there is what was expected; null: nothing. */
export const holds = (found, expected) => expected === null ? found === null : found !== null && same(found, expected);

function text(units) {
  let result = '';
  for (let i = 0; i < units.length; i += 8192) result += String.fromCharCode.apply(null, units.subarray(i, i + 8192));
  return result;
}
