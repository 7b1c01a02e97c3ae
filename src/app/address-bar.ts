import { isTenant, parseStreamParameters, parseTimestamp, type StreamRequest } from '../protocol/index.ts';
import { DEFAULT_DASHBOARD_REQUEST, type AddressSettings, type InputProblem, type Stretch } from '../stores/index.ts';
import { isTimeZone } from '../ui/time-format.ts';
import { readColumns, writeColumns } from './address-columns.ts';

/** The part of the state that a link carries (UI contract, "Address bar"). */
export interface AddressState {
  readonly tenant: string | undefined;
  readonly request: StreamRequest;
  readonly stretch: Stretch | undefined;
  readonly logId: string | undefined;
  /** What it says of how lines are laid out; the rest is the reader's own. */
  readonly settings: AddressSettings;
  /** The streams of the second pane and of those behind it, each as an address of its own holds it. */
  readonly panes: readonly string[];
}

/** Reads an address. A broken parameter is named in `problems` and ignored, and the rest holds. */
export function readAddress(search: string): {
  readonly state: AddressState;
  readonly problems: readonly InputProblem[];
} {
  const parameters = new URLSearchParams(search);
  const { request, problems: streamProblems } = parseStreamParameters(parameters, DEFAULT_DASHBOARD_REQUEST);
  const problems: InputProblem[] = streamProblems.map(({ message }) => ({
    cause: 'link',
    message: `In the link: ${message}`,
  }));
  const checked = (name: string, isValid: (text: string) => boolean, rule: string): string | undefined => {
    const text = parameters.get(name) ?? undefined;
    if (text === undefined || isValid(text)) return text;
    problems.push({ cause: 'link', message: `In the link: "${name}" ${rule}; it is ignored.` });
    return undefined;
  };
  const isTime = (text: string): boolean => !Number.isNaN(parseTimestamp(text));
  const from = checked('from', isTime, 'must be an ISO 8601 time');
  const to = checked('to', isTime, 'must be an ISO 8601 time');
  const wrap = checked('wrap', (text) => ['true', 'false', '1', '0', ''].includes(text), 'must be true or false');
  const timeZone = checked('tz', isTimeZone, 'must be "local", "utc" or an IANA zone such as Europe/Berlin');
  const columns = checked(
    'columns',
    (text) => readColumns(text) !== undefined,
    'must be paths in the metadata, as in "request.id,user:24"',
  );
  const logId = parameters.get('log') ?? '';
  return {
    state: {
      tenant: checked('tenant', isTenant, 'must be one DNS label'),
      request,
      stretch: from === undefined && to === undefined ? undefined : { from, to },
      logId: logId === '' ? undefined : logId,
      settings: {
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(wrap === undefined ? {} : { isWrapped: wrap !== 'false' && wrap !== '0' }),
        ...(columns === undefined ? {} : { columns: readColumns(columns) ?? [] }),
      },
      panes: parameters.getAll('pane'),
    },
    problems,
  };
}

/** Writes the address of a state. What is at its default is left out; parameters that are not ours are left alone. */
export function writeAddress(state: AddressState, currentSearch: string): string {
  const parameters = new URLSearchParams(currentSearch);
  const put = (name: string, value: string | undefined): void => {
    if (value === undefined || value === '') parameters.delete(name);
    else parameters.set(name, value);
  };
  const { request } = state;
  const unlessDefault = (key: 'follow' | 'history' | 'limit'): string | undefined =>
    request[key] === DEFAULT_DASHBOARD_REQUEST[key] ? undefined : String(request[key]);
  put('tenant', state.tenant);
  put('query', request.query);
  put('filter', Object.keys(request.filter).length === 0 ? undefined : JSON.stringify(request.filter));
  put('follow', unlessDefault('follow'));
  put('history', unlessDefault('history'));
  put('limit', unlessDefault('limit'));
  put('from', state.stretch?.from);
  put('to', state.stretch?.to);
  put('log', state.logId);
  const { timeZone, isWrapped, columns } = state.settings;
  put('tz', timeZone);
  put('wrap', isWrapped === undefined ? undefined : String(isWrapped));
  put('columns', undefined);
  // Empty, it says that there are none.
  if (columns !== undefined) parameters.set('columns', writeColumns(columns));
  parameters.delete('pane');
  for (const pane of state.panes) parameters.append('pane', pane);
  // A credential never belongs into a link, whoever put it there.
  parameters.delete('token');
  parameters.delete('apiKey');
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
