import { describe, expect, it } from 'vitest';
import { MAX_RULES_FILE_LENGTH, parseRules } from './rules-file.ts';

function problemsOf(text: string, env: Record<string, string> = {}): readonly string[] {
  const parsed = parseRules(text, 'rules.yaml', env);
  return parsed.ok ? [] : parsed.problems;
}

describe('a rules file', () => {
  const rule = (line: string): string => `rules:\n  - name: a\n    query: x\n    ${line}\n`;

  it.each<[what: string, text: string, problems: readonly string[]]>([
    [
      'an empty file',
      '# nothing yet\n',
      ['1:1: The file is empty. Begin with "rules:", then "  - name: …" and "    query: …" for each rule.'],
    ],
    [
      'a list at the top',
      '- name: a\n  query: x\n',
      [
        '1:1: The file must be a mapping with "rules", not a list. Begin with "rules:", then "  - name: …" and "    query: …" for each rule.',
      ],
    ],
    [
      'no rules',
      'rule:\n  - name: a\n',
      [
        '1:1: "rule" is not known in a rules file. Did you mean "rules"?',
        '1:1: "rules" is missing. Begin with "rules:", then "  - name: …" and "    query: …" for each rule.',
      ],
    ],
    [
      'rules that are no list',
      'rules:\n  name: a\n',
      ['2:3: "rules" must be a list, not a mapping. Begin each rule with "- name: …".'],
    ],
    [
      'rules that are nothing',
      'rules:\n',
      ['1:7: "rules" must be a list, not nothing. Begin each rule with "- name: …".'],
    ],
    [
      'a rule that is a text',
      'rules:\n  - level:ERROR\n',
      ['2:5: A rule must be a mapping with "name" and "query", not a text.'],
    ],
    ['a rule without query', 'rules:\n  - name: a\n', ['2:5: A rule needs a "query".']],
    [
      'a rule without name, and one whose name is empty',
      'rules:\n  - query: x\n  - name:\n    query: x\n',
      ['2:5: A rule needs a "name".', '3:10: "name" is empty. Give it a value.'],
    ],
    ['an unknown key', rule('cooldwn: 1m'), ['4:5: "cooldwn" is not known in a rule. Did you mean "cooldown"?']],
    [
      'an unknown key like no other',
      rule('xyzzyplugh: 1'),
      [
        '4:5: "xyzzyplugh" is not known in a rule. It can have: name, id, query, filter, severity, threshold, cooldown, webhook, actionName.',
      ],
    ],
    [
      'a number where a text belongs',
      'rules:\n  - name: 500\n    query: 42\n',
      [
        '2:11: "name" must be a text. Put its value in quotes.',
        '3:12: "query" must be a text. Put its value in quotes.',
      ],
    ],
    [
      'two rules of one name',
      'rules:\n  - { name: a, query: x }\n  - { name: a, query: y }\n',
      ['3:13: There is another rule named "a". Give each a name of its own.'],
    ],
    [
      'two names that make one id',
      'rules:\n  - { name: "a b", query: x }\n  - { name: "A-B", query: y }\n',
      ['3:13: There is another rule with the id "a-b". Give this one an "id" of its own.'],
    ],
    [
      'two equal ids',
      'rules:\n  - { name: a, id: x, query: x }\n  - { name: b, id: x, query: y }\n',
      ['3:20: There is another rule with the id "x". Give this one an "id" of its own.'],
    ],
    [
      'a name of signs',
      'rules:\n  - { name: "!!!", query: x }\n',
      ['2:13: No id can be made of this name. Add an "id" of letters, digits, ".", "_" and "-", at most 100.'],
    ],
    [
      'an id with spaces',
      rule('id: a b'),
      ['4:9: This is not an id. Write one of letters, digits, ".", "_" and "-", at most 100.'],
    ],
    [
      'an unknown severity',
      rule('severity: hihg'),
      ['4:15: "severity" must be one of info, low, medium, high, critical. Did you mean "high"?'],
    ],
    ['a cooldown without unit', rule('cooldown: 60'), ['4:15: "cooldown" needs a unit, as in 60s or 60m.']],
    [
      'a cooldown that is no duration',
      rule('cooldown: a while'),
      ['4:15: "cooldown" must be a duration such as 30s, 5m, 1h or 7d.'],
    ],
    ['a cooldown that is too short', rule('cooldown: 10ms'), ['4:15: "cooldown" must be from 1s to 30d.']],
    [
      'a threshold that is a number',
      rule('threshold: 5'),
      ['4:16: "threshold" must be a mapping such as { count: 5, window: 10s }, not a number.'],
    ],
    [
      'a threshold without window',
      rule('threshold: { count: 5 }'),
      ['4:16: "threshold" needs a "window", as in { count: 5, window: 10s }.'],
    ],
    [
      'a threshold without count',
      rule('threshold: { window: 5s }'),
      ['4:16: "threshold" needs a "count", as in { count: 5, window: 10s }.'],
    ],
    [
      'a threshold of nonsense',
      rule('threshold: { count: 0.5, window: 0s, cuont: 1 }'),
      [
        '4:25: "count" must be a whole number from 1 to 10000.',
        '4:38: "window" must be longer than 0s and at most 7d.',
        '4:42: "cuont" is not known in "threshold". Did you mean "count"?',
      ],
    ],
    [
      'a filter that is a text',
      rule('filter: api'),
      ['4:13: "filter" must be a mapping such as { source: api }, not a text.'],
    ],
    [
      'a filter with a mapping in it',
      rule('filter: { metadata: { a: 1 } }'),
      ['4:13: The filter\'s "metadata" must be a text, number, boolean, null or an array of these, not an object.'],
    ],
    [
      'a filter that refers to itself',
      rule('filter: &f { a: *f }'),
      ['4:16: "filter" refers to itself. Write it out.'],
    ],
    [
      'a webhook that is no address',
      rule('webhook: hooks.example.com/secret'),
      ['4:14: A webhook must be an http or https address, such as https://example.com/hook.'],
    ],
    [
      'a webhook of another kind',
      rule('webhook: file:///etc/passwd'),
      ['4:14: A webhook must be an http or https address, such as https://example.com/hook.'],
    ],
    [
      'a webhook with a password',
      rule('webhook: https://ann:secret@example.com/'),
      ["4:14: A webhook's address must not hold a user name or a password. Use headers: { Authorization: env:NAME }."],
    ],
    [
      'a webhook that is a list',
      rule('webhook: [https://example.com]'),
      [
        '4:14: "webhook" must be an address or a mapping: https://example.com/hook, or { url: …, headers: { Authorization: env:NAME }, timeout: 10s }.',
      ],
    ],
    ['a webhook without address', rule('webhook: { timeout: 5s }'), ['4:14: "webhook" needs a "url".']],
    [
      'a webhook with broken settings',
      rule('webhook: { url: "env:NOT_SET", headers: { "a b": c, X: 1 }, timeout: 5m, method: GET }'),
      [
        '4:21: The environment variable NOT_SET is not set. Set it before the start, or write another name after "env:".',
        '4:54: The header "a b" has a name or a value that HTTP does not allow.',
        '4:60: The header "X" must be a text. Put its value in quotes.',
        '4:74: "timeout" must be from 100ms to 60s.',
        '4:78: "method" is not known in "webhook". It can have: url, headers, timeout.',
      ],
    ],
    [
      'an action without webhook',
      rule('actionName: Page'),
      ['4:17: "actionName" names a webhook, and this rule has none. Add "webhook" or remove it.'],
    ],
    [
      'a reference to nothing',
      'rules:\n  - name: a\n    query: *foo\n',
      [
        '3:12: "*foo" refers to an anchor that is not there. To write a text that begins with "*", put it in single quotes.',
      ],
    ],
    [
      'YAML that is broken',
      'rules:\n  - name: a\n    query: "x" AND y\n',
      [
        '3:16: This is not valid YAML: Unexpected scalar at node end. A text with special characters goes in single quotes.',
      ],
    ],
    [
      'a key that stands twice',
      rule('query: y'),
      ['4:5: This is not valid YAML: Map keys must be unique. A text with special characters goes in single quotes.'],
    ],
    [
      'a tag',
      rule('severity: !high'),
      ['4:15: This is not valid YAML: Unresolved tag: !high. A text with special characters goes in single quotes.'],
    ],
    [
      'two documents',
      'rules: []\n---\nrules: []\n',
      ['2:1: A second document begins here. Put all rules under one "rules:".'],
    ],
  ])('is refused for %s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems.map((problem) => `rules.yaml:${problem}`));
  });

  it.each([
    ['plain', '    query: level:ERROR AND (a', '3:28'],
    ['in single quotes', "    query: 'level:ERROR AND (a'", '3:29'],
    ['in double quotes', '    query: "level:ERROR AND (a"', '3:29'],
  ])('says where a query that is %s is broken', (_how, line, place) => {
    const [problem] = problemsOf(`rules:\n  - name: a\n${line}\n`);
    expect(problem).toMatch(new RegExp(`^rules\\.yaml:${place}: This query cannot be read: `));
  });

  it('says the character of a query that stands otherwise in the file', () => {
    const [problem] = problemsOf('rules:\n  - name: a\n    query: >-\n      level:ERROR\n      AND (a\n');
    expect(problem).toMatch(/^rules\.yaml:3:12: This query cannot be read \(character 17 of the query\): /);
  });

  it('tells several problems at once, in the order of the file, and counts those beyond a bound', () => {
    const text = `rules:\n${'  - { name: a }\n'.repeat(30)}`;
    const problems = problemsOf(text);
    expect(problems).toHaveLength(21);
    expect(problems[0]).toBe('rules.yaml:2:5: A rule needs a "query".');
    expect(problems.at(-1)).toBe('rules.yaml: … and 39 more problems.');
  });

  it('never quotes an address or a header, which may be secrets', () => {
    const text = rule(
      'webhook: { url: "ftp://s3cret.example", headers: { Authorization: "s3c\\nret" , X: [s3cret] } }',
    );
    const problems = problemsOf(text);
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toMatch(/s3c|ret/);
  });

  it('is refused when it is far too long or holds far too many rules', () => {
    expect(problemsOf('#'.repeat(MAX_RULES_FILE_LENGTH + 1))).toEqual([
      'rules.yaml:1:1: The file is longer than 1 MiB. Is it a rules file?',
    ]);
    const many = Array.from({ length: 501 }, (_, index) => `  - { name: r${index}, query: x }\n`).join('');
    expect(problemsOf(`rules:\n${many}`)).toEqual(['rules.yaml:2:3: There are 501 rules; at most 500 can be watched.']);
  });
});
