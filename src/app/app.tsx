import type { JSX } from 'react';
import { AccountMenu } from '../features/account-menu/account-menu.tsx';
import { Bookmarks } from '../features/bookmarks/bookmarks.tsx';
import { ConnectionStatus } from '../features/connection-status/connection-status.tsx';
import { FindButton } from '../features/find/find.tsx';
import { NotificationTray, Toasts } from '../features/notifications/notifications.tsx';
import { PatternsButton } from '../features/patterns/patterns.tsx';
import { Settings } from '../features/settings/settings.tsx';
import { Sharing } from '../features/sharing/sharing.tsx';
import { activePane, AppContext, useHasPanes, usePanes, usePaneStore, useSession } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import { Later, LoadProblem, usePartState } from '../ui/later.tsx';
import { usePopupDoor } from '../ui/popup.ts';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import styles from './app.module.css';
import type { App } from './create-app.ts';
import { notificationKeeping } from './notification-stream.ts';
import { Commands, PageTools } from './page-tools.tsx';
import type { StreamDriver } from './stream-driver.ts';
import { AddPane, PanesArea, PaneTools } from './panes-area.tsx';
import { WayIn } from './stream-view.tsx';
import { usePreloading } from './use-preloading.ts';
import { useSharedSocket } from './use-shared-socket.ts';

const siteNotice = loadWhenUsed(async () => (await import('../features/site-notice/site-notice.tsx')).SiteNotice);
const question = loadWhenUsed(async () => (await import('./question.tsx')).Question);

/** The page: one screen of bands, or the way in. */
export function AppPage({ app }: { readonly app: App }): JSX.Element {
  return (
    <AppContext value={app.context}>
      <Sockets app={app} />
      <Screen />
    </AppContext>
  );
}

function Sockets({ app }: { readonly app: App }): JSX.Element {
  usePanes((state) => state.panes);
  const keeping = usePartState(notificationKeeping);
  const notifications = app.notifications();
  return (
    <>
      {app.panes().map(({ id, stream }) => (
        <Socket key={id} driver={stream.driver} />
      ))}
      {notifications && <Socket driver={notifications} />}
      {keeping.kind === 'failed' && <LoadProblem part={notificationKeeping} onGiveUp={() => undefined} />}
    </>
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
          <WayIn />
        </main>
      );
    case 'asking':
      return (
        <main className={styles['notice']}>
          <h1 className="visually-hidden">NeuralLog Live</h1>
          <Later part={question}>{(Question) => <Question {...phase} />}</Later>
        </main>
      );
    case 'signed_in':
    case 'refused':
      return <Dashboard isRefused={phase.kind === 'refused'} />;
  }
}

function Dashboard({ isRefused }: { readonly isRefused: boolean }): JSX.Element {
  const active = usePanes(activePane);
  const hasPanes = useHasPanes();
  const hasNotice = useSession((state) => state.notice !== undefined);
  const paneStore = usePaneStore();
  const hasPatterns = usePanes(({ patternsIn }) => patternsIn === active?.id);
  // There the patterns stand over all else.
  const isCovered = useIsNarrow() && hasPatterns;
  usePopupDoor('patterns', () => paneStore.setState({ patternsIn: active?.id }));
  usePreloading();
  return (
    <div className={styles['screen']}>
      {/* What is asked of the page as a whole is asked of the pane that has the focus. */}
      <AppContext value={active?.context}>
        <div inert={isCovered}>
          <header className={styles['bar']}>
            <Logo />
            <h1 className={styles['name']}>NeuralLog</h1>
            <AccountMenu />
            {!hasPanes && <ConnectionStatus />}
            <span className={styles['spacer']} />
            <FindButton />
            <Commands />
            <PatternsButton
              isOpen={hasPatterns}
              onToggle={() => paneStore.setState({ patternsIn: hasPatterns ? undefined : active?.id })}
            />
            <PaneTools />
            <AddPane />
            <Bookmarks />
            <Sharing />
            <Settings />
            <NotificationTray />
          </header>
          {hasNotice && <Later part={siteNotice}>{(SiteNotice) => <SiteNotice />}</Later>}
        </div>
      </AppContext>
      <PanesArea isRefused={isRefused} isCovered={isCovered} />
      <Toasts />
      {active !== undefined && (
        <AppContext value={active.context}>
          <PageTools />
        </AppContext>
      )}
    </div>
  );
}

function Logo(): JSX.Element {
  return (
    <svg className={styles['logo']} width="16" height="16" viewBox="0 0 16 16" aria-hidden>
      <path d="M1 4h9M4 8h11M1 12h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" fill="none" />
    </svg>
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
