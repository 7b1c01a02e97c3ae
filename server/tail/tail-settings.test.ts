import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TAIL_HELP_TEXT } from './help-text.ts';
import { readTailSettings, type TailSettings } from './tail-settings.ts';

const SECRET = 'canary-secret-91c2';

function settingsOf(args: readonly string[], environment: Record<string, string> = {}): TailSettings {
  const read = readTailSettings(args, environment);
  if (read.kind !== 'run') throw new Error(read.kind === 'mistake' ? read.message : read.kind);
  return read.settings;
}

function mistakeOf(args: readonly string[]): string {
  const read = readTailSettings(args, {});
  return read.kind === 'mistake' ? read.message : `no mistake: ${read.kind}`;
}

describe('the settings of tail', () => {
  it('follow everything on this machine, after the last ten lines, when nothing is said', () => {
    expect(settingsOf([])).toEqual({
      endpoint: 'http://localhost:4280',
      tenant: 'default',
      credential: {},
      query: '',
      filter: {},
      history: 10,
      isHistoryGiven: false,
      sinceMs: undefined,
      follows: true,
      waits: false,
      isJson: false,
      mayColour: true,
    });
  });

  it('take every flag', () => {
    const args = ['-u', 'https://a.example/v1', '--tenant=acme', '--api-key', SECRET, '--query=level:ERROR', '-n', '0'];
    const more = ['--filter', '{"source":["a"]}', '--since=10m', '--no-follow', '--wait', '--json', '--no-color'];
    expect(settingsOf([...args, ...more])).toEqual({
      endpoint: 'https://a.example/v1',
      tenant: 'acme',
      credential: { apiKey: SECRET },
      query: 'level:ERROR',
      filter: { source: ['a'] },
      history: 0,
      isHistoryGiven: true,
      sinceMs: 600_000,
      follows: false,
      waits: true,
      isJson: true,
      mayColour: false,
    });
    expect(settingsOf(['--since', '1h']).history).toBe(10_000);
  });

  it('take the link that the gateway prints, and a link of the dashboard with its stream', () => {
    expect(settingsOf([`http://localhost:4280/#token=${SECRET}`])).toMatchObject({
      endpoint: 'http://localhost:4280/',
      credential: { token: SECRET },
    });
    const link = `localhost:4280/?query=level%3AERROR&filter=%7B%22source%22%3A%22api%22%7D&tenant=acme#apiKey=${SECRET}`;
    expect(settingsOf([link])).toMatchObject({
      endpoint: 'http://localhost:4280/',
      tenant: 'acme',
      query: 'level:ERROR',
      filter: { source: 'api' },
      credential: { apiKey: SECRET },
    });
    expect(settingsOf([link, '--query', 'timeout']).query).toBe('timeout');
    expect(settingsOf([`https://:${SECRET}%2F@a.example`])).toMatchObject({
      endpoint: 'https://a.example',
      credential: { token: `${SECRET}/` },
    });
    expect(settingsOf(['https://api.{tenant}.example.com/v1']).endpoint).toBe('https://api.{tenant}.example.com/v1');
  });

  it('take secrets from a flag first, then the address, then the environment', () => {
    const environment = { NEURALLOG_TOKEN: 'from-environment', NEURALLOG_API_KEY: 'other' };
    expect(settingsOf([], environment).credential).toEqual({ token: 'from-environment' });
    expect(settingsOf([], { NEURALLOG_API_KEY: 'other' }).credential).toEqual({ apiKey: 'other' });
    const link = 'http://localhost:4280/#token=from-link';
    expect(settingsOf([link], environment).credential).toEqual({ token: 'from-link' });
    expect(settingsOf([link, '--token', 'from-flag'], environment).credential).toEqual({ token: 'from-flag' });
  });

  it('read a token file anew each time, and say what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurallog-tail-'));
    const file = join(folder, 'token');
    writeFileSync(file, `${SECRET}\n`);
    const { token } = settingsOf(['--token-file', file]).credential;
    expect(typeof token === 'function' && token()).toBe(SECRET);
    writeFileSync(file, 'renewed');
    expect(typeof token === 'function' && token()).toBe('renewed');
    writeFileSync(file, '');
    expect(mistakeOf(['--token-file', file])).toBe(`--token-file "${file}" is empty.`);
    rmSync(folder, { recursive: true });
    expect(mistakeOf(['--token-file', file])).toBe(`--token-file "${file}" does not exist.`);
  });

  it('know no colours where the environment asks for none', () => {
    expect(settingsOf([], { NO_COLOR: '1' }).mayColour).toBe(false);
    expect(settingsOf([], { TERM: 'dumb' }).mayColour).toBe(false);
    expect(settingsOf([], { NO_COLOR: '', TERM: 'xterm' }).mayColour).toBe(true);
  });

  it.each([
    [['--quer', 'x'], 'Unknown flag --quer. Did you mean --query?'],
    [['--json=yes'], '--json takes no value, but got "yes".'],
    [['--query'], '--query needs a value, as in --query=level:ERROR.'],
    [['--token'], '--token needs a value, as in --token=VALUE.'],
    [['--token='], '--token is empty. Is a variable in your command empty?'],
    [['--token', 'a', '--api-key', 'b'], 'Give one of --token and --api-key.'],
    [['--history', '10001'], '--history "10001" is not allowed: give a whole number from 0 to 10000.'],
    [['--history', 'all'], '--history "all" is not allowed: give a whole number from 0 to 10000.'],
    [['--since', '10'], '--since "10" is not allowed: give a duration such as 30s, 5m, 1h or 7d.'],
    [['--filter', '[]'], '--filter: A filter must be a JSON object such as {"level":["ERROR"]}, not an array.'],
    [['--tenant', 'A/b'], '--tenant "A/b" is not a tenant: give lower-case letters, digits and inner hyphens.'],
    [
      ['level:ERROR', 'timeout'],
      'One address can be given. A query with spaces in it needs quotes: --query "level:ERROR timeout".',
    ],
    [['ftp://a.example'], 'The address must begin with http:// or https://, and name a host.'],
  ])('answer %j with a sentence', (args, message) => {
    expect(mistakeOf(args)).toBe(message);
  });

  it.each([
    [[`ftp://user:${SECRET}@a.example/#token=${SECRET}`]],
    [[`http://:${SECRET}%@a.example/`]],
    [[`http://a.example/#token=${SECRET}`, '--history', 'x']],
    [['--token', SECRET, 'http://a.example', 'http://b.example']],
  ])('never repeat a secret in a mistake (%#)', (args) => {
    expect(mistakeOf(args)).not.toMatch(/^no mistake/);
    expect(mistakeOf(args)).not.toContain(SECRET);
  });

  it('are explained by a help text that names every flag and fits a terminal', () => {
    expect(readTailSettings(['--help', '--bad-value='], {}).kind).toBe('mistake');
    expect(readTailSettings(['-h'], {}).kind).toBe('help');
    const flags = ['url', 'query', 'filter', 'history', 'since', 'no-follow', 'wait', 'json', 'no-color', 'help'];
    for (const flag of [...flags, 'token', 'token-file', 'api-key', 'tenant']) {
      expect(TAIL_HELP_TEXT).toContain(`--${flag}`);
    }
    for (const line of TAIL_HELP_TEXT.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
