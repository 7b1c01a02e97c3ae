import { memo, type CSSProperties, type JSX } from 'react';
import { levelRank, recogniseLevel } from '../../protocol/index.ts';
import type { LogLine } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import type { DrawnMessage } from '../../ui/drawn-message.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import { drawRow } from './drawn-row.ts';
import { FoldButton } from './fold-button.tsx';
import { RepeatsButton } from './repeats-button.tsx';
import type { JsonMessage } from './json-message.ts';
import styles from './log-row.module.css';
import type { RowLook } from './row-look.ts';
import { rowTime } from './row-time.ts';
import { UnfoldedText } from './unfolded-text.tsx';

/** Letters that are all as wide as each other. */
const PLAIN = /^[ -~]*$/;
const GAPS: readonly CSSProperties[] = Array.from({ length: 15 }, (_, gap) => ({ marginRight: `${gap}ch` }));

export interface LogRowProps {
  readonly line: LogLine;
  readonly look: RowLook;
  /** The present time, told once a second; any number where times are not relative. */
  readonly now: number;
  /** Time of the line that differences are taken to; without it they are taken to `previousTime`, that of the row above. */
  readonly referenceTime: number | undefined;
  readonly previousTime: number | undefined;
  /** The row's day, where the row before it is of another one: said at the end of the row. Else empty. */
  readonly newDay: string;
  readonly isActive: boolean;
  readonly isOpened: boolean;
  /** Whether all lines of its message are drawn, or the first one with a count of the others. */
  readonly isExpanded: boolean;
  readonly onToggle: (seq: number) => void;
  /** How many lines the row stands for. */
  readonly repeats: number;
  /** How many lines the run of repeats has that was unfolded and begins with the row; 0 for none, `Infinity` for very many. */
  readonly unfolded: number;
  readonly onFoldRepeats: (seq: number, isFolded: boolean) => void;
}

/** One line of the stream. It holds no state, so that another line may be put into its place. */
export const LogRow = memo(function LogRow(props: LogRowProps): JSX.Element {
  const { line, look, now, referenceTime, previousTime, newDay, isActive, isOpened, isExpanded, onToggle } = props;
  const { repeats, unfolded, onFoldRepeats } = props;
  const level = recogniseLevel(line.level);
  const { message, json, cells, fields, moreLines, below } = drawRow(line, look, isExpanded);
  const timeText = rowTime(line, look, now, referenceTime ?? previousTime);
  const levelText = visibleLine(level ?? cutText(line.level, 200).text);
  const sourceText = visibleLine(cutText(line.source, 200).text);
  const isUnfolded = moreLines > 0 && isExpanded;
  const Text = isUnfolded ? UnfoldedText : AnsiText;
  const state = `${isOpened ? styles['opened'] : ''} ${isUnfolded ? styles['unfolded'] : ''} ${newDay === '' ? '' : styles['dated']}`;
  return (
    <div
      data-seq={line.seq}
      data-log-id={line.id}
      aria-current={isOpened ? 'true' : undefined}
      data-level={level ?? line.level}
      data-active={isActive || undefined}
      className={`${styles['row']} ${styles[toneOfRank(levelRank(line.level))]} ${state}`}
    >
      <span {...inWidth(12, timeText, look.timeMode === 'absolute' ? 'time' : 'distance', look)} data-tip="time">
        {timeText}
      </span>{' '}
      <span {...inWidth(5, levelText, 'level', look)} data-tip="level">
        {levelText}
      </span>{' '}
      <span {...inWidth(14, sourceText, 'source', look)} data-tip="source">
        {sourceText}
      </span>{' '}
      {!look.isNarrow && look.columns.length > 0 && <Cells look={look} texts={cells} />}
      <span className={styles['message']} data-text="message">
        {moreLines > 0 && (
          <FoldButton seq={line.seq} hiddenLines={moreLines} isExpanded={isExpanded} onToggle={onToggle} />
        )}
        {json === undefined ? <Text text={message.text} isPlain={!look.showsAnsi} /> : <JsonPairs json={json} />}
        {hiddenOf(message, isExpanded)}
        {repeats + unfolded > 1 && (
          <RepeatsButton seq={line.seq} repeats={repeats} unfolded={unfolded} onFold={onFoldRepeats} />
        )}
        {fields !== '' && <span className={styles['fields']} data-text="fields">{` ${fields}`}</span>}
        {below !== undefined && <AnsiText text={`\n${below.text}`} isPlain />}
        {below !== undefined && hiddenOf(below, true)}
      </span>
      {newDay !== '' && <span className={styles['newDay']}>{newDay}</span>}
    </div>
  );
});

/**
 * Gives a part its width. Most texts are followed by room alone: a box for each of them would be half of what it takes to lay a
 * screen of rows out.
 */
function inWidth(
  width: number,
  text: string,
  part: 'time' | 'distance' | 'level' | 'source',
  { isNarrow }: RowLook,
): { readonly className: string; readonly style: CSSProperties | undefined } {
  const isPlain = part !== 'distance' && text.length <= width && PLAIN.test(text);
  const className = `${styles[part]} ${isPlain ? '' : styles['box']}`;
  return { className, style: isPlain && !isNarrow ? GAPS[width - text.length] : undefined };
}

/** What is said of the rest of a text. */
function hiddenOf({ hiddenCharacters, hiddenLines }: DrawnMessage, isExpanded: boolean): JSX.Element | false {
  const characters = hiddenCharacters > 0 ? ` … ${formatCount(hiddenCharacters)} more characters` : '';
  const text = `${characters}${hiddenLines > 0 ? ` ${hiddenLinesText(hiddenLines, isExpanded)}` : ''}`;
  return (
    text !== '' && (
      <span className={styles['more']} data-note>
        {text}
      </span>
    )
  );
}

function hiddenLinesText(count: number, isExpanded: boolean): string {
  const lines = `${formatCount(count)} ${isExpanded ? 'more ' : ''}${count === 1 ? 'line' : 'lines'}`;
  return isExpanded ? `… ${lines}: open the line to read on` : `+ ${lines}`;
}

/** A space stands behind each text, so that a selection of the row reads as words. */
function Cells({ look, texts }: { readonly look: RowLook; readonly texts: readonly string[] }): JSX.Element {
  return (
    <>
      {look.columns.map(({ path, style }, index) => (
        <span key={path} className={styles['cell']} data-text="cell" style={style} title={texts[index]}>
          {`${texts[index] ?? ''} `}
        </span>
      ))}
    </>
  );
}

/** Two nodes a field and none around them: a screen of such rows is a thousand of them. */
function JsonPairs({ json: { text, pairs, hiddenPairs } }: { readonly json: JsonMessage }): JSX.Element {
  const isAlone = text === '';
  return (
    <>
      {text}
      {pairs.flatMap(([key, value], index) => [
        // A key may come twice once it is cut.
        <span key={index} className={styles['key']}>
          {`${index === 0 && isAlone ? '' : '  '}${key}=`}
        </span>,
        value,
      ])}
      {hiddenPairs > 0 && (
        <span className={styles['more']} data-note>{`  … ${formatCount(hiddenPairs)} more fields`}</span>
      )}
    </>
  );
}
