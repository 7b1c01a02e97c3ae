import { openStream } from './open-stream.ts';

// The least that any page can do: read every line, count it, and say the newest one once a frame.
const list = document.querySelector('[role="log"]');
const row = document.createElement('div');
row.style.width = '100%';
list?.append(row);

let count = 0;
let newest = '';
let isPlanned = false;

function show(): void {
  isPlanned = false;
  row.textContent = `${newest} (${count} lines)`;
}

openStream((message) => {
  count += 1;
  newest = message.message;
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(show);
});
