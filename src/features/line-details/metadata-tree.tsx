import type { JSX } from 'react';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import styles from './line-details.module.css';

const MAX_KEYS = 200;
const MAX_DEPTH = 24;
const MAX_VALUE = 8_192;

/** The metadata as a tree; what would be too much for a screen is counted instead of drawn. */
export function MetadataTree({ metadata }: { readonly metadata: JsonObject }): JSX.Element {
  const count = Object.keys(metadata).length;
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
          <Branch value={metadata} depth={0} />
        </div>
      )}
    </section>
  );
}

function Branch({
  value,
  depth,
}: {
  readonly value: JsonObject | readonly JsonValue[];
  readonly depth: number;
}): JSX.Element {
  const entries = Object.entries(value);
  if (depth >= MAX_DEPTH)
    return <p className={styles['dim']}>deeper than {MAX_DEPTH} levels, whole when copied as JSON</p>;
  return (
    <ul className={styles['branch']}>
      {entries.slice(0, MAX_KEYS).map(([key, child]) => (
        <Leaf key={key} name={key} value={child} depth={depth} />
      ))}
      {entries.length > MAX_KEYS && (
        <li className={styles['dim']}>{formatCount(entries.length - MAX_KEYS)} more, whole when copied as JSON</li>
      )}
    </ul>
  );
}

function Leaf({
  name,
  value,
  depth,
}: {
  readonly name: string;
  readonly value: JsonValue;
  readonly depth: number;
}): JSX.Element {
  const label = visibleText(cutText(name, 200).text);
  if (isJsonObject(value) || Array.isArray(value)) {
    const count = Object.keys(value).length;
    return (
      <li>
        <details open={depth < 2 && count <= 20}>
          <summary>
            {label} <span className={styles['dim']}>{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
          </summary>
          <Branch value={value as JsonObject | readonly JsonValue[]} depth={depth + 1} />
        </details>
      </li>
    );
  }
  return (
    <li className={styles['leaf']}>
      <span className={styles['key']}>{label}</span>
      <span className={typeof value === 'string' ? styles['string'] : styles['number']}>
        {visibleText(cutText(JSON.stringify(value), MAX_VALUE).text)}
      </span>
    </li>
  );
}
