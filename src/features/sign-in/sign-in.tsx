import { useEffect, useRef, useState, type JSX } from 'react';
import { isTenant } from '../../protocol/index.ts';
import { useCommands, useSession, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './sign-in.module.css';

/** Asks for a tenant and either a token or an API key. What is wrong stands beneath, and nothing typed is lost. */
export function SignIn(): JSX.Element {
  const configuredTenant = useStream((state) => state.tenant);
  const reason = useSession((state) => ('reason' in state.phase ? state.phase.reason : undefined));
  const [tenant, setTenant] = useState(configuredTenant);
  const [token, setToken] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [problem, setProblem] = useState<string>();
  const commands = useCommands();
  const form = useRef<HTMLFormElement>(null);
  // Signing in is the one thing to do here.
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll('input') ?? [])];
    (inputs.find((input) => input.value === '') ?? inputs[0])?.focus();
  }, []);

  const submit = (): void => {
    if (!isTenant(tenant)) {
      return setProblem('A tenant is one DNS label: lower-case letters, digits and inner hyphens, at most 63.');
    }
    if ((token.trim() === '') === (apiKey.trim() === '')) {
      return setProblem('Give either a token or an API key, one of the two.');
    }
    const isToken = token.trim() !== '';
    commands.signIn(
      tenant,
      isToken ? { kind: 'token', token: token.trim() } : { kind: 'apiKey', apiKey: apiKey.trim() },
    );
  };
  const said = problem ?? reason;
  return (
    <form
      ref={form}
      aria-label="Sign in"
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>Sign in to NeuralLog Live</h1>
      {said !== undefined && (
        <p role="alert" className={styles['problem']}>
          {visibleText(said)}
        </p>
      )}
      <Field label="Tenant" value={tenant} onChange={setTenant} isSecret={false} />
      <Field label="Token" value={token} onChange={setToken} isSecret />
      <p className={styles['or']}>or</p>
      <Field label="API key" value={apiKey} onChange={setApiKey} isSecret />
      <Button type="submit" look="primary">
        Sign in
      </Button>
      <p className={styles['hint']}>
        A gateway prints a link that signs in when it starts. Credentials are kept for this browser session only.
      </p>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isSecret: boolean;
}

function Field({ label, value, onChange, isSecret }: FieldProps): JSX.Element {
  return (
    <label className={styles['field']}>
      <span>{label}</span>
      <input
        type={isSecret ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
