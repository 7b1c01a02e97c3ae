import { describe, expect, it } from 'vitest';
import { safeLink } from './safe-link.ts';

describe('safeLink', () => {
  it.each([
    ['https://example.com/runbook?id=1#top', 'https://example.com/runbook?id=1#top'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['HTTPS://Example.COM', 'https://example.com/'],
    ['  https://example.com/  ', 'https://example.com/'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['https://[::1]:8080/x', 'https://[::1]:8080/x'],
    ['https://example.com/?x=<script>', 'https://example.com/?x=%3Cscript%3E'],
    ['https://example.com/@user', 'https://example.com/@user'],
  ])('takes %s', (address, href) => {
    expect(safeLink(address)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '  javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'DATA:text/html;base64,eA==',
    'vbscript:msgbox(1)',
    'blob:https://example.com/uuid',
    'file:///etc/passwd',
    'filesystem:https://example.com/x',
    'view-source:https://example.com/',
    'ftp://example.com/',
    'mailto:a@example.com',
    'intent://example.com/#Intent;end',
    '//example.com/x',
    '///example.com',
    '\\\\example.com\\x',
    'https:example.com',
    'https:/example.com',
    'https:\\\\example.com',
    '\u0000https://example.com/',
    'ht\ttps://example.com/',
    '/relative',
    'relative',
    '#fragment',
    '?query',
    '',
    '   ',
    'https://',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'https://:secret@example.com/',
    'https://example.com:99999/',
    'https://exa mple.com/',
    null,
    undefined,
  ])('refuses %j', (address) => {
    expect(safeLink(address)).toBeUndefined();
  });

  it('is not deceived about the host by a backslash', () => {
    expect(safeLink('https://example.com\\@evil.example/')).toBe('https://example.com/@evil.example/');
  });
});
