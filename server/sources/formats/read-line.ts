import { readAccessLog } from './access-log.ts';
import { cutVisible, hasEscape, withoutColour } from './colour-codes.ts';
import { readJsonLine } from './json-line.ts';
import { readLogfmt } from './logfmt.ts';
import { mergedMetadata, metadataOf, NO_METADATA, type ParsedLine, type ReadBody } from './parsed-line.ts';
import { readPlainPrefix } from './plain-prefix.ts';
import { readProgramLayout } from './program-layouts.ts';
import { readSyslog } from './syslog.ts';
import { readTimeText } from './time-prefix.ts';

/** How much of a line is looked at for what stands before its message. */
const HEAD = 4096;
/** A line in a line in a line: Docker's envelope around syslog around JSON is as deep as it gets. */
const MOST_ENVELOPES = 3;

/** Kubernetes' container runtimes: `2026-11-23T12:00:00.123456789Z stderr F message` */
const CRI = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) [FP] /;
/** `docker compose logs`: `checkout-1  | message` */
const COMPOSE = /^([a-z\d][\w.-]{0,100}[-_]\d{1,4}) +\| /;
/** `kubectl logs --prefix`: `[pod/checkout-7f9c/app] message` */
const KUBECTL = /^\[pod\/([^/\]]{1,253})\/([^\]]{1,253})\] /;

/** Tries the formats, the most telling first. What fits none is a message as it stands. */
export function readLine(line: string, readAt: number, envelopes = 0): ParsedLine {
  const readBody: ReadBody = (body) =>
    envelopes < MOST_ENVELOPES ? readLine(body, readAt, envelopes + 1) : readPlainLine(body, readAt);
  const isColoured = hasEscape(line.length > HEAD ? line.slice(0, HEAD) : line);
  const visible = isColoured ? withoutColour(line) : line;
  const first = visible.charAt(0) <= ' ' ? visible.trimStart().charAt(0) : visible.charAt(0);
  return (
    (first === '{' ? readJsonLine(visible, readAt, readBody) : undefined) ??
    readEnvelope(line, isColoured ? visible : line, readAt, readBody) ??
    readSyslog(line, readAt, readBody) ??
    readAccessLog(visible, readAt) ??
    readLogfmt(visible, readAt) ??
    readPlainLine(line, readAt)
  );
}

function readEnvelope(line: string, visible: string, readAt: number, readBody: ReadBody): ParsedLine | undefined {
  const head = visible.slice(0, 600);
  const cri = CRI.exec(head);
  if (cri !== null) {
    const body = readBody(cutVisible(line, cri[0].length));
    const metadata = mergedMetadata(metadataOf([['stream', cri[2]]]), body.metadata);
    return { ...body, time: body.time ?? readTimeText(cri[1] ?? '', readAt), metadata };
  }
  const compose = COMPOSE.exec(head);
  if (compose !== null) {
    const body = readBody(cutVisible(line, compose[0].length));
    return { ...body, source: body.source ?? compose[1] };
  }
  const kubectl = KUBECTL.exec(head);
  if (kubectl !== null) {
    const body = readBody(cutVisible(line, kubectl[0].length));
    const metadata = mergedMetadata(metadataOf([['pod', kubectl[1]]]), body.metadata);
    return { ...body, source: body.source ?? kubectl[2], metadata };
  }
  return undefined;
}

/** A line without structure: a time and a level at its beginning, then the message, which keeps its colours. */
function readPlainLine(line: string, readAt: number): ParsedLine {
  const isLong = line.length > HEAD;
  const start = isLong ? line.slice(0, HEAD) : line;
  const isColoured = hasEscape(start);
  const head = isColoured ? withoutColour(start) : start;
  const prefix = readProgramLayout(head, readAt) ?? readPlainPrefix(head, readAt);
  if (prefix === undefined) return { message: line, metadata: NO_METADATA };
  const cut = isColoured ? cutVisible(line, prefix.end) : line.slice(prefix.end);
  const isEmpty = (isColoured ? withoutColour(cut) : cut).trim() === '';
  return {
    // A line of nothing but a time and a level is better shown as it is.
    message: isEmpty ? line : cut,
    time: prefix.time,
    level: prefix.level,
    source: prefix.source,
    metadata: prefix.metadata,
  };
}
