import { useId, type JSX } from 'react';
import styles from './settings.module.css';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
  readonly hint?: string;
}

/** One of a few, all of them in view. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, values, words, value, onChoose, hint } = props;
  const name = useId();
  return (
    <fieldset className={styles['field']}>
      <legend className={styles['label']}>{label}</legend>
      <div className={styles['choices']}>
        {values.map((one) => (
          <label key={one} className={styles['choice']}>
            <input type="radio" name={name} checked={one === value} onChange={() => onChoose(one)} />
            <span>{words[one]}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
    </fieldset>
  );
}

interface NumberChoiceProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly value: number;
  readonly textOf: (value: number) => string;
  readonly onChoose: (value: number) => void;
  readonly hint?: string;
}

export function NumberChoice({ label, values, value, textOf, onChoose, hint }: NumberChoiceProps): JSX.Element {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles['control']}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChoose(Number(event.target.value))}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {textOf(one)}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Switch({ label, isOn, onChange }: SwitchProps): JSX.Element {
  return (
    <label className={styles['switch']}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
