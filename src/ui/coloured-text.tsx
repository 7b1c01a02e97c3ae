import Anser from 'anser';
import { Fragment, type JSX, type ReactNode } from 'react';
import { styleOf, type AnsiLook } from './ansi-colours.ts';
import styles from './coloured-text.module.css';
import type { Rgb } from './contrast.ts';
import { HIDDEN_CHARACTER, visibleText } from './visible-text.ts';

const HIDDEN_RUNS = new RegExp(`(${HIDDEN_CHARACTER}+)`, 'u');
/** What has more of them is no text: an element for each would be felt. */
const MAX_PIECES = 200;
const COLOUR = /(?:\u001b\[|\u009b)([\d:;]*)m/g;

/** Text that has ANSI colours (16, 256 and true colour), with them. Always text, never markup. */
export function ColouredText({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {Anser.ansiToJson(inSevenBits(text), { use_classes: true, remove_empty: true }).map((part, key) => {
        const looks = part.decorations
          .map((name) => styles[name] ?? '')
          .join(' ')
          .trim();
        const style = styleOf(lookOf(part));
        const content = withStandIns(part.content);
        if (looks === '' && style === undefined) return <Fragment key={key}>{content}</Fragment>;
        return (
          <span key={key} className={looks} {...(style === undefined ? {} : { style })}>
            {content}
          </span>
        );
      })}
    </>
  );
}

/** What stands for characters looks otherwise than the same words would: a line could spell them out. */
function withStandIns(text: string): ReactNode {
  const pieces = text.split(HIDDEN_RUNS);
  if (pieces.length === 1 || pieces.length > MAX_PIECES) return visibleText(text);
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <span key={index} className={styles['standIn']}>
        {visibleText(piece)}
      </span>
    ),
  );
}

/** Codes in the one way of writing them that the library reads: `ESC[38;2;255;100;0m`. */
function inSevenBits(text: string): string {
  return text.replaceAll(COLOUR, (_, codes: string) => `\u001b[${codes.split(';').map(withoutColons).join(';')}m`);
}

/** `38:2::255:100:0`, with or without a colour space in the gap, as its numbers; a curled underline is an underline. */
function withoutColons(code: string): string {
  const [kind = '', form = '', ...numbers] = code.split(':');
  if (kind === '38' || kind === '48') {
    const colour = form === '2' && numbers.length > 3 ? numbers.slice(1, 4) : numbers;
    return [kind, form, ...colour].filter((number) => number !== '').join(';');
  }
  return kind === '4' && form === '0' ? '24' : kind;
}

function lookOf(part: Anser.AnserJsonEntry): AnsiLook {
  const isReversed = 'isInverted' in part && part.isInverted === true;
  const foreground = colourOf(part.fg, part.fg_truecolor);
  const background = colourOf(part.bg, part.bg_truecolor);
  const isDim = part.decorations.includes('dim');
  if (!isReversed) return { foreground, background, isReversed, isDim };
  // The library has swapped them already, and put black and white where there was none.
  return {
    foreground: background === 'ansi-white' ? undefined : background,
    background: foreground === 'ansi-black' ? undefined : foreground,
    isReversed,
    isDim,
  };
}

/** The library answers null where a part has no colour, whatever its types say. */
function colourOf(name: string | null, trueColour: string | null): Rgb | string | undefined {
  if (name === null) return undefined;
  if (name === 'ansi-truecolor') {
    const [red = 0, green = 0, blue = 0] = (trueColour ?? '')
      .split(',')
      .map((text) => Math.min(255, Number(text) || 0));
    return [red, green, blue];
  }
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? name : paletteColour(Number(index));
}

/** The colour cube and the grey ramp of xterm's 256 colours, from index 16 on. */
function paletteColour(index: number): Rgb {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  const cube = index - 16;
  const channel = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return [channel(Math.floor(cube / 36)), channel(Math.floor(cube / 6) % 6), channel(cube % 6)];
}
