import { useId, useState, type JSX } from 'react';
import { useCommands, useSettings } from '../../stores/index.ts';
import { formatInstant, isTimeZone } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './settings.module.css';

/** The zone of all times: `local`, `utc` or an IANA zone. What is no zone is said, and changes nothing. */
export function TimeZoneField(): JSX.Element {
  const timeZone = useSettings((settings) => settings.timeZone);
  const commands = useCommands();
  const [text, setText] = useState(timeZone);
  const [isLeft, setIsLeft] = useState(false);
  const now = useNow(1_000);
  const id = useId();
  const zone = zoneOf(text);
  const isWrong = isLeft && zone === undefined;
  const take = (): void => {
    setIsLeft(true);
    if (zone !== undefined && zone !== timeZone) commands.changeSettings({ timeZone: zone });
  };
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        Time zone
      </label>
      <input
        id={id}
        className={styles['control']}
        list={`${id}-zones`}
        value={text}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setText(event.target.value);
          setIsLeft(false);
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
      {isWrong ? (
        <p role="alert" id={`${id}-hint`} className={styles['problem']}>
          {text.trim() === '' ? 'Type a time zone' : `This browser knows no time zone “${visibleLine(text)}”`}: local,
          utc or one such as Europe/Berlin.
        </p>
      ) : (
        <p id={`${id}-hint`} className={styles['hint']}>
          local, utc or one such as Europe/Berlin. Now: {formatInstant(now, timeZone).replace(/\.\d+/, '')}
        </p>
      )}
    </div>
  );
}

const ZONES: readonly string[] = ['local', 'utc', ...Intl.supportedValuesOf('timeZone')];

/** The zone that a person means, in the spelling of the platform where it has one. */
function zoneOf(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const known = ZONES.find((zone) => zone.toLowerCase() === wanted);
  if (known !== undefined) return known;
  return isTimeZone(text.trim()) ? text.trim() : undefined;
}
