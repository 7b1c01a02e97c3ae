import { describe, expect, it } from 'vitest';
import { HELP_TEXT } from './help-text.ts';
import { readSettings, type SettingsContext } from './settings.ts';

const context: SettingsContext = { environment: {}, stdinIsTerminal: false };

function settingsOf(args: string[], given = context) {
  const read = readSettings(args, given);
  if (read.kind !== 'run') throw new Error(read.kind === 'mistake' ? read.message : read.kind);
  return read.settings;
}

function mistakeOf(args: string[], given = context): string {
  const read = readSettings(args, given);
  return read.kind === 'mistake' ? read.message : `no mistake: ${read.kind}`;
}

describe('settings', () => {
  it('run the demonstration on this machine only when nothing is said', () => {
    const { token, ...rest } = settingsOf([]);
    expect(rest).toEqual({
      patterns: [],
      readsStdin: false,
      runsDemo: true,
      host: '127.0.0.1',
      port: 4280,
      allowedOrigins: [],
      history: { kind: 'default_folder' },
      retentionMs: 7 * 86_400_000,
      maxSizeBytes: 2 ** 30,
      rulesFile: undefined,
      isQuiet: false,
    });
    expect(token).toMatch(/^[\w-]{22,}$/);
    expect(settingsOf([]).token).not.toBe(token);
  });

  it('take files, patterns and standard input together, each once', () => {
    const settings = settingsOf(['app.log', '-', '/var/log/**/*.log', 'app.log', '--port', '0']);
    expect(settings).toMatchObject({
      patterns: ['app.log', '/var/log/**/*.log'],
      readsStdin: true,
      runsDemo: false,
      port: 0,
    });
  });

  it('take every flag, with and without an equals sign', () => {
    const settings = settingsOf(
      (
        '--host=0.0.0.0 --token a-token-of-sixteen --data h --retention=12h --max-size 512MB --rules r.yaml --demo --quiet -p 80 ' +
        'a.log --allow-origin https://a.example --allow-origin=http://b.example:81/'
      ).split(' '),
    );
    expect(settings).toEqual({
      patterns: ['a.log'],
      readsStdin: false,
      runsDemo: true,
      host: '0.0.0.0',
      port: 80,
      token: 'a-token-of-sixteen',
      allowedOrigins: ['https://a.example', 'http://b.example:81'],
      history: { kind: 'folder', path: 'h' },
      retentionMs: 43_200_000,
      maxSizeBytes: 512_000_000,
      rulesFile: 'r.yaml',
      isQuiet: true,
    });
    expect(settingsOf(['--memory', '--no-demo'])).toMatchObject({ history: { kind: 'memory' }, runsDemo: false });
    expect(settingsOf(['--no-demo', '--', '--odd-name.log']).patterns).toEqual(['--odd-name.log']);
  });

  it('take the token from the environment, and the flag before it', () => {
    const environment = { NEURALLOG_TOKEN: 'from-environment' };
    expect(settingsOf([], { ...context, environment }).token).toBe('from-environment');
    expect(settingsOf(['--token', 'flag'], { ...context, environment }).token).toBe('flag');
  });

  it.each([
    [['--prot', '1'], 'Unknown flag --prot. Did you mean --port? See --help.'],
    [['--retension=7d'], 'Unknown flag --retension. Did you mean --retention? See --help.'],
    [['--xyzzy'], 'Unknown flag --xyzzy. See --help.'],
    [['-x'], 'Unknown flag -x. See --help.'],
    [['--port'], '--port needs a value, as in --port=8080.'],
    [['--port', '--quiet'], '--port needs a value, as in --port=8080.'],
    [['--port', '65536'], '--port "65536" is not a port: give a whole number from 0 (any free one) to 65535.'],
    [['--port=eighty'], '--port "eighty" is not a port: give a whole number from 0 (any free one) to 65535.'],
    [['--retention', '7'], '--retention "7" is not allowed: give a duration such as 30s, 5m, 1h or 7d.'],
    [['--max-size', 'big'], '--max-size "big" is not allowed: give a size such as 512MB or 1GiB.'],
    [['--max-size', '0MB'], '--max-size "0MB" is not allowed: give a size such as 512MB or 1GiB.'],
    [['--memory=yes'], '--memory takes no value, but got "yes".'],
    [['--memory', '--data', 'x'], '--data and --memory exclude each other.'],
    [['--demo', '--no-demo'], '--demo and --no-demo exclude each other.'],
    [['-', '-'], '"-" (standard input) may be given once only.'],
    [[''], 'An empty text is not a file. Is a variable in your command empty?'],
    [['--host', 'http://x'], '--host "http://x" is not an address.'],
    [
      ['--allow-origin', 'https://a.example/path'],
      '--allow-origin "https://a.example/path" is not an origin: give scheme, host and port only, such as https://logs.example.com.',
    ],
    [
      ['--allow-origin', '*'],
      '--allow-origin "*" is not an origin: give scheme, host and port only, such as https://logs.example.com.',
    ],
  ])('answer %j with a sentence', (args, message) => {
    expect(mistakeOf(args)).toBe(message);
  });

  it('never repeat a token that is not allowed', () => {
    expect(mistakeOf(['--token', 'pass word'])).toContain('--token may hold letters');
    expect(mistakeOf(['--token', 'pass word'])).not.toContain('pass word');
    expect(mistakeOf(['--host', '0.0.0.0', '--token', 'short'])).toContain('at least 16 characters');
  });

  it('refuse "-" when nothing is piped in', () => {
    expect(mistakeOf(['-'], { ...context, stdinIsTerminal: true })).toContain('some-command 2>&1 | neurallog-live -');
  });

  it('are explained by a help text that names every flag and fits a terminal', () => {
    expect(readSettings(['--help', '--port', '1'], context).kind).toBe('help');
    expect(readSettings(['-v'], context).kind).toBe('version');
    const flags = ['port', 'host', 'token', 'allow-origin', 'data', 'memory', 'retention', 'max-size', 'rules'];
    for (const flag of [...flags, 'demo', 'no-demo', 'quiet', 'version', 'help'])
      expect(HELP_TEXT).toContain(`--${flag}`);
    for (const line of HELP_TEXT.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
