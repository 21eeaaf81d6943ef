// How .NET calls, and hears of the end. No call returns a promise to .NET, where awaiting one costs a timer's 4 ms.

let hear, fail;
const parked = new Map();
let slots = 0;

export function attach(told, failed) { [hear, fail] = [told, failed]; }

// Does some work, which gives a promise or calls one of the two functions that it is given. Tells .NET how it ended: with a number,
// with bytes that wait under a number, or with an error as "name: message".
export function answer(call, work) {
  const resolve = value => hear(call, value instanceof Uint8Array ? park(value) : Number(value ?? 0));
  const reject = error => fail(call, `${error?.name ?? 'Error'}: ${error?.message ?? error}`);
  try { work(resolve, reject)?.then(resolve, reject); } catch (error) { reject(error); }
}

/** Tells .NET that somebody else committed. */
export const tell = store => hear(-store, 0);

function park(result) { parked.set(++slots, result); return slots; }

export function take(slot) { const result = parked.get(slot); parked.delete(slot); return result; }

export const failure = (name, message) => new DOMException(message, name);

/** Fails where the promise takes longer; what arrives later is handed to `late`. */
export function within(milliseconds, promise, error, late = () => { }) {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => { over = true; reject(error); }, milliseconds);
    promise.then(
      value => { clearTimeout(timer); over ? late(value) : resolve(value); },
      reason => { clearTimeout(timer); reject(reason); });
  });
}
