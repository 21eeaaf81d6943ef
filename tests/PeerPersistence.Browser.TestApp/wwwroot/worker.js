// The scenarios in a worker: one a message, "name|argument".
import './main.js';

onmessage = ({ data }) => globalThis.run(...data.split('|')).then(postMessage, error => postMessage(`failed: ${error}`));
postMessage('ready');
