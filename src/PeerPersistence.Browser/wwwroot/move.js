// Brings the peers from localStorage into a database: one commit, looked at again, and only then removed there.
// Run again after it was interrupted at any step, it ends the same.
import { holds } from './frames.js';
import { LocalStorage } from './localstorage.js';

/** How many keys came; negative: the database has others, and both are left as they are. */
export async function move(target, prefix) {
  const source = new LocalStorage('', target.milliseconds);
  await source.open();
  try {
    const [keys, values] = source.scan(prefix), nothing = keys.map(key => ({ key, value: null }));
    if (keys.length === 0) return 0;
    if ((await target.scan(prefix))[0].length === 0)
      await new Promise((resolve, reject) =>
        target.commit(nothing, keys.map((key, i) => ({ key, value: values[i] })), resolve, reject));
    const moved = await target.getMany(keys);
    if (!values.every((value, i) => holds(moved[i] ?? null, value))) return -keys.length;
    await source.commit([], nothing);
    return keys.length;
  } finally { await source.close(); }
}
