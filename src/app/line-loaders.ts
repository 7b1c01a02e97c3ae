// What fetches or looks up the lines that a person asks for. Nobody asks before there is a line.
export { GapFiller } from './gap-filler.ts';
export { LineOpener } from './line-opener.ts';
export { OlderLinesLoader } from './older-lines.ts';
