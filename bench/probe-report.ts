/** What the probe saw of a page between `begin` and `end`. Times are milliseconds of the page's own clock. */
export interface ProbeReport {
  /** Adds up to milliseconds since 1970 with a time. */
  readonly timeOrigin: number;
  readonly frames: readonly number[];
  /** Each change of the newest number on the screen: when it was seen first, and the number. */
  readonly newest: readonly (readonly [at: number, number: number])[];
  readonly looks: number;
  /** Looks that found no line at the end of a list that had been full. */
  readonly emptyTails: number;
  /** Looks that found a place without a line anywhere in the list. */
  readonly blanks: number;
  readonly longTasks: readonly (readonly [at: number, ms: number])[];
}

/** What is there now. */
export interface ProbeState {
  readonly newest: number | undefined;
  /** When the page was asked for and when its first line was seen, by the page's clock. */
  readonly firstLineAt: number | undefined;
}

/** The numbers of the topmost and of the last line that stand on the screen. */
export interface EdgesOnScreen {
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** When a list held only lines with a word in it, after somebody had asked for them. */
export interface FilterReport {
  readonly askedAt: number;
  readonly firstScreenAt: number | undefined;
  readonly countFinalAt: number | undefined;
}

/** When a count stood on the screen that somebody had asked for. */
export interface FindReport {
  readonly askedAt: number;
  readonly countAt: number | undefined;
}

/** How the probe is spoken to. */
export interface Probe {
  begin(options: { readonly lookEverywhere: boolean }): void;
  end(): ProbeReport;
  state(): ProbeState;
  edges(): EdgesOnScreen;
  /** From the next click or press of Enter on: waits for a screen of lines with this word, and for this count of shown lines. */
  watchFilter(word: string, shown: number): void;
  filterReport(): FilterReport | undefined;
  /** From the next text that is typed on: waits for so many matches to stand beside the field. */
  watchFind(count: number): void;
  findReport(): FindReport | undefined;
}
