import type { Chance } from './demo-chance.ts';
import { javaTrace, nodeTrace, pythonTrace } from './demo-traces.ts';
import {
  BROWSERS,
  COUNTRIES,
  COUPONS,
  DEVICES,
  JOBS,
  PAYMENT_FAULTS,
  PRODUCTS,
  PSPS,
  QUERIES,
  SEARCHES,
  TEMPLATES,
  WAREHOUSES,
} from './demo-words.ts';

/** A line of a made-up service, as that service would have written it to its file. */
export interface DemoLine {
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly source: string;
  readonly text: string;
}

/** Somebody who is in the shop: what the lines of one visit have in common. */
export interface Visit {
  readonly user: string;
  readonly address: string;
  readonly browser: string;
  readonly requestId: string;
}

const PINO = { DEBUG: 20, INFO: 30, WARN: 40, ERROR: 50 } as const;
const COLOURS = { INFO: 32, WARNING: 33, ERROR: 31, DEBUG: 36 } as const;
const TWO_DIGITS = (value: number): string => String(value).padStart(2, '0');

/** Writes what the services of the shop write, each in the format of the language that it is written in. */
export class DemoWriter {
  readonly #chance: Chance;
  #orders: number;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#orders = chance.whole(8_000, 9_000);
  }

  visit(): Visit {
    const chance = this.#chance;
    return {
      user: `u_${chance.whole(20_000, 29_999)}`,
      address: `${chance.pick(['203.0.113', '198.51.100', '192.0.2'])}.${chance.whole(1, 254)}`,
      browser: chance.pick(BROWSERS),
      requestId: chance.hex(8),
    };
  }

  nextOrder(): string {
    this.#orders += 1;
    return `ord_${this.#orders}`;
  }

  /** nginx, combined, with the time that the request took. */
  access(at: number, visit: Visit, request: string, status: number, usualMs: number): DemoLine {
    const chance = this.#chance;
    const seconds = (chance.durationMs(usualMs) / 1000).toFixed(3);
    const bytes = status === 204 || status === 304 ? 0 : chance.whole(120, 48_000);
    const text = `${visit.address} - - [${accessTime(at)}] "${request} HTTP/1.1" ${status} ${bytes} "https://shop.example/" "${visit.browser}" ${seconds}`;
    return { at, source: 'gateway', text };
  }

  browse(at: number, visit: Visit): DemoLine {
    const chance = this.#chance;
    const request = chance.pick([
      `GET /products/${chance.pick(PRODUCTS)}`,
      `GET /products/${chance.pick(PRODUCTS)}/reviews?page=${chance.whole(1, 9)}`,
      `GET /search?q=${chance.pick(SEARCHES)}&page=${chance.whole(1, 5)}`,
      `GET /api/cart/${visit.user}`,
      `GET /api/recommendations?for=${visit.user}&n=${chance.whole(4, 12)}`,
      `GET /assets/app-${chance.hex(8)}.js`,
      `HEAD /healthz?probe=${chance.whole(1, 3)}`,
    ]);
    const status = chance.isTrue(0.9) ? 200 : chance.pick([304, 304, 301, 404, 404, 429, 499]);
    return this.access(at, visit, request, status, 24);
  }

  /** checkout-api: Node with pino. */
  checkout(at: number, level: keyof typeof PINO, message: string, fields: object): DemoLine {
    const base = {
      level: PINO[level],
      time: Math.trunc(at),
      pid: 4242,
      hostname: 'checkout-6d5f',
      name: 'checkout-api',
    };
    return { at, source: 'checkout-api', text: JSON.stringify({ ...base, ...fields, msg: message }) };
  }

  orderPlaced(at: number, visit: Visit, order: string): DemoLine {
    const chance = this.#chance;
    const items = chance.whole(1, 5);
    const coupon = chance.isTrue(0.3) ? { coupon: chance.pick(COUPONS) } : {};
    const fields = {
      order,
      user: visit.user,
      requestId: visit.requestId,
      items,
      totalCents: chance.whole(490, 24_900),
      country: chance.pick(COUNTRIES),
      device: chance.pick(DEVICES),
      ...coupon,
    };
    return this.checkout(at, 'INFO', `order ${order} placed with ${items} ${items === 1 ? 'item' : 'items'}`, fields);
  }

  nodeCrash(at: number): DemoLine {
    return { at, source: 'checkout-api', text: nodeTrace(this.#chance) };
  }

  /** payments: JSON with ISO times. */
  payments(at: number, level: string, message: string, fields: object): DemoLine {
    const base = { '@timestamp': new Date(at).toISOString(), level, service: 'payments', message };
    return { at, source: 'payments', text: JSON.stringify({ ...base, ...fields }) };
  }

  paymentAuthorised(at: number, visit: Visit, order: string): DemoLine {
    const chance = this.#chance;
    const durationMs = chance.durationMs(180);
    const fields = { order, user: visit.user, psp: chance.pick(PSPS), durationMs, trace: { id: chance.hex(16) } };
    return durationMs > 900
      ? this.payments(at, 'WARN', `authorisation of ${order} was slow`, fields)
      : this.payments(at, 'INFO', `payment for ${order} authorised`, fields);
  }

  paymentFailed(at: number, visit: Visit, order: string, psp: string): DemoLine {
    const chance = this.#chance;
    const fields = {
      order,
      user: visit.user,
      psp,
      attempt: chance.whole(1, 3),
      durationMs: chance.whole(3_000, 5_200),
      error: {
        code: chance.pick(['UPSTREAM_TIMEOUT', 'UPSTREAM_RESET', 'ECONNREFUSED']),
        retryable: chance.isTrue(0.8),
      },
    };
    return this.payments(at, 'ERROR', `${psp}: ${chance.pick(PAYMENT_FAULTS)}`, fields);
  }

  /** inventory: Go with logfmt. */
  inventory(at: number, level: string, message: string, fields: string): DemoLine {
    return {
      at,
      source: 'inventory',
      text: `ts=${new Date(at).toISOString()} level=${level} msg=${JSON.stringify(message)} ${fields}`,
    };
  }

  reserved(at: number, order: string): DemoLine {
    const chance = this.#chance;
    const sku = chance.pick(PRODUCTS);
    const warehouse = chance.pick(WAREHOUSES);
    const left = chance.whole(0, 60);
    const fields = `order=${order} sku=${sku} warehouse=${warehouse} left=${left}`;
    return left < 3
      ? this.inventory(at, 'warn', `only ${left} of ${sku} left in ${warehouse}`, fields)
      : this.inventory(at, 'info', `reserved ${sku}`, `${fields} durationMs=${chance.durationMs(9)}`);
  }

  cacheLookup(at: number): DemoLine {
    const chance = this.#chance;
    const sku = chance.pick(PRODUCTS);
    const message = chance.isTrue(0.8) ? `cache hit for ${sku}` : `cache miss for ${sku}, asking the database`;
    return this.inventory(at, 'debug', message, `key=stock:${sku} ageMs=${chance.whole(10, 60_000)}`);
  }

  slowQuery(at: number): DemoLine {
    const chance = this.#chance;
    const durationMs = chance.whole(1_600, 6_800);
    const fields = `durationMs=${durationMs} rows=${chance.whole(0, 90_000)} pool=${chance.whole(14, 20)}/20 sql=${JSON.stringify(chance.pick(QUERIES))}`;
    return this.inventory(at, 'warn', `slow query took ${durationMs} ms`, fields);
  }

  /** auth: JSON by zap. */
  signIn(at: number, visit: Visit): DemoLine {
    const chance = this.#chance;
    const [level, msg] = chance.isTrue(0.85)
      ? (['info', `signed in ${visit.user}`] as const)
      : chance.pick<readonly [string, string]>([
          ['warn', `wrong password for ${visit.user}`],
          ['info', `session of ${visit.user} renewed`],
          ['warn', `too many attempts from ${visit.address}, slowing down`],
        ]);
    const fields = { level, ts: at / 1000, logger: 'auth', caller: `auth/login.go:${chance.whole(40, 190)}`, msg };
    const more = {
      user: visit.user,
      method: chance.pick(['password', 'passkey', 'sso']),
      remoteAddress: visit.address,
    };
    return { at, source: 'auth', text: JSON.stringify({ ...fields, ...more }) };
  }

  /** scheduler: Python in colour. */
  scheduler(at: number, level: keyof typeof COLOURS, message: string): DemoLine {
    const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '+00:00');
    const text = `\u001b[2m${time}\u001b[0m \u001b[${COLOURS[level]}m${level.padEnd(8)}\u001b[0m ${message}`;
    return { at, source: 'scheduler', text };
  }

  job(at: number): DemoLine {
    const chance = this.#chance;
    const job = `\u001b[1m${chance.pick(JOBS)}\u001b[0m`;
    if (chance.isTrue(0.06)) {
      const failed = this.scheduler(at, 'ERROR', `${job} failed, next try in ${chance.whole(10, 90)} s`);
      return { ...failed, text: `${failed.text}\n${pythonTrace(chance)}` };
    }
    if (chance.isTrue(0.2)) return this.scheduler(at, 'DEBUG', `${job} is not due for ${chance.whole(2, 240)} s`);
    if (chance.isTrue(0.1)) return this.scheduler(at, 'WARNING', `${job} still runs after ${chance.whole(30, 300)} s`);
    return this.scheduler(at, 'INFO', `${job} done: ${chance.whole(0, 4_000)} rows in ${chance.durationMs(400)} ms`);
  }

  /** notifier: Java with Logback. */
  notifier(at: number, level: string, message: string): DemoLine {
    const time = new Date(at).toISOString();
    const thread = `outbox-${this.#chance.whole(1, 4)}`;
    return {
      at,
      source: 'notifier',
      text: `${time} ${level.padEnd(5)} [${thread}] com.shop.notifier.Outbox - ${message}`,
    };
  }

  mailed(at: number, visit: Visit, order: string): DemoLine {
    const chance = this.#chance;
    const template = order === '' ? chance.pick(TEMPLATES) : 'order-confirmed';
    return this.notifier(at, 'INFO', `sent ${template} to ${visit.user}${order === '' ? '' : ` for ${order}`}`);
  }

  notSent(at: number): DemoLine {
    const line = this.notifier(at, 'ERROR', `could not send message ${this.#chance.whole(100_000, 999_999)}`);
    return { ...line, text: `${line.text}\n${javaTrace(this.#chance)}` };
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function accessTime(at: number): string {
  const date = new Date(at);
  const day = `${TWO_DIGITS(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${date.toISOString().slice(11, 19)} +0000`;
}
