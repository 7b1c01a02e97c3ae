import { useEffect, useRef, useState, type JSX, type RefObject } from 'react';
import { AccountMenu } from '../features/account-menu/account-menu.tsx';
import { Bookmarks } from '../features/bookmarks/bookmarks.tsx';
import { ConnectionStatus } from '../features/connection-status/connection-status.tsx';
import { Find, FindButton } from '../features/find/find.tsx';
import { LedgerBar } from '../features/ledger-bar/ledger-bar.tsx';
import { LogViewer } from '../features/log-viewer/log-viewer.tsx';
import { NotificationTray, Toasts } from '../features/notifications/notifications.tsx';
import { Patterns, PatternsButton } from '../features/patterns/patterns.tsx';
import { QueryBar } from '../features/query-bar/query-bar.tsx';
import { Settings } from '../features/settings/settings.tsx';
import { Sharing } from '../features/sharing/sharing.tsx';
import { SiteNotice } from '../features/site-notice/site-notice.tsx';
import { VolumeChart } from '../features/volume-chart/volume-chart.tsx';
import { AppContext, useCommands, useSession, useStream } from '../stores/index.ts';
import { Button } from '../ui/button.tsx';
import { loadWhenUsed } from '../ui/later-part.ts';
import { Later } from '../ui/later.tsx';
import { usePopupDoor } from '../ui/popup.ts';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import styles from './app.module.css';
import type { App } from './create-app.ts';
import { Commands, PageTools } from './page-tools.tsx';
import type { StreamDriver } from './stream-driver.ts';
import { usePreloading } from './use-preloading.ts';
import { useSharedSocket } from './use-shared-socket.ts';

const signIn = loadWhenUsed(async () => (await import('../features/sign-in/sign-in.tsx')).SignIn);
const lineDetails = loadWhenUsed(async () => (await import('../features/line-details/line-details.tsx')).LineDetails);
const alertDialog = loadWhenUsed(async () => (await import('../ui/alert-dialog.tsx')).AlertDialog);

/** The page: one screen of bands, or the way in. */
export function AppPage({ app }: { readonly app: App }): JSX.Element {
  return (
    <AppContext value={app.context}>
      {app.drivers.map((driver, index) => (
        <Socket key={index === 0 ? 'logs' : 'notifications'} driver={driver} />
      ))}
      <Screen />
    </AppContext>
  );
}

/** Renders nothing, so that the hook's own changes of state cost nothing. */
function Socket({ driver }: { readonly driver: StreamDriver }): null {
  useSharedSocket(driver);
  return null;
}

function Screen(): JSX.Element | null {
  const phase = useSession((state) => state.phase);
  switch (phase.kind) {
    case 'starting':
      return null;
    case 'signed_out':
      return (
        <main className={styles['notice']}>
          <Later part={signIn}>{(SignIn) => <SignIn />}</Later>
        </main>
      );
    case 'asking':
      return <Question question={phase.question} confirmLabel={phase.confirmLabel} />;
    case 'signed_in':
    case 'refused':
      return <Dashboard isRefused={phase.kind === 'refused'} />;
  }
}

function Dashboard({ isRefused }: { readonly isRefused: boolean }): JSX.Element {
  const bands = useRef<HTMLDivElement>(null);
  const hasDetails = useStream((state) => state.opened !== undefined);
  const clear = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const commands = useCommands();
  const [hasPatterns, setHasPatterns] = useState(false);
  // There the patterns stand over all else.
  const isCovered = useIsNarrow() && hasPatterns;
  usePopupDoor('patterns', () => setHasPatterns(true));
  useToastPlace(bands, clear);
  usePreloading();
  return (
    <div className={styles['screen']}>
      <div ref={bands} inert={isCovered}>
        <header className={styles['bar']}>
          <Logo />
          <h1 className={styles['name']}>NeuralLog</h1>
          <AccountMenu />
          <ConnectionStatus />
          <span className={styles['spacer']} />
          <FindButton />
          <Commands />
          <PatternsButton isOpen={hasPatterns} onToggle={() => setHasPatterns(!hasPatterns)} />
          <Bookmarks />
          <Sharing />
          <Settings />
          <NotificationTray />
        </header>
        <SiteNotice />
        <div inert={isRefused}>
          <QueryBar />
          <VolumeChart />
        </div>
      </div>
      <main className={styles['main']} data-details={hasDetails} data-patterns={hasPatterns}>
        <div ref={clear} className={styles['clear']} />
        <div ref={lines} className={styles['lines']} inert={isCovered}>
          <div className={styles['behind']} inert={isRefused}>
            <LogViewer />
          </div>
          {isRefused && (
            <div className={styles['refused']}>
              <Later part={signIn}>{(SignIn) => <SignIn />}</Later>
            </div>
          )}
        </div>
        {hasPatterns && <Patterns onClose={() => setHasPatterns(false)} />}
        {hasDetails && !isCovered && (
          <Later part={lineDetails} onGiveUp={() => commands.closeLine()}>
            {(LineDetails) => <LineDetails />}
          </Later>
        )}
      </main>
      <Find lines={lines} />
      <LedgerBar />
      <Toasts />
      <PageTools />
    </div>
  );
}

/** Toasts float under the bands and over the lines, never over the details or the ledger: what is `clear` of them depends on what is shown. */
function useToastPlace(bands: RefObject<HTMLElement | null>, clear: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const place = (): void => {
      style.setProperty('--bands-height', `${bands.current?.offsetHeight ?? 0}px`);
      const { right, bottom } = clear.current?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
      style.setProperty('--details-width', `${window.innerWidth - right}px`);
      style.setProperty('--below-lines', `${window.innerHeight - bottom}px`);
    };
    const observer = new ResizeObserver(place);
    for (const element of [bands.current, clear.current]) if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [bands, clear]);
}

function Logo(): JSX.Element {
  return (
    <svg className={styles['logo']} width="16" height="16" viewBox="0 0 16 16" aria-hidden>
      <path d="M1 4h9M4 8h11M1 12h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" fill="none" />
    </svg>
  );
}

function Question({
  question,
  confirmLabel,
}: {
  readonly question: string;
  readonly confirmLabel: string;
}): JSX.Element {
  const commands = useCommands();
  return (
    <main className={styles['notice']}>
      <h1 className="visually-hidden">NeuralLog Live</h1>
      <Later part={alertDialog}>
        {(AlertDialog) => (
          <AlertDialog title="Sign-in link" question={question} onCancel={() => commands.answer(false)}>
            <Button look="primary" onClick={() => commands.answer(true)}>
              {confirmLabel}
            </Button>
            <Button onClick={() => commands.answer(false)}>Keep mine</Button>
          </AlertDialog>
        )}
      </Later>
    </main>
  );
}

/** What is wrong before there is an app at all. */
export function StartProblem({ message }: { readonly message: string }): JSX.Element {
  return (
    <main className={styles['notice']}>
      <div role="alert" className={styles['card']}>
        <h1>NeuralLog Live cannot start</h1>
        <p>{message}</p>
      </div>
    </main>
  );
}
