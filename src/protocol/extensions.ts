/**
 * What both ends may agree on beyond the specification (protocol, "Extensions"). The client asks for extensions in the address,
 * the server names those that it took in `stream_start.data.ext`; a server that knows none ignores the question.
 */
export type Extension = (typeof EXTENSIONS)[number];

/** `resume.1`: positions, and an answer on what a resumed stream lacks. `batch.1`: many logs in one message. */
export const EXTENSIONS = ['resume.1', 'batch.1'] as const;

/** What a client asks for in the address besides the stream itself. */
export interface ExtensionRequest {
  readonly ext: readonly Extension[];
  /** The position of the last log that was received: what came after it is wanted (`resume.1`). */
  readonly after: string | undefined;
}

/** What the server says on a stream that was asked to go on after a position (`resume.1`). */
export const RESUME_STATUSES = ['recovered', 'truncated', 'new_epoch'] as const;
export type ResumeStatus = (typeof RESUME_STATUSES)[number];

/** Longer ones are nobody's position. */
const MAX_POSITION_LENGTH = 256;

/** The extensions of a list that are known here; what isn't is left out. */
export function knownExtensions(names: readonly unknown[]): readonly Extension[] {
  return EXTENSIONS.filter((extension) => names.includes(extension));
}

/** Reads `ext` and `after` of an address. An unknown extension is no error: it is not taken, and that is told. */
export function parseExtensionParameters(parameters: URLSearchParams): ExtensionRequest {
  const after = parameters.get('after') ?? '';
  return {
    ext: knownExtensions((parameters.get('ext') ?? '').split(',')),
    after: isPosition(after) ? after : undefined,
  };
}

/** Adds `ext` and `after` to the parameters of an address. */
export function writeExtensionParameters(parameters: URLSearchParams, request: ExtensionRequest): void {
  if (request.ext.length > 0) parameters.set('ext', request.ext.join(','));
  if (request.after !== undefined) parameters.set('after', request.after);
}

/** Whether a text can be a position: `epoch:number` from a server of this project, a short text of any shape from others. */
export function isPosition(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_POSITION_LENGTH;
}
