/** Whether keyboards of this system have a ⌘ in the place of Ctrl. */
export function isMac(): boolean {
  return /Mac|iP/.test(navigator.platform);
}
