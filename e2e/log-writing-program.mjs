#!/usr/bin/env node
// A program as people have them: a service that logs with pino, under load, whose log file is rotated while it runs.
import { renameSync } from 'node:fs';
import pino from 'pino';

const [file = '', countText = '1000'] = process.argv.slice(2);
const count = Number(countText);
const destination = pino.destination({ dest: file, sync: false });
const logger = pino({ name: 'shop' }, destination);

const PER_TURN = 20;
let written = 0;

function writeSome() {
  for (let turn = 0; turn < PER_TURN && written < count; turn += 1) {
    written += 1;
    if (written % 500 === 0)
      logger.error({ order: written, code: 'CARD_DECLINED' }, `payment failed, order ${written}`);
    else logger.info({ order: written, ms: written % 97 }, `order ${written} taken`);
    if (written === Math.floor(count / 2)) {
      destination.flushSync();
      renameSync(file, `${file}.1`);
      destination.reopen();
    }
  }
  if (written < count) setTimeout(writeSome, 10);
  else destination.end();
}

writeSome();
