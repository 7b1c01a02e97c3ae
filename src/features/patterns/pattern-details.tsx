import { useState, type JSX } from 'react';
import { useSettings } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/time-format.ts';
import styles from './patterns.module.css';
import type { ShownPattern } from './read-report.ts';
import { TemplateText } from './template-text.tsx';
import type { PatternCommands } from './use-pattern-commands.ts';

interface PatternDetailsProps {
  readonly pattern: ShownPattern;
  readonly commands: PatternCommands;
}

/** The whole template of one pattern, and what can be done with it. */
export function PatternDetails({ pattern, commands }: PatternDetailsProps): JSX.Element {
  const zone = useSettings((settings) => settings.timeZone);
  const [copied, setCopied] = useState<'yes' | 'no'>();
  const { parts, first, last } = pattern;
  return (
    <div role="group" aria-label="Selected pattern" className={styles['details']}>
      <p className={styles['whole']}>
        <TemplateText parts={parts} />
      </p>
      {!Number.isNaN(first) && (
        <dl className={styles['times']}>
          <dt>First seen</dt>
          <dd>{formatInstant(first, zone)}</dd>
          <dt>Last seen</dt>
          <dd>{formatInstant(last, zone)}</dd>
        </dl>
      )}
      <div className={styles['actions']}>
        <Button title="Show only these lines (Enter)" onClick={() => commands.filter(pattern, 'in')}>
          Filter in
        </Button>
        <Button title="Hide these lines (Shift+Enter)" onClick={() => commands.filter(pattern, 'out')}>
          Filter out
        </Button>
        <Button
          title="Copy the template (C)"
          onClick={() => void commands.copy(pattern).then((isCopied) => setCopied(isCopied ? 'yes' : 'no'))}
        >
          Copy
        </Button>
        <Button title="Open its newest line (Space)" onClick={() => commands.showExample(pattern)}>
          Show example
        </Button>
        <span role="status" className={styles['fine']}>
          {copied === undefined ? '' : copied === 'yes' ? 'Copied' : 'The browser did not allow copying'}
        </span>
      </div>
    </div>
  );
}
