import type { PaletteCommand } from '../features/command-palette/command-palette.tsx';
import type { AppContextValue } from '../stores/index.ts';
import { openFromHere } from './page-keys.ts';
import { paletteCommands } from './palette-commands.ts';

/** What the palette of this page offers at the moment. */
export function commandsOf(context: AppContextValue): readonly PaletteCommand[] {
  return paletteCommands({
    context,
    say: (words) => context.noteStore.setState({ note: { words } }),
    open: (name) => openFromHere(name),
  });
}
