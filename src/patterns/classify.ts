import { mask } from './token.ts';

const DIGIT = /\d/;
/** What would be taken for a mark of ours, or cannot be shown in a template. */
const CONTROL = /[\0-\x1f\x7f]/;
const URL = /^[a-zA-Z][a-zA-Z\d+.-]*:\/\/\S+$/;
const IPV4 = /^(?:[\w.-]*\/)?\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?$/;
const IPV6 = /^(?=[\da-fA-F]*:[\da-fA-F:]*:)(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F]{0,4}(?:%\w+)?$/;
const MAC = /^[\da-fA-F]{2}(?:[:-][\da-fA-F]{2}){5,7}$/;
const UUID = /^[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/;
const CLOCK = /^\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d+)?(?:Z|[ap]m|[+-]\d{2}:?\d{2})?$/i;
const DATE =
  /^\d{2,4}[-/.]\d{1,2}[-/.]\d{2,4}(?:[T_:-]\d{1,2}[:.-]\d{2}(?:[:.-]\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const WRITTEN_DATE = /^\d{1,2}[-/](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/]\d{2,4}(?::[\d:]+)?$/i;
const PORT_OF_HOST = /^[a-zA-Z\d](?:[\w-]*\.)+[\w-]+:\d+$/;
const MAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
const ROOTED_PATH = /^(?:~|\.{1,2}|[a-zA-Z]:)?[/\\][^\s"'<>|]+$/;
const RELATIVE_PATH = /^[\w.@%+$-]+(?:[/\\][\w.@%+$:*-]+)+[/\\]?$/;
const NUMBER = /^[-+]?\.?\d[\d.,_]*(?:e[-+]?\d+)?(?:%|[a-zA-Zµ]{1,3})?$/;
const HEX = /^(?:0[xX][\da-fA-F]+|(?=[a-fA-F]*\d)[\da-fA-F]{6,})$/;
const HOST = /^[a-z\d-]+(?:\.[a-z\d-]+)+$/;
/** A word that a single digit belongs to: `ssh2`, `eth0`, `IPv4`. */
const NUMBERED_WORD = /^[a-zA-Z]{2,}\d$/;
const TRUTH = /^(?:true|false|null)$/i;
/** What is said of a value, and is a word elsewhere. */
const NOTHING_OR_TRUTH = /^(?:true|false|null|nil|none|undefined|yes|no|on|off)$/i;

/** Ends of host names that are no endings of file names too. */
const TOP_LEVELS = new Set(
  'com net org edu gov mil info biz local localdomain internal lan de uk fr cn jp kr tw hk ru br it nl pl se ch au ca us eu nz'.split(
    ' ',
  ),
);
/** Names of packages begin with what names of hosts end in. */
const PACKAGE_ROOTS = new Set('com org net io edu gov java javax sun scala'.split(' '));

/** The mask of a text without white space that as a whole is of a kind that varies; `undefined` where it may have parts. */
export function maskWhole(text: string): string | undefined {
  const hasDigit = DIGIT.test(text);
  if (text.includes('/') || text.includes('\\')) {
    if (URL.test(text)) return mask('l');
    if (hasDigit && IPV4.test(text)) return mask('i');
    if (hasDigit && (DATE.test(text) || WRITTEN_DATE.test(text))) return mask('t');
    if (ROOTED_PATH.test(text)) return mask('p');
    if (RELATIVE_PATH.test(text) && isPath(text, hasDigit)) return mask('p');
  }
  if (text.includes('@') && MAIL.test(text)) return mask('m');
  if (!hasDigit) return text.includes('.') && isHost(text) ? mask('h') : undefined;
  if (NUMBER.test(text)) return mask('n');
  if (IPV4.test(text)) return mask('i');
  if (text.includes(':')) {
    if (CLOCK.test(text) || DATE.test(text)) return mask('t');
    if (MAC.test(text)) return mask('x');
    if (IPV6.test(text)) return mask('i');
    if (PORT_OF_HOST.test(text)) return mask('h');
    return undefined;
  }
  if (UUID.test(text)) return mask('u');
  if (DATE.test(text) || WRITTEN_DATE.test(text)) return mask('t');
  if (MAC.test(text)) return mask('x');
  if (text.includes('.') && isHost(text)) return mask('h');
  return undefined;
}

/** The token of a piece between delimiters: a mask where it varies by its looks, else the piece itself. */
export function tokenOf(piece: string, isValue: boolean): string {
  if (CONTROL.test(piece)) return mask('w');
  if ((isValue ? NOTHING_OR_TRUTH : TRUTH).test(piece)) return mask('b');
  const whole = maskWhole(piece);
  if (whole !== undefined) return whole;
  if (!DIGIT.test(piece)) return piece;
  if (HEX.test(piece)) return mask('x');
  return NUMBERED_WORD.test(piece) ? piece : mask('w');
}

function isHost(text: string): boolean {
  if (!HOST.test(text)) return false;
  const labels = text.split('.');
  return TOP_LEVELS.has(labels.at(-1) ?? '') && !PACKAGE_ROOTS.has(labels[0] ?? '');
}

/** `read/write` and `TCP/IP` are words. */
function isPath(text: string, hasDigit: boolean): boolean {
  const parts = text.split(/[/\\]/);
  return hasDigit || parts.length > 2 || /\.[a-zA-Z]{1,5}$/.test(text);
}
