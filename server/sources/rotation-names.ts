import { basename, parse } from 'node:path';

const ROTATED_MIDDLE = /^[-._]?\d[\d\-_.T:]*$/;
const ROTATED_END = /^(?:[-._]\d[\d\-_.T:]*|\.(?:old|bak|prev)|~)$/;

/** Whether `name` is what a rotation makes of `base`: `app.log.1`, `app.log-20261123`, `app-2026-11-23.log`, `app.log.old`. */
export function isRotationOf(base: string, name: string): boolean {
  if (name === base) return false;
  if (name.startsWith(base) && ROTATED_END.test(name.slice(base.length))) return true;
  const { name: stem, ext } = parse(base);
  if (ext === '' || !name.startsWith(stem) || !name.endsWith(ext) || name.length <= base.length) return false;
  return ROTATED_MIDDLE.test(name.slice(stem.length, -ext.length));
}

export function isCompressed(path: string): boolean {
  return /\.(?:gz|bz2|xz|zst|lz4|zip|Z)$/.test(path);
}

/** The source that the logs of a file get: its name without extension and without what rotation added. */
export function sourceNameOf(path: string): string {
  const name = basename(path).replace(/(?:\.\d{1,4}|[-.]\d{4}-?\d\d-?\d\d(?:[-_T.]\d+)*)$/, '');
  return parse(name).name || basename(path);
}
