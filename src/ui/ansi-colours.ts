import { mix, readableOn, type Rgb } from './contrast.ts';

/** What a run of text was given: colours by the names of the ANSI library, and whether they were swapped. */
export interface AnsiLook {
  readonly foreground: Rgb | string | undefined;
  readonly background: Rgb | string | undefined;
  readonly isReversed: boolean;
  readonly isDim: boolean;
}

/** Colours of CSS for both themes, each readable on what it stands on. */
export interface AnsiStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
}

interface Theme {
  readonly ink: Rgb;
  readonly dim: Rgb;
  readonly paper: Rgb;
  /** The paper that leaves the least contrast: that of a selected or hovered row. */
  readonly hardestPaper: Rgb;
  readonly sixteen: ReadonlyMap<string, Rgb>;
}

const PAPER_SHARE = 0.3;
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const SIXTEEN = [...NAMES, ...NAMES.map((name) => `bright-${name}`)];

const LIGHT: Theme = {
  ink: [27, 36, 48],
  dim: [90, 102, 117],
  paper: [255, 255, 255],
  hardestPaper: [230, 236, 243],
  sixteen: sixteenOf([
    [27, 36, 48],
    [179, 38, 26],
    [17, 99, 41],
    [125, 86, 0],
    [11, 98, 196],
    [124, 50, 238],
    [8, 99, 116],
    [90, 102, 117],
    // Bright is what stands out: on white paper that is stronger, not lighter.
    [71, 82, 97],
    [208, 0, 62],
    [0, 116, 62],
    [150, 76, 0],
    [70, 76, 232],
    [176, 16, 160],
    [0, 110, 146],
    [52, 62, 76],
  ]),
};

const DARK: Theme = {
  ink: [219, 225, 234],
  dim: [139, 150, 165],
  paper: [14, 17, 22],
  hardestPaper: [34, 42, 61],
  sixteen: sixteenOf([
    [136, 146, 160],
    [255, 123, 114],
    [86, 211, 100],
    [227, 179, 65],
    [121, 184, 255],
    [210, 168, 255],
    [86, 212, 221],
    [219, 225, 234],
    [160, 170, 184],
    [255, 160, 150],
    [126, 231, 135],
    [250, 210, 110],
    [165, 210, 255],
    [230, 200, 255],
    [130, 235, 240],
    [255, 255, 255],
  ]),
};

const MAX_KNOWN = 2_000;
const known = new Map<string, AnsiStyle>();

/** The style of a run of text; nothing where it has neither colour nor reversal. */
export function styleOf(look: AnsiLook): AnsiStyle | undefined {
  const { foreground, background, isReversed, isDim } = look;
  if (foreground === undefined && background === undefined && !isReversed && !isDim) return undefined;
  const key = `${String(foreground)} ${String(background)} ${isReversed} ${isDim}`;
  let style = known.get(key);
  if (style === undefined) {
    style = computeStyle(look);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, style);
  }
  return style;
}

function computeStyle(look: AnsiLook): AnsiStyle {
  const light = coloursIn(LIGHT, look);
  const dark = coloursIn(DARK, look);
  return {
    color: both(light.ink, dark.ink),
    ...(light.paper === undefined || dark.paper === undefined
      ? {}
      : { backgroundColor: both(light.paper, dark.paper) }),
  };
}

function coloursIn(theme: Theme, look: AnsiLook): { readonly ink: Rgb; readonly paper: Rgb | undefined } {
  const foreground = resolve(theme, look.foreground);
  const background = resolve(theme, look.background);
  if (look.isReversed) {
    // Swapped in full strength, as a terminal does it: the paper takes the ink's colour.
    const paper = foreground ?? theme.ink;
    return { ink: readableOn(background ?? theme.paper, paper), paper };
  }
  const paper = background === undefined ? undefined : mix(background, theme.paper, PAPER_SHARE);
  const under = paper ?? theme.hardestPaper;
  const ink = foreground ?? (look.isDim ? theme.dim : theme.ink);
  return { ink: readableOn(look.isDim && foreground !== undefined ? mix(ink, under, 0.7) : ink, under), paper };
}

function resolve(theme: Theme, colour: Rgb | string | undefined): Rgb | undefined {
  return typeof colour === 'string' ? theme.sixteen.get(colour) : colour;
}

function sixteenOf(colours: readonly Rgb[]): ReadonlyMap<string, Rgb> {
  return new Map(colours.map((colour, index) => [`ansi-${SIXTEEN[index] ?? ''}`, colour]));
}

function both(light: Rgb, dark: Rgb): string {
  return `light-dark(rgb(${light.join(', ')}), rgb(${dark.join(', ')}))`;
}
