import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore, type JSX } from 'react';
import { parseTimestamp, type StreamRequest } from '../../protocol/index.ts';
import {
  useCommands,
  useLogStore,
  useNotifications,
  useSettings,
  useStream,
  type Stretch,
} from '../../stores/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { AlertMarks } from './alert-marks.tsx';
import { pointAt, rangeOf } from './brush.ts';
import { describeBars, describeVolume, spokenBars } from './describe-volume.ts';
import { VOLUME_TONES } from './draw-volume.ts';
import { alertsWithin, firedAlerts, type FiredAlert } from './fired-alerts.ts';
import { barAt, endOf, shareAt, startOf, type TimeRange } from './time-axis.ts';
import { percentOf, useBrush } from './use-brush.ts';
import { usePlot } from './use-plot.ts';
import { useSummary } from './use-summary.ts';
import styles from './volume-band.module.css';
import { nearestBar } from './volume-picture.ts';
import { VolumeScope } from './volume-scope.ts';
import { VolumeTip } from './volume-tip.tsx';

const MINUTE = 60_000;

/** When it happened: the lines of the list over time. A click leads to them, and a stretch that is chosen is shown alone. */
export function VolumeBand(): JSX.Element {
  const logStore = useLogStore();
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const stretch = useStream((state) => state.stretch);
  const request = useStream((state) => state.request);
  const entries = useNotifications((state) => state.entries);
  const alerts = useMemo(() => firedAlerts(entries), [entries]);
  const [scope] = useState(() => new VolumeScope(logStore));
  const slider = useRef<HTMLDivElement>(null);
  const summaryId = useId();
  const hintId = useId();
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const inks = useRef<HTMLDivElement>(null);
  const now = useNow(MINUTE);
  usePlot(scope, { plot, canvas, frame, inks });

  useEffect(() => scope.watch(), [scope]);
  useEffect(() => scope.show(boundsOf(stretch)), [scope, stretch]);

  const jump = (time: number): void => {
    scope.refresh();
    const picture = scope.picture();
    if (picture.axis === undefined) return;
    const bar = nearestBar(picture, barAt(picture.axis, time));
    if (bar === undefined) return;
    const from = startOf(picture.axis, bar);
    const seq = scope.firstLine({ from, to: from + picture.axis.stepMs });
    if (seq !== undefined) commands.reveal(seq);
  };
  const show = ({ from, to }: TimeRange): void => {
    setBrush(undefined);
    // Both bounds are included.
    commands.showStretch({ from: new Date(from).toISOString(), to: new Date(to - 1).toISOString() });
    slider.current?.focus({ preventScroll: true });
  };
  const { brush, setBrush, handlers } = useBrush(scope, plot, { jump, show });
  // Drawn anew with the picture only while somebody points at it.
  const seen = useSyncExternalStore(scope.subscribe, () => (brush === undefined ? undefined : scope.picture()));
  const isEmpty = useSyncExternalStore(scope.subscribe, () => scope.picture().lines === 0);

  const describe = (): string => {
    const picture = scope.picture();
    const { axis } = picture;
    const within = axis === undefined ? [] : alerts.filter(({ time }) => time >= axis.fromMs && time <= endOf(axis));
    return describeVolume(picture, within.length, nothingWords(request, stretch), timeZone, Date.now());
  };
  const changedBy = `${timeZone} ${alerts.length} ${JSON.stringify([stretch, request])}`;
  const { summary, renew } = useSummary(scope, describe, changedBy);

  const axis = seen?.axis;
  const range = brush !== undefined && axis !== undefined ? rangeOf(axis, brush) : undefined;
  const words =
    seen !== undefined && axis !== undefined && range !== undefined
      ? describeBars(seen, range, alertsWithin(axis, range, alerts), timeZone, now)
      : undefined;
  const isChosen = brush !== undefined && brush.anchor !== undefined;
  const open = (alert: FiredAlert): void => {
    if (alert.logId === undefined) jump(alert.time);
    else commands.openLine(alert.logId);
  };
  const point = (time: number | undefined): void => {
    const { axis: present } = scope.picture();
    if (!isChosen) setBrush(time === undefined || present === undefined ? undefined : pointAt(present, time));
  };

  return (
    <div role="group" aria-label="Log volume" aria-describedby={summaryId} className={styles['band']}>
      <div ref={plot} className={styles['plot']}>
        <div ref={frame} className={styles['inView']} hidden />
        {axis !== undefined && range !== undefined && (
          <div
            className={isChosen ? styles['chosen'] : styles['pointed']}
            style={{
              left: `${shareAt(axis, range.from) * 100}%`,
              width: `${(shareAt(axis, range.to) - shareAt(axis, range.from)) * 100}%`,
            }}
          />
        )}
        <canvas ref={canvas} aria-hidden className={styles['canvas']} />
        {isEmpty && summary !== '' && (
          <p aria-hidden className={styles['empty']}>
            {summary.split('.')[0]}
          </p>
        )}
        <div
          ref={slider}
          role="slider"
          aria-label="Time"
          tabIndex={0}
          aria-orientation="horizontal"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percentOf(axis, brush)}
          aria-valuetext={valueText(words && spokenBars(words), isChosen)}
          aria-describedby={hintId}
          className={styles['slider']}
          {...handlers}
          onFocus={() => {
            handlers.onFocus();
            renew();
          }}
        />
        <AlertMarks
          scope={scope}
          alerts={alerts}
          widthPx={() => plot.current?.clientWidth ?? 1}
          timeZone={timeZone}
          onPoint={point}
          onOpen={open}
        />
        {words !== undefined && axis !== undefined && range !== undefined && (
          <VolumeTip
            words={words}
            share={shareAt(axis, (range.from + range.to) / 2)}
            chosen={
              isChosen && !brush.isDragging
                ? {
                    onShow: () => show(range),
                    onCancel: () => {
                      setBrush(undefined);
                      slider.current?.focus({ preventScroll: true });
                    },
                  }
                : undefined
            }
          />
        )}
      </div>
      <p id={summaryId} className="visually-hidden">
        {summary}
      </p>
      <p id={hintId} hidden>
        Arrow keys move by a bar, with Shift they choose a range. Enter shows it.
      </p>
      <div ref={inks} hidden>
        {[...VOLUME_TONES, 'hatch'].map((ink) => (
          <span key={ink} data-ink={ink} className={styles['ink']} />
        ))}
      </div>
    </div>
  );
}

function valueText(words: string | undefined, isChosen: boolean): string {
  if (words === undefined) return 'Newest lines';
  return isChosen ? `Chosen: ${words}. Enter shows this range.` : words;
}

/** As the list says it. */
function nothingWords({ query, filter }: StreamRequest, stretch: Stretch | undefined): string {
  if (query !== '' || Object.keys(filter).length > 0) return 'No line matches';
  return stretch === undefined ? 'No lines yet' : 'No lines in this stretch';
}

function boundsOf(stretch: Stretch | undefined): Partial<TimeRange> | undefined {
  if (stretch === undefined) return undefined;
  const { from, to } = stretch;
  return {
    ...(from === undefined ? {} : { from: parseTimestamp(from) }),
    ...(to === undefined ? {} : { to: parseTimestamp(to) + 1 }),
  };
}
