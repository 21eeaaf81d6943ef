// WebRTC data channels, by number. A description holds all candidates, so a call is one question and one answer.

/** Peers behind different routers need a STUN server: { urls: 'stun:…' }. */
const iceServers = [];

const PING = 2000, SILENCE = 8000, GATHERING = 2000, CLOSING = 2000, OPENING = 30000, END = '.';

// What one peer may take of the page: whoever takes more is cut off. A message costs 1, and 1 more for each PART of it.
const FRAME = 64 * 1024, PART = 4096, BURST = 500, PER_SECOND = 50, LONGEST_PING = 32, UNSENT = 1024 * 1024;
const links = new Map();
let told, numbers = 0;

export function attach(dotnet) {
  told = dotnet;
  addEventListener('pagehide', () => { for (const link of links.values()) link.connection.close(); }); // So that the others see it at once.
}

export async function offer() {
  const link = make();
  await link.connection.setLocalDescription();
  return described(link);
}

/** Whoever calls wrote the description: it may be none. */
export async function answer(description) {
  const link = make();
  try {
    await link.connection.setRemoteDescription({ type: 'offer', sdp: description });
    await link.connection.setLocalDescription();
    return await described(link);
  } catch (problem) {
    end(link);
    throw problem;
  }
}

export const accept = (number, description) => links.get(number)?.connection.setRemoteDescription({ type: 'answer', sdp: description });

export const send = (number, text) => say(links.get(number), text);

/** Says no more; what the other side has said is still heard, until it has closed as well. */
export function close(number) {
  const link = links.get(number);
  if (!link || link.isClosing) return;
  say(link, END);
  link.isClosing = true;
  setTimeout(() => end(link), CLOSING);
}

export const cut = number => end(links.get(number));

function make() {
  const connection = new RTCPeerConnection({ iceServers });
  const channel = connection.createDataChannel('mesh', { negotiated: true, id: 0 });
  const link = { number: ++numbers, connection, channel, heard: performance.now(), counted: performance.now(), left: BURST };
  links.set(link.number, link);
  setTimeout(() => { if (channel.readyState !== 'open') end(link); }, OPENING); // Nobody may be waiting for it any more.
  channel.onopen = () => open(link);
  channel.onmessage = event => hear(link, event.data);
  channel.onclose = () => end(link, !link.isClosing);
  connection.onconnectionstatechange = () => { if (connection.connectionState === 'failed') end(link); };
  return link;
}

async function described(link) {
  const { connection } = link;
  await new Promise(resolve => {
    const look = () => { if (connection.iceGatheringState === 'complete') resolve(); };
    connection.addEventListener('icegatheringstatechange', look);
    setTimeout(resolve, GATHERING);
    look();
  });
  return { number: link.number, description: connection.localDescription.sdp };
}

async function open(link) {
  const [type, address, candidate] = await path(link);
  told.invokeMethodAsync('OnOpen', link.number, type, address, candidate);
  link.pinging = setInterval(() => ping(link), PING);
  ping(link);
}

/** The address at which the peer was reached, and of which kind it is. */
async function path({ connection }) {
  const all = [...(await connection.getStats()).values()];
  const pair = all.find(each => each.type === 'candidate-pair' && each.nominated) ?? {};
  const remote = all.find(each => each.id === pair.remoteCandidateId) ?? {};
  const address = remote.address ?? '';
  const line = `candidate:${remote.foundation ?? 1} 1 udp ${remote.priority ?? 1} ${address} ${remote.port} typ ${remote.candidateType}`;
  return [remote.candidateType ?? '', address, address && line];
}

function hear(link, text) {
  if (typeof text !== 'string' || text.length > FRAME || !isWithinQuota(link, text)) { end(link); return; }
  link.heard = performance.now();
  if (text.startsWith('?')) say(link, '!' + text.slice(1, LONGEST_PING));
  else if (text.startsWith('!')) pong(link, text.slice(1));
  else if (text === END) { say(link, END); link.isClosing = true; link.channel.close(); }
  else told.invokeMethodAsync('OnMessage', link.number, text);
}

function isWithinQuota(link, text) {
  const now = performance.now();
  link.left = Math.min(BURST, link.left + (now - link.counted) * PER_SECOND / 1000) - 1 - text.length / PART;
  link.counted = now;
  return link.left >= 0;
}

/** A link on which nothing comes is none. */
function ping(link) {
  if (performance.now() - link.heard > SILENCE) { end(link); return; }
  link.asked = String(performance.now());
  say(link, '?' + link.asked);
}

/** An answer that nobody asked for says nothing. */
function pong(link, answered) {
  if (answered !== link.asked) return;
  link.asked = undefined;
  told.invokeMethodAsync('OnPong', link.number, performance.now() - Number(answered));
}

/** Who does not listen is cut off: what waits for it would fill the memory. */
function say(link, text) {
  if (link?.channel.readyState !== 'open' || link.isClosing) return;
  if (link.channel.bufferedAmount > UNSENT) end(link);
  else link.channel.send(text);
}

/** A channel that the other side closed ended there; one that fell silent ended in the network. */
function end(link, endedThere = false) {
  if (!link || !links.delete(link.number)) return;
  clearInterval(link.pinging);
  link.connection.close();
  told.invokeMethodAsync('OnEnd', link.number, endedThere);
}
