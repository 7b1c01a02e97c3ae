import { useMemo, useState, type JSX } from 'react';
import { useSettings } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { Button } from '../../ui/button.tsx';
import { drawnMessage } from '../../ui/drawn-message.ts';
import { formatCount } from '../../ui/time-format.ts';
import styles from './line-message.module.css';
import { indentedMessage } from './message-text.ts';
import { TextLines } from './text-lines.tsx';

const MAX_CHARACTERS = 65_536;
/** A message of nothing but short lines costs more to lay out than its length tells. */
const MAX_LINES = 5_000;

/** The message with its lines and colours. One that is JSON is indented until somebody wants it as it was read. */
export function LineMessage({ message }: { readonly message: string }): JSX.Element {
  const [isAsRead, setIsAsRead] = useState(false);
  const showsAnsi = useSettings((settings) => settings.showsAnsi);
  const indented = useMemo(() => indentedMessage(message), [message]);
  const isJson = !isAsRead && indented !== undefined;
  const whole = isJson ? indented : message.replaceAll('\r\n', '\n');
  const { text } = useMemo(() => drawnMessage(whole, MAX_LINES, MAX_CHARACTERS), [whole]);
  const hidden = whole.length - text.length;
  const hasLines = whole.includes('\n');
  return (
    <>
      {indented !== undefined && (
        <p className={styles['messageHead']}>
          <span className={styles['dim']}>message · JSON</span>
          <Button look="link" aria-pressed={isAsRead} onClick={() => setIsAsRead(!isAsRead)}>
            As it was read
          </Button>
        </p>
      )}
      {/* A box that is scrolled is reached by the keyboard. */}
      <pre className={styles['message']} {...(hasLines ? { role: 'group', 'aria-label': 'Message', tabIndex: 0 } : {})}>
        {whole === '' && <span className={styles['dim']}>an empty message</span>}
        {/* The values of JSON are read to their ends. */}
        {isJson || !hasLines ? <AnsiText text={text} isPlain={!showsAnsi} /> : <TextLines text={text} />}
        {hidden > 0 && (
          <span className={styles['dim']}> … {formatCount(hidden)} more characters, whole when copied</span>
        )}
      </pre>
    </>
  );
}
