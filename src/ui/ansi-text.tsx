import Anser from 'anser';
import { memo, type CSSProperties, type JSX } from 'react';
import styles from './ansi-text.module.css';
import { visibleText } from './visible-text.ts';

const ESCAPE = '\u001b[';

/** Text with its ANSI colours (16, 256 and true colour), control characters made visible. Always text, never markup. */
export const AnsiText = memo(function AnsiText({ text }: { readonly text: string }): JSX.Element {
  if (!text.includes(ESCAPE)) return <>{visibleText(text)}</>;
  let offset = 0;
  return (
    <>
      {Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((part) => {
        const key = offset;
        offset += part.content.length;
        const looks = [part.fg, part.bg ? `${part.bg}-bg` : '', ...part.decorations]
          .map((name) => styles[name] ?? '')
          .join(' ')
          .trim();
        const style = colourStyle(part);
        if (looks === '' && style === undefined) return visibleText(part.content);
        return (
          <span key={key} className={looks} {...(style === undefined ? {} : { style })}>
            {visibleText(part.content)}
          </span>
        );
      })}
    </>
  );
});

function colourStyle(part: Anser.AnserJsonEntry): CSSProperties | undefined {
  const foreground = colourOf(part.fg, part.fg_truecolor);
  const background = colourOf(part.bg, part.bg_truecolor);
  if (foreground === undefined && background === undefined) return undefined;
  return {
    // Mixed towards the ink so that any colour keeps its contrast on either paper.
    ...(foreground === undefined ? {} : { color: `color-mix(in oklab, ${foreground} 60%, var(--text))` }),
    ...(background === undefined
      ? {}
      : { backgroundColor: `color-mix(in oklab, ${background} 30%, var(--background))` }),
  };
}

/** The library answers null where a part has no colour, whatever its types say. */
function colourOf(name: string | null, trueColour: string | null): string | undefined {
  if (name === 'ansi-truecolor') return `rgb(${trueColour})`;
  const index = /^ansi-palette-(\d+)$/.exec(name ?? '')?.[1];
  return index === undefined ? undefined : paletteColour(Number(index));
}

/** The colour cube and the grey ramp of xterm's 256 colours, from index 16 on. */
function paletteColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const cube = index - 16;
  const channel = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${channel(Math.floor(cube / 36))}, ${channel(Math.floor(cube / 6) % 6)}, ${channel(cube % 6)})`;
}
