import type { PaletteCommand } from '../features/command-palette/command-palette.tsx';
import { filterWith, toggleLevel, valuesOf, wantedLevels } from '../features/query-bar/query-bar.tsx';
import { LEVELS } from '../protocol/index.ts';
import type { ConnectionState } from '../client/index.ts';
import { focusOn } from './page-keys.ts';
import type { PaletteParts } from './palette-commands.ts';

/** As many as anybody looks through; any other can be typed into the sources. */
const MAX_SOURCES = 200;

/** What is seen of the stream, and whether it flows. */
export function streamCommands(parts: PaletteParts): readonly PaletteCommand[] {
  const { streamStore, logStore, connectionStore, commands } = parts.context;
  const { isPaused, stretch, request } = streamStore.getState();
  const { isFollowing } = logStore.getState();
  const isNarrowed = request.query !== '' || Object.keys(request.filter).length > 0;
  const group = 'Stream';
  return [
    stretch === undefined
      ? {
          id: 'pause',
          name: isPaused ? 'Resume stream' : 'Pause stream',
          words: 'stop start play freeze',
          group,
          shortcut: 'pause',
          run: () => (isPaused ? commands.resume() : commands.pause()),
        }
      : { id: 'go-live', name: 'Go live', words: 'stretch resume', group, run: () => commands.goLive() },
    {
      id: 'latest',
      name: 'Jump to latest',
      words: 'newest end bottom follow tail',
      group,
      shortcut: 'newestLine',
      whyNot: isFollowing ? 'The newest line is in view' : undefined,
      run: () => commands.follow(),
    },
    {
      id: 'older',
      name: 'Load older lines',
      words: 'first history top beginning',
      group,
      whyNot: logStore.getState().older.kind === 'start' ? 'The server has none' : undefined,
      run: () => commands.loadOlder(),
    },
    {
      id: 'query',
      name: 'Go to the query',
      words: 'search filter type',
      group,
      shortcut: 'query',
      run: () => focusOn('[aria-label="Query"]'),
    },
    {
      id: 'show-all',
      name: 'Show all lines',
      words: 'clear reset remove query filter',
      group,
      whyNot: isNarrowed ? undefined : 'All lines are shown',
      run: () => commands.showAll(),
    },
    ...levelCommands(parts),
    {
      id: 'sources',
      name: 'Go to the sources',
      words: 'service filter',
      group,
      shortcut: 'sources',
      run: () => focusOn('[role="combobox"][aria-label="Sources"]'),
    },
    ...sourceCommands(parts),
    {
      id: 'retry',
      name: 'Retry now',
      words: 'reconnect connection',
      group,
      whyNot: whyNotRetry(connectionStore.getState().logs.state),
      run: () => commands.retryNow(),
    },
  ];
}

function levelCommands({ context: { streamStore, commands } }: PaletteParts): readonly PaletteCommand[] {
  const wanted = wantedLevels(streamStore.getState().request.filter);
  return LEVELS.map((level, index) => {
    const isWanted = wanted.includes(level);
    const verb = isWanted ? 'No longer show' : wanted.length === 0 ? 'Show only' : 'Also show';
    return {
      id: `level ${level}`,
      name: `${verb} ${level.charAt(0)}${level.slice(1).toLowerCase()}`,
      words: 'level severity filter toggle',
      group: 'Levels',
      shortcut: 'level',
      key: String(index + 1),
      run: () => commands.setFilter(toggleLevel(streamStore.getState().request.filter, level)),
    };
  });
}

function sourceCommands({ context: { logStore, streamStore, commands } }: PaletteParts): readonly PaletteCommand[] {
  const chosen = valuesOf(streamStore.getState().request.filter, 'source').map(String);
  const { sources } = logStore.getState();
  return sources
    .values()
    .slice(0, MAX_SOURCES)
    .map((source) => {
      const isChosen = chosen.includes(source);
      const verb = isChosen ? 'No longer only' : chosen.length === 0 ? 'Only' : 'Also';
      const next = isChosen ? chosen.filter((one) => one !== source) : [...chosen, source];
      return {
        id: `source ${source}`,
        name: `${verb} source ${source === '' ? '(none)' : source}`,
        group: 'Sources',
        isOnlyFound: true,
        run: () => commands.setFilter(filterWith(streamStore.getState().request.filter, 'source', next)),
      };
    });
}

function whyNotRetry(state: ConnectionState): string | undefined {
  switch (state.kind) {
    case 'reconnecting':
    case 'offline':
    case 'polling':
    case 'stalled':
      return undefined;
    case 'idle':
    case 'connecting':
      return 'It is connecting';
    case 'live':
    case 'paused':
      return 'It is connected';
    case 'unauthorized':
      return 'Sign in first';
    case 'ended':
      return 'The stream has ended';
  }
}
