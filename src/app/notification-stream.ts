import type { NotificationContinuity } from '../client/index.ts';
import { loadWhenUsed, type LaterPart } from '../ui/later-part.ts';
import type { StreamDriver } from './stream-driver.ts';

type Keeping = typeof NotificationContinuity;

/** What keeps notifications whole: the first line does not wait for it. */
export const notificationKeeping = loadWhenUsed(
  async () => (await import('../client/notification-continuity.ts')).NotificationContinuity,
);

export interface NotificationStreamOptions {
  readonly makeDriver: (keeping: Keeping) => StreamDriver;
  /** Whether somebody is signed in. */
  readonly isWanted: () => boolean;
  readonly open: (driver: StreamDriver) => void;
  /** It cannot be brought, until what keeps it whole is loaded after all. */
  readonly onMissing: () => void;
}

/** The stream of notifications: there as soon as what keeps it whole has been loaded. */
export class NotificationStream {
  readonly #options: NotificationStreamOptions;
  readonly #part: LaterPart<Keeping>;
  #driver: StreamDriver | undefined;

  constructor(options: NotificationStreamOptions, part: LaterPart<Keeping> = notificationKeeping) {
    this.#options = options;
    this.#part = part;
    part.subscribe(this.#look);
    this.#look();
  }

  get driver(): StreamDriver | undefined {
    return this.#driver;
  }

  /** Somebody has signed in. */
  open(): void {
    if (this.#driver !== undefined) this.#options.open(this.#driver);
  }

  readonly #look = (): void => {
    const { state } = this.#part;
    if (state.kind === 'failed') this.#options.onMissing();
    if (state.kind !== 'loaded' || this.#driver !== undefined) return;
    this.#driver = this.#options.makeDriver(state.value);
    if (this.#options.isWanted()) this.open();
  };
}
