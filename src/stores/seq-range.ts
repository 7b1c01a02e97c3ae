/** Sequence numbers from the first to the last, both included. */
export interface SeqRange {
  readonly first: number;
  readonly last: number;
}

/** What is being read, by sequence numbers, all of them included: `first` to `last`, the last one in view being `inView`. */
export interface ReadRange extends SeqRange {
  readonly inView: number;
}
