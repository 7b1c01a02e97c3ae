// What lines look like at their beginning, as far as it tells whether they belong to the log before them.

const LEADING_COLOURS = /^(?:\u001b\[[\d;]*m)+/;

/** More of a line is never looked at, so that no line, however made, takes long. */
const LOOKED_AT = 1_000;

/** The part of a line that is looked at, without the colour codes at its beginning. */
export function beginningOf(line: string): string {
  const text = line.length > LOOKED_AT ? line.slice(0, LOOKED_AT) : line;
  return text.charCodeAt(0) === 0x1b ? text.replace(LEADING_COLOURS, '') : text;
}

// `Error` in this spelling is left out: it begins a JavaScript error far more often than a log.
const LEVEL_WORD =
  'TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|ALERT|EMERG(?:ENCY)?|SEVERE|PANIC|' +
  'trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|' +
  'Trace|Debug|Info|Notice|Warn(?:ing)?|Critical|Fatal';

/** ISO and kin, day first, access log, clock only, syslog (both), ctime, seconds since boot or since 1970, klog. */
const TIME_FORMS = [
  String.raw`[["'(<]?\d{4}[-/.]\d\d[-/.]\d\d(?!\d)`,
  String.raw`\[?\d{1,2}[-/. ](?:\d\d|[A-Z][a-z]{2})[-/. ]\d{4}[ :T]`,
  String.raw`\[?\d\d:\d\d:\d\d(?!\d)`,
  String.raw`\[?\d{8}[T ]\d{4}`,
  String.raw`<\d{1,3}>`,
  String.raw`\[?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d[ ,]`,
  String.raw`\[ *\d+\.\d{3,}\]`,
  String.raw`\[?\d{10}(?:\d{3})?(?:\.\d+)?[\s\]]`,
  String.raw`[IWEF]\d{4} \d\d:\d\d:`,
  String.raw`(?:ts|time|timestamp|level|lvl|severity)=`,
];

// Levels and times may stand a little to the right (padded columns); deeper, they are part of something else.
const RECORD_START = new RegExp(
  String.raw`^ {0,3}(?:[[<(]?(?:${LEVEL_WORD})[\])>]?(?:[\s:|-]|$)|${TIME_FORMS.join('|')})`,
);

/** Whether a line bears a time or a level at its beginning, so that it begins a log for certain. */
export function startsWithTimeOrLevel(text: string): boolean {
  return RECORD_START.test(text);
}

/** A JSON object on one line: nothing belongs to it that follows. */
export function isWholeJson(line: string): boolean {
  return line.startsWith('{') && line.trimEnd().endsWith('}');
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

export function isIndented(text: string): boolean {
  return text.startsWith(' ') || text.startsWith('\t');
}

/** Lines that stand at the margin and go on with what is before them, in whatever language. */
export const GOES_ON =
  /^(?:Caused by:|Suppressed:|Wrapped by:|at \S+ ?\(.*\)$|\.\.\. \d+ (?:more|common frames omitted)|--- End of (?:inner exception )?stack trace|\S+\.rb:\d+:in |stack backtrace:|note: run with `RUST_BACKTRACE)/;

export const CLOSING_BRACKETS = /^[\]})]+[\])},;]*(?: [[{(])?\s*$/;

export function endsOpen(line: string): boolean {
  return /[[{(]$/.test(line.slice(-LOOKED_AT).trimEnd());
}

export const PYTHON_TRACEBACK = /^(?:Traceback \(most recent call last\):|Exception ignored in: )/;
/** What ends a Python traceback: the dotted name of an exception, alone or with its message. */
export const PYTHON_EXCEPTION = /^[A-Za-z_][\w.]*(?:: .*|:)?$/;
export const PYTHON_CHAIN =
  /^(?:During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)/;

export const GO_PANIC = /^(?:panic|fatal error): /;
export const GO_SIGNAL = /^\[signal \S+/;
export const GO_GOROUTINE = /^(?:goroutine \d+ .*\[.+\]:|runtime stack:)$/;
/** Functions of a dump, who created them, registers, and the last word of `go run`. */
export const GO_DUMP =
  /^(?:[\w./*(){}[\]·%@~,$-]+\(.*\)$|created by |\[originating from |\.\.\.additional frames elided|exit status \d|[a-z][a-z0-9]{1,6} +0x[\da-f]+$|[\w./]+\.[\w.(*)]+\(\.\.\.\)$)/;

/** An exception on a line of its own, as loggers print it under the line of the log: `java.lang.X: …`, `TypeError: …`. */
export const EXCEPTION_HEAD =
  /^(?:Uncaught |Unhandled exception\. |Exception in thread "[^"]*" )?(?:(?:[A-Za-z_$][\w$]*\.)+[A-Z][\w$]*|[A-Z]\w*(?:Error|Exception)|Error|Exception)(?: \[\w+\])?(?::|$)/;
