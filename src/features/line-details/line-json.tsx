import { Fragment, useMemo, type JSX } from 'react';
import type { JsonObject, LogRecord } from '../../protocol/index.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import { jsonPieces, type JsonPiece } from './json-pieces.ts';
import styles from './line-json.module.css';

/** What is drawn at most: each of them costs the page, however short the text is. */
const MAX_CHARACTERS = 20_000;
const MAX_PIECES = 200;

/** The line as JSON, each value on a line of its own; as much of it as a screen can take. */
export function LineJson({ record }: { readonly record: LogRecord }): JSX.Element {
  const { pieces, isCut } = useMemo(() => drawnPieces(record), [record]);
  return (
    <>
      <pre className={styles['json']}>
        {pieces.map(({ kind, text }, at) =>
          kind === 'plain' ? (
            <Fragment key={at}>{text}</Fragment>
          ) : (
            <span key={at} className={styles[kind]}>
              {visibleText(text)}
            </span>
          ),
        )}
      </pre>
      {isCut && <p className={styles['cut']}>… cut here for the screen, whole when copied</p>}
    </>
  );
}

/** A line as the API writes it. */
export function jsonOfLine({ id, timestamp, level, message, source, metadata }: LogRecord): JsonObject {
  return { id, timestamp, level, message, source, metadata };
}

function drawnPieces(record: LogRecord): { readonly pieces: readonly JsonPiece[]; readonly isCut: boolean } {
  const pieces: JsonPiece[] = [];
  let left = MAX_CHARACTERS;
  for (const piece of jsonPieces(jsonOfLine(record))) {
    if (left <= 0 || pieces.length >= MAX_PIECES) return { pieces, isCut: true };
    const { text, hidden } = cutText(piece.text, left);
    const before = pieces.at(-1);
    // One text for what looks alike.
    if (before?.kind === 'plain' && piece.kind === 'plain') pieces[pieces.length - 1] = join(before, text);
    else pieces.push({ kind: piece.kind, text });
    left -= text.length;
    if (hidden > 0) return { pieces, isCut: true };
  }
  return { pieces, isCut: false };
}

function join({ text }: JsonPiece, more: string): JsonPiece {
  return { kind: 'plain', text: text + more };
}
