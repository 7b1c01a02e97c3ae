/** Gives the focus to the lines of a pane. */
export function focusPane(paneId: number): void {
  document.querySelector<HTMLElement>(`[data-pane="${paneId}"] [role="log"]`)?.focus({ preventScroll: true });
}
