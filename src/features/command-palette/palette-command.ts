import type { ShortcutId } from '../../stores/shortcuts.ts';

/** Something that can be done, as the palette offers it. */
export interface PaletteCommand {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** What else people call it. */
  readonly words?: string;
  /** The key that does the same. */
  readonly shortcut?: ShortcutId;
  /** Which of its keys, where each does another thing. */
  readonly key?: string;
  /** Why it cannot be done now. */
  readonly whyNot?: string | undefined;
  /** There are many of its kind: it is offered to whoever looks for it. */
  readonly isOnlyFound?: boolean;
  run(): void;
}
