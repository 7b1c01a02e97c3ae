import type { Credential, Filter } from '../protocol/index.ts';
import type { Field, FieldValue, RegexCondition } from '../query/index.ts';
import type { KeptLine } from './bookmark-store.ts';
import type { FindRequest } from './find-store.ts';
import type { LogLine } from './log-entry.ts';
import type { CopyFormat } from './selection-store.ts';
import type { ReadRange } from './seq-range.ts';
import type { Settings } from './settings.ts';
import type { InputProblem, Stretch } from './stream-store.ts';

/** What a person can do. A component calls one of these; the app records what is desired and sees to the rest. */
export interface Commands {
  signIn(tenant: string, credential: Credential): void;
  signOut(): void;
  /** Answers the question of the phase `asking`. */
  answer(isConfirmed: boolean): void;

  pause(): void;
  resume(): void;
  /** Applies a query; a broken one is said next to the field and nothing changes. */
  setQuery(query: string): void;
  setFilter(filter: Filter): void;
  /**
   * Shows only lines whose field has this value or fits this expression (`in`), or none of them (`out`): a condition more in
   * the query.
   */
  filterBy(field: Field, value: FieldValue | RegexCondition, direction: 'in' | 'out'): void;
  /** Takes the query and the filter away at once. */
  showAll(): void;
  dismissProblem(cause: InputProblem['cause']): void;
  /** Shows what the server has between two times, both included, instead of the live stream. */
  showStretch(stretch: Stretch): void;
  /** Leaves a frozen stretch for the live stream. */
  goLive(): void;
  retryNow(): void;
  /** Fetches what the server has of a gap. */
  fillGap(gapId: number): void;
  dismissGapNews(): void;
  /** Loads lines that are older than the first one, where the server has some. */
  loadOlder(): void;
  /** Loads lines back that had to go to make room, from the row that stands in their place. */
  restoreEvicted(seq: number): void;
  /** Gives repeats that share a row rows of their own, or one row again. */
  foldRepeats(seq: number, isFolded: boolean): void;
  /** What is read now goes last when room has to be made. */
  keepWhileRead(range: ReadRange | undefined): void;
  /** The problems in the connection details have been looked at. */
  markProblemsSeen(): void;
  /** Puts the state of both streams into the clipboard, as JSON text without secrets, content and queries. Rejects where what takes it cannot be loaded. */
  copyDiagnostics(): Promise<boolean>;

  /** Opens a line's details, from the list (`seq`) or by id alone. */
  openLine(id: string, seq?: number): void;
  /** Opens the line that is shown before (-1) or after (1) the opened one, where there is one. */
  stepLine(step: -1 | 1): void;
  closeLine(): void;
  showAround(isSourceOnly: boolean): void;
  /** More lines before and after the opened one. */
  showMoreAround(): void;
  /** Takes a bookmark of a line, or takes it back. */
  toggleBookmark(line: KeptLine): void;
  bookmarkSelected(): void;
  /** Keeps a line in view, as what differences of time are taken to; `undefined`: none. */
  pin(line: KeptLine | undefined): void;
  /** Opens the next line (1) or the one before (-1) that has a bookmark, from where the reader is. */
  stepBookmark(step: -1 | 1, from: number | undefined): void;
  /** Shows a line that is kept in the list, where it is there, and its details. */
  showKept(line: KeptLine): void;
  /** Puts a marker behind the newest line. */
  dropMarker(): void;
  renameMarker(noteId: number, label: string): void;
  removeMarker(noteId: number): void;
  dismissAwayNews(): void;
  /** Finds in what is shown. */
  find(request: FindRequest): void;
  /** Brings a row into view. */
  reveal(seq: number): void;
  /** Puts a line into the clipboard as it was read; answers what came of it, in sentences. */
  copyLine(line: LogLine): Promise<{ readonly isCopied: boolean; readonly text: string }>;
  /** Puts the selected lines into the clipboard; what came of it is said in the selection store. */
  copySelected(format: CopyFormat): Promise<void>;
  follow(): void;
  letGo(): void;

  markNotificationsRead(keys: readonly string[]): void;
  setMuted(foldKey: string, isMuted: boolean): void;

  /** Chooses how lines are drawn, from now on and in later visits. */
  changeSettings(changes: Partial<Settings>): void;
  resetSettings(): void;
  /** Gives a field a column of its own. `path`: its name as in a query, `metadata.level` for what hides behind another. */
  addColumn(path: string): void;
  /** The link that shows another person the same stream, with this line opened or else the one that is; never with a credential in it. */
  shareLink(logId?: string): string;
  copy(text: string): Promise<boolean>;
  /** The text of the opened line exactly as it was read, where the server knows it. */
  copyOpenedLine(): Promise<boolean>;
  closeNotice(): void;

  /** Opens a pane beside the others with the stream of this one. */
  addPane(): void;
  /** Ends the stream of a pane and forgets what it brought. The last one stays. */
  closePane(paneId: number): void;
  activatePane(paneId: number): void;
  /** Opens a line in the pane that holds it, else in the active one. */
  showLine(id: string): void;
}
