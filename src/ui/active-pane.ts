/** Finds a part of the pane that is worked in; of the page where it is in no pane. */
export function inActivePane(selector: string): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>(`[data-pane][data-active="true"] ${selector}`) ??
    document.querySelector<HTMLElement>(selector)
  );
}
