import { useMemo, useState, type JSX } from 'react';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import styles from './line-details.module.css';
import { branchesOpenAtFirst, firstIn, isBranch, namesIn, ROWS_OF_BRANCH, type JsonBranch } from './metadata-plan.ts';

const MAX_DEPTH = 24;
const MAX_VALUE = 8_192;

/** The metadata as a tree. Only what is open exists in the page, and a large branch comes piece by piece. */
export function MetadataTree({ metadata }: { readonly metadata: JsonObject }): JSX.Element {
  const count = namesIn(metadata).length;
  const openAtFirst = useMemo(() => branchesOpenAtFirst(metadata), [metadata]);
  return (
    <section aria-label="Metadata">
      <h3 className={styles['section']}>
        metadata{' '}
        <span className={styles['dim']}>
          {count === 0 ? 'none' : `${formatCount(count)} field${count === 1 ? '' : 's'}`}
        </span>
      </h3>
      {count > 0 && (
        <div className={styles['tree']}>
          <Branch value={metadata} depth={0} openAtFirst={openAtFirst} />
        </div>
      )}
    </section>
  );
}

interface BranchProps {
  readonly value: JsonBranch;
  readonly depth: number;
  readonly openAtFirst: ReadonlySet<JsonBranch>;
}

function Branch({ value, depth, openAtFirst }: BranchProps): JSX.Element {
  const [shown, setShown] = useState(ROWS_OF_BRANCH);
  if (depth >= MAX_DEPTH)
    return <p className={styles['dim']}>deeper than {MAX_DEPTH} levels, whole when copied as JSON</p>;
  const hidden = namesIn(value).length - shown;
  return (
    <ul className={styles['branch']}>
      {firstIn(value, shown).map(([key, child]) => (
        <li key={key}>
          {isBranch(child) ? (
            <Fold name={key} value={child} depth={depth} openAtFirst={openAtFirst} />
          ) : (
            <Leaf name={key} value={child} />
          )}
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <Button look="link" onClick={() => setShown(shown + ROWS_OF_BRANCH)}>
            Show {formatCount(Math.min(ROWS_OF_BRANCH, hidden))} more of {formatCount(hidden)}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** A branch with its name; what is in it comes into being when it is opened. */
function Fold({ name, value, depth, openAtFirst }: BranchProps & { readonly name: string }): JSX.Element {
  const [isOpen, setIsOpen] = useState(() => openAtFirst.has(value));
  const count = namesIn(value).length;
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {nameOf(name)} <span className={styles['dim']}>{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
      </summary>
      {isOpen && <Branch value={value} depth={depth + 1} openAtFirst={openAtFirst} />}
    </details>
  );
}

function Leaf({ name, value }: { readonly name: string; readonly value: JsonValue }): JSX.Element {
  return (
    <div className={styles['leaf']}>
      <span className={styles['key']}>{nameOf(name)}</span>
      <span className={typeof value === 'string' ? styles['string'] : styles['number']}>
        {visibleText(cutText(JSON.stringify(value), MAX_VALUE).text)}
      </span>
    </div>
  );
}

function nameOf(key: string): string {
  return visibleText(cutText(key, 200).text);
}
