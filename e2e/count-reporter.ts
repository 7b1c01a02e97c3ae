import type { Reporter, Suite } from '@playwright/test/reporter';

/** Closes the output with one line that says how many tests passed, failed and were skipped, for people and scripts. */
export default class CountReporter implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  printsToStdio(): boolean {
    return false;
  }

  onExit(): Promise<void> {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      // A test that did not run because the run broke off is no pass and no choice: it counts as failed.
      if (outcome === 'skipped') counts[test.expectedStatus === 'skipped' ? 'skipped' : 'failed'] += 1;
      else counts[outcome === 'expected' ? 'passed' : 'failed'] += 1;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
    return Promise.resolve();
  }
}
