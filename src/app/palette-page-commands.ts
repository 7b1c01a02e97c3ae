import type { PaletteCommand } from '../features/command-palette/command-palette.tsx';
import { DENSITIES, MAX_PANES, THEMES, TIME_MODES, type Settings } from '../stores/index.ts';
import type { PaletteParts } from './palette-commands.ts';

const REFUSED = 'The browser refused to copy.';

/** How the page looks, what it opens, and what is shared of it. */
export function pageCommands(parts: PaletteParts): readonly PaletteCommand[] {
  const { context, say, open } = parts;
  const { commands } = context;
  const copied = async (copying: Promise<boolean>, words: string): Promise<void> =>
    say((await copying) ? words : REFUSED);
  return [
    ...viewCommands(parts),
    {
      id: 'patterns',
      name: 'Patterns',
      words: 'templates groups similar',
      group: 'Page',
      run: () => open('patterns'),
    },
    ...paneCommands(parts),
    { id: 'share', name: 'Share this stream…', words: 'link url', group: 'Page', run: () => open('share') },
    {
      id: 'copy-link',
      name: 'Copy link',
      words: 'share url address',
      group: 'Page',
      run: () => void copied(commands.copy(commands.shareLink()), 'Link copied: it holds no token.'),
    },
    {
      id: 'notifications',
      name: 'Notifications…',
      words: 'alerts tray bell rules',
      group: 'Page',
      run: () => open('notifications'),
    },
    {
      id: 'connection',
      name: 'Connection details…',
      words: 'ledger problems history latency',
      group: 'Page',
      run: () => open('connection'),
    },
    {
      id: 'diagnostics',
      name: 'Copy diagnostics',
      words: 'debug report support',
      group: 'Page',
      run: () => void copied(commands.copyDiagnostics(), 'Diagnostics copied: no content, no queries, no secrets.'),
    },
    {
      id: 'settings',
      name: 'Settings…',
      words: 'preferences options columns font',
      group: 'Page',
      shortcut: 'settings',
      run: () => open('settings'),
    },
    {
      id: 'shortcuts',
      name: 'Keyboard shortcuts…',
      words: 'help keys hotkeys',
      group: 'Page',
      shortcut: 'shortcuts',
      run: () => open('shortcuts'),
    },
    {
      id: 'sign-out',
      name: 'Sign out',
      words: 'log out leave tenant',
      group: 'Page',
      run: () => commands.signOut(),
    },
  ];
}

function viewCommands({ context, say }: PaletteParts): readonly PaletteCommand[] {
  const { settingsStore, commands } = context;
  const settings = settingsStore.getState();
  const change = (changes: Partial<Settings>, words: string) => (): void => {
    commands.changeSettings(changes);
    say(words);
  };
  const group = 'View';
  const { isWrapped, foldsRepeats, showsVolume, timeZone, timeMode, density, theme, hasSingleKeys } = settings;
  const otherZone = timeZone === 'utc' ? 'local' : 'utc';
  return [
    {
      id: 'wrap',
      name: isWrapped ? 'Cut long lines' : 'Wrap long lines',
      words: 'wrap',
      group,
      shortcut: 'wrap',
      run: change({ isWrapped: !isWrapped }, isWrapped ? 'Long lines are cut.' : 'Long lines are wrapped.'),
    },
    {
      id: 'repeats',
      name: foldsRepeats ? 'Show repeated lines one by one' : 'Fold repeated lines',
      words: 'collapse duplicates',
      group,
      run: change(
        { foldsRepeats: !foldsRepeats },
        foldsRepeats ? 'Repeated lines have rows of their own.' : 'Repeated lines share a row.',
      ),
    },
    {
      id: 'volume',
      name: showsVolume ? 'Hide log volume' : 'Show log volume',
      words: 'chart histogram over time',
      group,
      run: change({ showsVolume: !showsVolume }, showsVolume ? 'The volume is hidden.' : 'The volume is shown.'),
    },
    ...TIME_MODES.filter((mode) => mode !== timeMode).map((mode) => ({
      id: `times ${mode}`,
      name: `Times ${mode}`,
      words: 'time mode clock ago difference',
      group,
      shortcut: 'timeMode' as const,
      run: change({ timeMode: mode }, `Times are ${mode}.`),
    })),
    {
      id: 'time-zone',
      name: otherZone === 'utc' ? 'Times in UTC' : 'Times in local time',
      words: 'time zone',
      group,
      run: change({ timeZone: otherZone }, otherZone === 'utc' ? 'Times are in UTC.' : 'Times are in local time.'),
    },
    ...DENSITIES.filter((one) => one !== density).map((one) => ({
      id: `density ${one}`,
      name: `Density: ${one}`,
      words: 'rows height spacing',
      group,
      run: change({ density: one }, `Rows are ${one}.`),
    })),
    ...THEMES.filter((one) => one !== theme).map((one) => ({
      id: `theme ${one}`,
      name: `Theme: ${one === 'system' ? 'as the system' : one}`,
      words: 'dark light mode colours appearance',
      group,
      run: change({ theme: one }, one === 'system' ? 'The theme is the system’s.' : `The theme is ${one}.`),
    })),
    {
      id: 'single-keys',
      name: hasSingleKeys ? 'Switch single-key shortcuts off' : 'Switch single-key shortcuts on',
      words: 'keyboard hotkeys',
      group,
      run: change(
        { hasSingleKeys: !hasSingleKeys },
        hasSingleKeys ? 'Single-key shortcuts are off.' : 'Single-key shortcuts are on.',
      ),
    },
  ];
}

/** What is done with several streams side by side. */
function paneCommands({ context }: PaletteParts): readonly PaletteCommand[] {
  const { commands, paneStore, paneId } = context;
  const { panes, isInStep } = paneStore.getState();
  const add: PaletteCommand = {
    id: 'add-pane',
    name: 'Add pane',
    words: 'split compare side by side column stream',
    group: 'Page',
    run: () => commands.addPane(),
  };
  if (panes.length === 1) return [add];
  return [
    ...(panes.length < MAX_PANES ? [add] : []),
    {
      id: 'close-pane',
      name: `Close pane ${panes.findIndex(({ id }) => id === paneId) + 1}`,
      words: 'end stream split',
      group: 'Page',
      run: () => commands.closePane(paneId),
    },
    {
      id: 'in-step',
      name: isInStep ? 'Scroll each pane by itself' : 'Scroll in step',
      words: 'panes same time synchronous compare',
      group: 'Page',
      run: () => paneStore.setState(({ activeId }) => ({ isInStep: !isInStep, leaderId: activeId, step: undefined })),
    },
  ];
}
