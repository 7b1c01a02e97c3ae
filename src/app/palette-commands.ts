import type { PaletteCommand } from '../features/command-palette/command-palette.tsx';
import type { AppContextValue } from '../stores/index.ts';
import { lineCommands } from './palette-line-commands.ts';
import { pageCommands } from './palette-page-commands.ts';
import { streamCommands } from './palette-stream-commands.ts';

export interface PaletteParts {
  readonly context: AppContextValue;
  /** Says what came of a command where nothing else on the page shows it. */
  readonly say: (words: string) => void;
  /** Opens what a button of the page opens; the focus comes back to where it is now. */
  readonly open: (name: string) => void;
}

/** What a part of the product has to offer at the moment. Whoever adds a part adds its commands here. */
const OFFERS: readonly ((parts: PaletteParts) => readonly PaletteCommand[])[] = [
  streamCommands,
  lineCommands,
  pageCommands,
];

/** Everything that can be done now, in the order in which it is offered. */
export function paletteCommands(parts: PaletteParts): readonly PaletteCommand[] {
  return OFFERS.flatMap((offer) => offer(parts));
}
