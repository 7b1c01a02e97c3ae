import { useId, useState, type JSX, type SyntheticEvent } from 'react';
import { useCommands, useSettings, useStream, type Stretch } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { PopoverPopup } from '../../ui/popover-popup.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import { formatOffset } from '../../ui/time-format.ts';
import { rangeInWords } from './range-in-words.ts';
import { fieldText, PRESETS, stretchBetween, stretchOfLast, stretchOfToday, type TimeProblem } from './time-choices.ts';
import styles from './facet-popup.module.css';

/** Chooses a stretch that is over, or the live stream again. */
export function TimeRangePopup(props: PopupProps): JSX.Element {
  return (
    <PopoverPopup {...props} title="Time range">
      <Choices onDone={() => props.onOpenChange(false)} />
    </PopoverPopup>
  );
}

/** Exists for as long as the popover is open. */
function Choices({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const commands = useCommands();
  const stretch = useStream((state) => state.stretch);
  const zone = useSettings((settings) => settings.timeZone);
  const show = (next: Stretch): void => {
    commands.showStretch(next);
    onDone();
  };
  return (
    <div className={styles['body']}>
      <p className={styles['hint']}>
        {stretch === undefined
          ? 'Shown is what comes live. A range shows what was then, and stands still.'
          : `Shown is ${rangeInWords(stretch, zone)}, and stands still.`}
      </p>
      {stretch !== undefined && (
        <Button
          look="primary"
          onClick={() => {
            commands.goLive();
            onDone();
          }}
        >
          Go live
        </Button>
      )}
      <div role="group" aria-label="Ranges that end now" className={styles['presets']}>
        {PRESETS.map(({ name, milliseconds }) => (
          <Button key={name} onClick={() => show(stretchOfLast(milliseconds, Date.now()))}>
            {name}
          </Button>
        ))}
        <Button onClick={() => show(stretchOfToday(Date.now(), zone))}>Today</Button>
      </div>
      <CustomRange key={`${stretch?.from} ${stretch?.to} ${zone}`} stretch={stretch} zone={zone} onShow={show} />
    </div>
  );
}

interface CustomRangeProps {
  readonly stretch: Stretch | undefined;
  readonly zone: string;
  readonly onShow: (stretch: Stretch) => void;
}

function CustomRange({ stretch, zone, onShow }: CustomRangeProps): JSX.Element {
  const [typed, setTyped] = useState(() => ({
    from: fieldText(stretch?.from, zone),
    to: fieldText(stretch?.to, zone),
  }));
  const [problem, setProblem] = useState<TimeProblem>();
  const id = useId();
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const [broken] = form.querySelectorAll<HTMLInputElement>('input:invalid');
    // A date that is written in part has no value, and must not be taken for one that was left out.
    const half: TimeProblem | undefined = broken?.validity.badInput === true ? halfWritten(broken.name) : undefined;
    const result = stretchBetween(typed, zone, Date.now());
    const found = half ?? (result.ok ? undefined : result.problem);
    setProblem(found);
    if (found !== undefined) form.querySelector<HTMLInputElement>(`[name="${found.end}"]`)?.focus();
    else if (result.ok) onShow(result.stretch);
  };
  return (
    <form className={styles['custom']} noValidate onSubmit={submit} aria-label="Range of your own">
      {(['from', 'to'] as const).map((end) => (
        <div key={end} className={styles['time']}>
          <label htmlFor={`${id}-${end}`}>{end === 'from' ? 'From' : 'To'}</label>
          <input
            id={`${id}-${end}`}
            name={end}
            type="datetime-local"
            step={1}
            className={styles['input']}
            value={typed[end]}
            aria-invalid={problem?.end === end}
            {...(problem?.end === end ? { 'aria-describedby': `${id}-problem` } : {})}
            onChange={({ target }) => {
              setTyped((before) => ({ ...before, [end]: target.value }));
              setProblem(undefined);
            }}
          />
        </div>
      ))}
      <p className={styles['hint']}>Times are {zoneName(zone)}. An end that is left out stays open.</p>
      {problem !== undefined && (
        <p role="alert" id={`${id}-problem`} className={styles['problem']}>
          {problem.message}
        </p>
      )}
      <Button type="submit">Show range</Button>
    </form>
  );
}

function halfWritten(name: string): TimeProblem {
  return { end: name === 'to' ? 'to' : 'from', message: 'Write a whole date and time, or leave it out.' };
}

function zoneName(zone: string): string {
  if (zone === 'utc') return 'UTC';
  return `${zone === 'local' ? 'local' : `in ${zone}`}, now ${formatOffset(Date.now(), zone)}`;
}
