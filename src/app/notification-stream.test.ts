import { expect, it } from 'vitest';
import { NotificationContinuity } from '../client/notification-continuity.ts';
import { LaterPart } from '../ui/later-part.ts';
import { NotificationStream } from './notification-stream.ts';
import { StreamDriver } from './stream-driver.ts';

/** The stream of a page, whose part is sent or not when a test says so. */
function makeStream(isSignedIn: boolean) {
  let send: (keeping: typeof NotificationContinuity) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const part = new LaterPart(
    () =>
      new Promise<typeof NotificationContinuity>((resolve, reject) => {
        send = resolve;
        fail = reject;
      }),
  );
  const done: string[] = [];
  const stream = new NotificationStream(
    {
      makeDriver: (notifications) => {
        done.push('made');
        return new StreamDriver({
          notifications,
          credential: () => undefined,
          address: () => undefined,
          probe: () => Promise.resolve({ kind: 'unreachable' }),
          fetchPage: () => Promise.reject(new Error('nothing is fetched')),
          onEvent: () => undefined,
          onState: () => undefined,
        });
      },
      isWanted: () => isSignedIn,
      open: (driver) => {
        expect(driver).toBe(stream.driver);
        done.push('opened');
      },
      onMissing: () => done.push('missing'),
    },
    part,
  );
  return {
    stream,
    part,
    done,
    comes: async () => {
      const loaded = part.get();
      send(NotificationContinuity);
      await loaded;
    },
    isNotSent: async () => {
      const loaded = part.get();
      fail(new Error('not sent'));
      await loaded.catch(() => undefined);
    },
  };
}

it('is made and opened once what keeps it whole is loaded, where somebody is signed in by then', async () => {
  const { stream, part, done, comes } = makeStream(true);
  part.want();
  stream.open();
  expect([stream.driver, done]).toEqual([undefined, []]);
  await comes();
  expect(done).toEqual(['made', 'opened']);
});

it('is opened by whoever signs in after that', async () => {
  const { stream, done, comes } = makeStream(false);
  await comes();
  expect(done).toEqual(['made']);
  stream.open();
  expect(done).toEqual(['made', 'opened']);
});

it('is said to be missing where that cannot be loaded', async () => {
  const { stream, part, done, comes, isNotSent } = makeStream(true);
  part.want();
  await isNotSent();
  expect([stream.driver, done]).toEqual([undefined, ['missing']]);
  await comes();
  expect(done).toEqual(['missing', 'made', 'opened']);
});
