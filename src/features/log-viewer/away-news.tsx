import { X } from 'lucide';
import { useEffect, type JSX } from 'react';
import { useCommands, useLogs, type AwayNews } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import { cameWords } from './describe-marker.ts';
import news from './gap-news.module.css';

const NEWS_SHOWN_FOR_MS = 30_000;

/** Says once what came while nobody saw the page; nothing moves because of it. */
function AwayMessage({ away }: { readonly away: AwayNews }): JSX.Element {
  const commands = useCommands();
  useEffect(() => {
    const timer = setTimeout(() => commands.dismissAwayNews(), NEWS_SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [commands]);
  const show = (): void => {
    commands.reveal(away.seq);
    commands.dismissAwayNews();
  };
  return (
    <div className={news['news']}>
      <span>{`You were away for ${formatDuration(away.durationMs)} · ${cameWords(away.lines, away.errors)}`}</span>
      <Button onClick={show}>Show what came</Button>
      <button
        type="button"
        className={news['close']}
        aria-label="Close this message"
        onClick={() => commands.dismissAwayNews()}
      >
        <Icon shape={X} size={14} />
      </button>
    </div>
  );
}

/** The polite place for it: there before it speaks, so that it is heard. */
export function AwayStatus(): JSX.Element {
  const away = useLogs((state) => state.awayNews);
  return (
    <div role="status" aria-label="While you were away">
      {away !== undefined && <AwayMessage key={away.seq} away={away} />}
    </div>
  );
}
