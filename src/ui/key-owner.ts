const FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const NO_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];
const PRESSED = 'button, a[href], summary, label, [role="button"], [role="tab"], [role="treeitem"], [role="switch"]';
/** What moves by arrows within itself, or scrolls a text of its own. */
const MOVED_IN =
  '[role="tablist"], [role="tree"], [role="separator"], [role="slider"], [role="radiogroup"], [role="listbox"], [role="toolbar"], aside, [data-panel], input, select';
const LAYER = '[role="dialog"], [role="alertdialog"], [role="menu"]';

type PressedWhere = Pick<KeyboardEvent, 'key' | 'target' | 'ctrlKey' | 'metaKey'>;

/** Whether somebody types where a key was pressed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || !target.matches(FIELD)) return false;
  return !(target instanceof HTMLInputElement) || !NO_TEXT.includes(target.type);
}

/** Whether a key was pressed in what lies over the page: a dialog or a menu. */
export function isInLayer(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(LAYER) !== null) return true;
  // The focus may have lost its element within a modal dialog: the page behind it is out of reach all the same.
  return target === document.body && document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

/** Whether a key belongs to the control that has the focus: Space and Enter press it, arrows move in it. */
export function isKeyOfControl({ key, target, ctrlKey, metaKey }: PressedWhere): boolean {
  if (!(target instanceof Element)) return false;
  if (isTyping(target)) return true;
  if (key === ' ' || key === 'Enter') return target.closest(PRESSED) !== null || target.matches('input, select');
  // Whoever reads the details selects and copies there.
  const isOfText = /^(Arrow|Page|Home|End)/.test(key) || ctrlKey || metaKey;
  return isOfText && target.closest(MOVED_IN) !== null;
}
