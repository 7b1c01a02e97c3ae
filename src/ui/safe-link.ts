/** The address of a link from the wire, if it is plain http or https without credentials in it; else `undefined`. */
export function safeLink(address: string | null | undefined): string | undefined {
  if (address === null || address === undefined || !/^https?:\/\//i.test(address.trim())) return undefined;
  try {
    const url = new URL(address.trim());
    const isPlain =
      (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '';
    return isPlain ? url.href : undefined;
  } catch {
    return undefined;
  }
}
