import { LEVELS } from '../../protocol/index.ts';
import { linesIn, type VolumeCounts } from '../../stores/volume.ts';
import { shareAt } from './time-axis.ts';
import type { VolumePicture } from './volume-picture.ts';

/** From the bottom of a bar to its top. What is not loud is one. */
export const VOLUME_TONES = ['quiet', 'warn', 'error', 'fatal'] as const;
export type VolumeTone = (typeof VOLUME_TONES)[number];
export type VolumeInks = Readonly<Record<VolumeTone | 'hatch', string>>;

const LOUD: ReadonlyMap<number, number> = new Map([
  [LEVELS.indexOf('WARN'), 1],
  [LEVELS.indexOf('ERROR'), 2],
  [LEVELS.indexOf('FATAL'), 3],
]);
/** A single error among thousands of lines must be seen. */
const LEAST_LOUD_PX = 2;
const LEAST_PX = 1;
const LEAST_GAP_PX = 4;
const HATCH_PX = 6;
/** Room for what stands above the bars, and below them. */
const ABOVE_PX = 8;
const BELOW_PX = 4;

/** Heights of the pieces of a bar in the order of `VOLUME_TONES`: in proportion, but for what would be too small to be seen. */
export function pieceHeights(counts: VolumeCounts, highest: number, heightPx: number): readonly number[] {
  const lines = [0, 0, 0, 0];
  for (const [column, count] of counts.entries()) {
    const tone = LOUD.get(column) ?? 0;
    lines[tone] = (lines[tone] ?? 0) + count;
  }
  const scale = highest === 0 ? 0 : heightPx / highest;
  const heights = lines.map((count, tone) =>
    count === 0 ? 0 : Math.max(tone === 0 ? LEAST_PX : LEAST_LOUD_PX, count * scale),
  );
  // What was made visible takes its room from what is higher.
  let over = heights.reduce((sum, height) => sum + height, 0) - Math.max(linesIn(counts) * scale, LEAST_LOUD_PX);
  for (const [tone, height] of heights.entries()) {
    const least = tone === 0 ? 0 : LEAST_LOUD_PX;
    const given = Math.max(0, Math.min(over, height - least));
    heights[tone] = height - given;
    over -= given;
  }
  return heights;
}

/** Draws bars and hatched gaps. Edges lie between pixels of the screen, so that they are sharp. */
export function drawVolume(
  canvas: HTMLCanvasElement,
  { axis, bars, highest, absences }: VolumePicture,
  inks: VolumeInks,
  size: { readonly width: number; readonly height: number; readonly ratio: number },
): void {
  const { width, height, ratio } = size;
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting it empties the canvas, and costs more than emptying it.
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, pixelWidth, pixelHeight);
  if (axis === undefined) return;
  for (const { from, to } of absences) {
    if (!(to >= axis.fromMs && from < axis.fromMs + axis.stepMs * axis.count)) continue;
    const left = Math.min(shareAt(axis, from) * pixelWidth, pixelWidth - LEAST_GAP_PX * ratio);
    const right = Math.max(shareAt(axis, to) * pixelWidth, left + LEAST_GAP_PX * ratio);
    hatch(context, Math.round(left), Math.round(right), ratio, pixelHeight, inks.hatch);
  }
  const bottom = pixelHeight - Math.round(BELOW_PX * ratio);
  const room = height - ABOVE_PX - BELOW_PX;
  const pitch = pixelWidth / axis.count;
  const between =
    pitch >= 4 * ratio ? Math.round(1.5 * ratio) : pitch >= 2 * ratio ? Math.max(1, Math.round(ratio)) : 0;
  for (const [index, counts] of bars.entries()) {
    if (counts === undefined) continue;
    const left = Math.round(index * pitch);
    const barWidth = Math.max(1, Math.round((index + 1) * pitch) - left - between);
    let filled = 0;
    for (const [tone, piece] of pieceHeights(counts, highest, room).entries()) {
      if (piece <= 0) continue;
      const from = bottom - Math.round(filled * ratio);
      filled += piece;
      const to = Math.min(from - 1, bottom - Math.round(filled * ratio));
      context.fillStyle = inks[VOLUME_TONES[tone] ?? 'quiet'];
      context.fillRect(left, to, barWidth, from - to);
    }
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  ratio: number,
  height: number,
  ink: string,
): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.clip();
  context.beginPath();
  const distance = HATCH_PX * ratio;
  // In one raster over the whole chart, so that hatching does not crawl as the gap moves.
  for (let x = Math.floor((left - height) / distance) * distance; x < right; x += distance) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.strokeStyle = ink;
  context.lineWidth = 1.5 * ratio;
  context.stroke();
  context.restore();
}
