/** Milliseconds since 1970 with fractions: the clock that the pages' looks at the screen are compared with. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
