import { isMask, mask, maskOf } from './token.ts';
import { NO_GAP, type TokenizedLine } from './tokenized-line.ts';

const EMPTY_PAIRS = new Set(['()', '[]', '{}', '""', "''", '<>']);
/** What can stand before an equals sign: `==` and `!=` have no values behind them. */
const IS_KEY = /^[^=!<>]/;
const NUMBER = mask('n');
const TIME = mask('t');
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$/i;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?$/i;

/** Masks what varies by what stands beside it, fills in absent values, and makes one of several values in a row. */
export function settle(raw: readonly string[], rawGaps: readonly number[]): TokenizedLine {
  const tokens: string[] = [];
  const gaps: number[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    const token = raw[at] ?? '';
    const gap = rawGaps[at] ?? NO_GAP;
    const next = raw[at + 1];
    const before = tokens.at(-1) ?? '';
    if (gap === NO_GAP && token.length === 1 && before.length === 1 && EMPTY_PAIRS.has(before + token)) {
      tokens.push(mask('e'));
      gaps.push(NO_GAP);
    }
    const settled = isDateWord(token, next, raw[at + 2]) ? mask('t') : token;
    const joined = joinedWith(tokens, settled);
    if (joined === undefined) {
      tokens.push(settled);
      gaps.push(gap);
    } else {
      // The separator goes with what it separated.
      if (tokens.at(-1) === ',') {
        tokens.pop();
        gaps.pop();
      }
      tokens[tokens.length - 1] = joined;
    }
    // `a = b` has its value behind a space.
    if (token !== '=' || gap !== NO_GAP || !IS_KEY.test(before)) continue;
    const isAbsent = next === undefined || (rawGaps[at + 1] ?? NO_GAP) !== NO_GAP || /^[,;)\]}]$/.test(next);
    if (!isAbsent) continue;
    tokens.push(mask('e'));
    gaps.push(NO_GAP);
  }
  gaps.push(rawGaps[raw.length] ?? NO_GAP);
  return { tokens, gaps };
}

function isDateWord(token: string, next: string | undefined, afterNext: string | undefined): boolean {
  if (next === undefined || token.length > 9 || token.length < 3) return false;
  if (isMask(next)) return (next === NUMBER || next === TIME) && (MONTH.test(token) || WEEKDAY.test(token));
  const isBeforeDate = next === ',' ? afterNext !== undefined && isMask(afterNext) : MONTH.test(next);
  return isBeforeDate && WEEKDAY.test(token);
}

/** The mask for what stands last together with what follows, where these are values of a kind. */
function joinedWith(tokens: readonly string[], token: string): string | undefined {
  if (!isMask(token)) return undefined;
  const kind = maskOf(token)?.kind;
  if (kind === undefined || kind === 'e' || kind === 'r' || kind === 'c') return undefined;
  const last = tokens.at(-1) === ',' ? tokens.at(-2) : tokens.at(-1);
  const lastKind = last === undefined ? undefined : maskOf(last)?.kind;
  if (lastKind === kind) return mask(kind, true);
  const isDate = (lastKind === 't' && kind === 'n') || (lastKind === 'n' && kind === 't' && tokens.at(-1) !== ',');
  return isDate ? mask('t', true) : undefined;
}
