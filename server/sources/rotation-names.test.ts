import { describe, expect, it } from 'vitest';
import { isRotationOf, sourceNameOf } from './rotation-names.ts';

describe('the names of rotated files', () => {
  it.each(['app.log.1', 'app.log-20261123', 'app.log.2026-11-23_10', 'app-2026-11-23.log', 'app.1.log', 'app.log.old'])(
    'know %s for a rotation of app.log',
    (name) => {
      expect(isRotationOf('app.log', name)).toBe(true);
    },
  );

  it.each(['app.log', 'app2.log', 'app-worker.log', 'app.log.txt', 'other.log.1', 'app.logs', 'ap.log'])(
    'do not take %s for a rotation of app.log',
    (name) => {
      expect(isRotationOf('app.log', name)).toBe(name === 'app2.log');
    },
  );

  it.each([
    ['/var/log/app.log', 'app'],
    ['/var/log/app.log.1', 'app'],
    ['app.log-20261123', 'app'],
    ['app-2026-11-23.log', 'app-2026-11-23'],
    ['syslog', 'syslog'],
    ['syslog.1', 'syslog'],
    ['my.api-2.log', 'my.api-2'],
    ['.hidden', '.hidden'],
  ])('make of %s the source %s', (path, source) => {
    expect(sourceNameOf(path)).toBe(source);
  });
});
