import type { AwayMarker, EvictedMarker, GapFilling, GapMarker, GapSketch, Marker, NoteMarker } from './log-entry.ts';

const NONE: readonly EvictedMarker[] = [];

/** The markers of a buffer by sequence number: few, compared with the lines. */
export class HeldMarkers {
  readonly #markers = new Map<number, Marker>();
  readonly #seqByGapId = new Map<number, number>();
  #lastGapId = 0;
  #lastNoteId = 0;

  get count(): number {
    return this.#markers.size;
  }

  at(seq: number): Marker | undefined {
    return this.#markers.size === 0 ? undefined : this.#markers.get(seq);
  }

  put(marker: Marker): void {
    this.#markers.set(marker.seq, marker);
    if (marker.kind === 'gap') this.#seqByGapId.set(marker.gapId, marker.seq);
  }

  /** Answers the id that the gap bears from now on. */
  putGap(seq: number, gap: GapSketch): number {
    this.#lastGapId += 1;
    this.put({ ...gap, kind: 'gap', seq, gapId: this.#lastGapId, filling: { kind: 'open' } });
    return this.#lastGapId;
  }

  /** Marks a place with the reader's own word; answers the marker. */
  putNote(seq: number, label: string, at: number): NoteMarker {
    this.#lastNoteId += 1;
    const note = { kind: 'note', seq, noteId: this.#lastNoteId, label, from: at, to: at } as const;
    this.put(note);
    return note;
  }

  remove(seq: number): void {
    const marker = this.at(seq);
    if (marker?.kind === 'gap') this.#seqByGapId.delete(marker.gapId);
    this.#markers.delete(seq);
  }

  /** Those before a number get greater numbers by as much, those from it on by as much. */
  renumber(at: number, before: number, behind: number): void {
    const markers = [...this.#markers.values()];
    this.#markers.clear();
    for (const marker of markers) {
      const seq = marker.seq + (marker.seq < at ? before : behind);
      this.put(marker.kind === 'evicted' ? { ...marker, seq, end: seq + marker.end - marker.seq } : { ...marker, seq });
    }
  }

  clear(): void {
    this.#markers.clear();
    this.#seqByGapId.clear();
  }

  gapById(gapId: number): GapMarker | undefined {
    const seq = this.#seqByGapId.get(gapId);
    const marker = seq === undefined ? undefined : this.#markers.get(seq);
    return marker?.kind === 'gap' ? marker : undefined;
  }

  /** Those that the reader dropped, in their order. */
  notes(): readonly NoteMarker[] {
    return [...this.#markers.values()].filter((marker) => marker.kind === 'note').sort((a, b) => a.seq - b.seq);
  }

  aways(): readonly AwayMarker[] {
    return [...this.#markers.values()].filter((marker) => marker.kind === 'away');
  }

  /** Says what is being done to get the lines of a marker; answers whether it is there. */
  setFilling(marker: GapMarker | EvictedMarker | undefined, filling: GapFilling): boolean {
    if (marker === undefined) return false;
    this.#markers.set(marker.seq, { ...marker, filling });
    return true;
  }

  /** Where lines are missing, or had to go. */
  absences(): readonly (GapMarker | EvictedMarker)[] {
    return [...this.#markers.values()].filter((marker) => marker.kind === 'gap' || marker.kind === 'evicted');
  }

  evicted(): readonly EvictedMarker[] {
    if (this.#markers.size === 0) return NONE;
    return [...this.#markers.values()].filter((marker) => marker.kind === 'evicted');
  }

  /** The first marker from a number on. */
  firstFrom(seq: number): Marker | undefined {
    return first(this.#markers.values(), seq);
  }

  firstEvictedFrom(seq: number): EvictedMarker | undefined {
    return first(this.evicted(), seq);
  }

  /** How many markers stand from `from` up to, but without, `to`. */
  countBetween(from: number, to: number): number {
    let count = 0;
    for (const seq of this.#markers.keys()) if (seq >= from && seq < to) count += 1;
    return count;
  }
}

function first<One extends Marker>(markers: Iterable<One>, from: number): One | undefined {
  let found: One | undefined;
  for (const marker of markers) {
    if (marker.seq >= from && (found === undefined || marker.seq < found.seq)) found = marker;
  }
  return found;
}
