import type { Chance } from './demo-chance.ts';
import { PRODUCTS, TEMPLATES } from './demo-words.ts';

/** What Node prints of an error that nobody caught. */
export function nodeTrace(chance: Chance): string {
  const line = chance.whole(20, 240);
  const head = chance.pick([
    "TypeError: Cannot read properties of undefined (reading 'vatRate')",
    `RangeError: Quantity of ${chance.pick(PRODUCTS)} must be between 1 and 99, got ${chance.whole(100, 4000)}`,
    'Error: Cart was changed by another request (version mismatch)',
    'SyntaxError: Unexpected token \'<\', "<!doctype "... is not valid JSON',
  ]);
  const cause = chance.pick([
    `    at priceOf (/srv/checkout-api/dist/pricing.js:${line}:17)`,
    `    at Cart.recalculate (/srv/checkout-api/dist/cart.js:${line}:9)`,
    `    at applyCoupon (/srv/checkout-api/dist/coupons.js:${line}:31)`,
  ]);
  return [
    head,
    cause,
    '    at Array.map (<anonymous>)',
    `    at async placeOrder (/srv/checkout-api/dist/orders.js:${line + 12}:22)`,
    '    at async Object.handler (/srv/checkout-api/node_modules/fastify/lib/handle-request.js:68:5)',
  ].join('\n');
}

/** An exception with its cause, under the line that Logback writes for it. */
export function javaTrace(chance: Chance): string {
  const [thrown, cause] = chance.pick<readonly [string, string]>([
    [
      'org.springframework.mail.MailSendException: Mail server connection failed',
      'java.net.SocketTimeoutException: Read timed out',
    ],
    [
      `com.shop.notifier.TemplateException: No value for \${firstName} in ${chance.pick(TEMPLATES)}`,
      'java.util.NoSuchElementException: No value present',
    ],
    [
      'com.shop.notifier.PushRejectedException: Device token is no longer valid',
      'java.io.IOException: HTTP/2 stream 41 was reset: REFUSED_STREAM',
    ],
  ]);
  const line = chance.whole(30, 300);
  return [
    thrown,
    `\tat com.shop.notifier.Sender.send(Sender.java:${line})`,
    `\tat com.shop.notifier.Outbox.drain(Outbox.java:${line + 41})`,
    '\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)',
    '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
    `Caused by: ${cause}`,
    '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)',
    `\t... ${chance.whole(6, 30)} more`,
  ].join('\n');
}

export function pythonTrace(chance: Chance): string {
  return [
    'Traceback (most recent call last):',
    `  File "/srv/scheduler/jobs.py", line ${chance.whole(40, 400)}, in run`,
    '    result = job(self.clock())',
    `  File "/srv/scheduler/rates.py", line ${chance.whole(10, 90)}, in fetch`,
    '    return response.json()["rates"]',
    chance.pick([
      "KeyError: 'rates'",
      'TimeoutError: the central bank is out for lunch',
      'ValueError: rate must be positive',
    ]),
  ].join('\n');
}
