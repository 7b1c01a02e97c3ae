/** Ends a switch over a union: that every case is covered is checked by the compiler, here and not at run time. */
export function unreachable(value: never): never {
  throw new Error('a case that the types rule out', { cause: value });
}
