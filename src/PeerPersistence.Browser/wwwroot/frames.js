// Keys and values as one array of bytes. Keys are UTF-16 units: as text, .NET would lose unpaired surrogates and a leading U+FEFF.
//   number of pairs (4) · for each: units of the key (4), bytes of the value or -1 (4) · all keys · all values

export function write(keys, values) {
  let units = 0, bytes = 0;
  for (const key of keys) units += key.length;
  for (const value of values) bytes += value?.byteLength ?? 0;
  let head = 4, keyAt = 4 + 8 * keys.length, valueAt = keyAt + 2 * units;
  const frame = new Uint8Array(valueAt + bytes), view = new DataView(frame.buffer);
  view.setInt32(0, keys.length, true);
  for (let i = 0; i < keys.length; i++, head += 8) {
    const key = keys[i], value = values[i];
    view.setInt32(head, key.length, true);
    view.setInt32(head + 4, value ? value.byteLength : -1, true);
    for (let j = 0; j < key.length; j++, keyAt += 2) view.setUint16(keyAt, key.charCodeAt(j), true);
    if (value) { frame.set(value, valueAt); valueAt += value.byteLength; }
  }
  return frame;
}

export function read(frame) {
  const view = new DataView(frame.buffer, frame.byteOffset), count = view.getInt32(0, true);
  const pairs = [];
  let units = 0;
  for (let i = 0; i < count; i++) units += view.getInt32(4 + 8 * i, true);
  let keyAt = 4 + 8 * count, valueAt = keyAt + 2 * units;
  for (let i = 0; i < count; i++) {
    const length = view.getInt32(4 + 8 * i, true), size = view.getInt32(8 + 8 * i, true);
    const key = text(frame, keyAt, length);
    keyAt += 2 * length;
    // A copy of its own: a part of the frame would be stored with the whole frame.
    pairs.push({ key, value: size < 0 ? null : frame.slice(valueAt, valueAt + size) });
    valueAt += Math.max(size, 0);
  }
  return pairs;
}

/** A batch: how many pairs are expectations (4), then all pairs; the rest are changes. */
export function readBatch(frame) {
  const expected = new DataView(frame.buffer, frame.byteOffset).getInt32(0, true), pairs = read(frame.subarray(4));
  return { expectations: pairs.slice(0, expected), changes: pairs.slice(expected) };
}

export const keyOf = bytes => text(bytes, 0, bytes.length / 2);

export function same(one, other) {
  if (one.byteLength !== other.byteLength) return false;
  for (let i = 0; i < one.byteLength; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whether what is there is what was expected; null: nothing. */
export const holds = (found, expected) => expected === null ? found === null : found !== null && same(found, expected);

function text(bytes, at, length) {
  const units = new Uint16Array(length);
  new Uint8Array(units.buffer).set(bytes.subarray(at, at + 2 * length));
  let result = '';
  for (let i = 0; i < length; i += 8192) result += String.fromCharCode.apply(null, units.subarray(i, i + 8192));
  return result;
}
