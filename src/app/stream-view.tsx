import { useRef, type JSX } from 'react';
import { Find } from '../features/find/find.tsx';
import { LedgerBar } from '../features/ledger-bar/ledger-bar.tsx';
import { LogViewer, rowMessage } from '../features/log-viewer/log-viewer.tsx';
import { Patterns } from '../features/patterns/patterns.tsx';
import { QueryBar } from '../features/query-bar/query-bar.tsx';
import { VolumeChart } from '../features/volume-chart/volume-chart.tsx';
import { useCommands, usePaneId, usePanes, usePaneStore, useStream } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { Later } from '../ui/later.tsx';
import styles from './app.module.css';

const signIn = loadWhenUsed(async () => (await import('../features/sign-in/sign-in.tsx')).SignIn);
const lineDetails = loadWhenUsed(async () => {
  const [{ LineDetails }, messageInRow] = await Promise.all([
    import('../features/line-details/line-details.tsx'),
    rowMessage.get(),
  ]);
  return { LineDetails, messageInRow };
});

/** The way in, where nobody is signed in or the credentials were refused. */
export function WayIn(): JSX.Element {
  return <Later part={signIn}>{(SignIn) => <SignIn />}</Later>;
}

interface StreamViewProps {
  /** Whether it stands beside others, which have their landmarks too. */
  readonly isOneOfMany: boolean;
  readonly isRefused: boolean;
  /** Whether the patterns stand over all else. */
  readonly isCovered: boolean;
  /** Whether the way in is to be shown over its lines, where credentials were refused. */
  readonly asks: boolean;
}

/** All that is seen of one stream: what is asked for, its lines, one line's details, and where every line went. */
export function StreamView({ isOneOfMany, isRefused, isCovered, asks }: StreamViewProps): JSX.Element {
  const hasDetails = useStream((state) => state.opened !== undefined);
  const paneStore = usePaneStore();
  const paneId = usePaneId();
  const hasPatterns = usePanes(({ patternsIn }) => patternsIn === paneId);
  const commands = useCommands();
  const lines = useRef<HTMLDivElement>(null);
  return (
    <>
      <div inert={isRefused || isCovered}>
        <QueryBar />
        <VolumeChart />
      </div>
      <div
        role={isOneOfMany ? undefined : 'main'}
        className={styles['main']}
        data-details={hasDetails}
        data-patterns={hasPatterns}
      >
        <div className={styles['clear']} data-clear />
        <div ref={lines} className={styles['lines']} inert={isCovered}>
          <div className={styles['behind']} inert={isRefused}>
            <LogViewer />
          </div>
          {isRefused && asks && (
            <div className={styles['refused']}>
              <WayIn />
            </div>
          )}
        </div>
        {hasPatterns && <Patterns onClose={() => paneStore.setState({ patternsIn: undefined })} />}
        {hasDetails && !isCovered && (
          <Later part={lineDetails} onGiveUp={() => commands.closeLine()}>
            {({ LineDetails, messageInRow }) => <LineDetails messageInRow={messageInRow} />}
          </Later>
        )}
      </div>
      <Find lines={lines} />
      <LedgerBar />
    </>
  );
}
