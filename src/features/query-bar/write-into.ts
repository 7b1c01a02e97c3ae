/**
 * Writes into a field as if it were typed, so that it can be undone with what was typed. The only way to do so is the one
 * that browsers call outdated and keep; without it the text changes all the same.
 */
export function writeInto(field: HTMLInputElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  if (start === end && text === '') return;
  if (isInserted(text)) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText', data: text }));
}

function isInserted(text: string): boolean {
  const page: { execCommand?: (command: string, hasDialog: boolean, value?: string) => boolean } = document;
  const command = text === '' ? 'delete' : 'insertText';
  return page.execCommand?.(command, false, text) === true;
}
