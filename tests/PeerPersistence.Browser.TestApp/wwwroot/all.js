// Runs the scenarios of the address one after the other and tells the server how each ended: for browsers that nobody drives.
import './main.js';

const tell = text => fetch('/told', { method: 'POST', body: text });
for (const scenario of new URLSearchParams(location.search).getAll('run')) {
  const [name, argument] = scenario.split('|');
  await globalThis.run(name, argument).then(result => tell(`${scenario}: ${result}`), error => tell(`${scenario} FAILED: ${error}`));
}
await tell('end');
