import {
  hotkeysCoreFeature,
  syncDataLoaderFeature,
  type FeatureImplementation,
  type ItemInstance,
} from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { ChevronRight } from 'lucide';
import { memo, useLayoutEffect, useRef, useState, type CSSProperties, type JSX } from 'react';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { fieldName } from '../../query/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import { FieldButton, useFieldMenu, type FieldTarget } from './field-menu.tsx';
import { indentedJson } from './json-pieces.ts';
import { FirstLine, Lines, linesIn } from './metadata-lines.tsx';
import { MetadataNodes, ROOT_ID, type MetadataNode, type ValueNode } from './metadata-nodes.ts';
import { fieldOfPlace, placeText } from './metadata-place.ts';
import { hasLines, isBranch, namesIn, ROWS_OF_BRANCH, type JsonBranch } from './metadata-plan.ts';
import styles from './metadata.module.css';

const MAX_VALUE = 8_192;
const MAX_NAME = 200;
/** Rows that are deeper are not indented any further, so that there is room for what they say. */
const MAX_INDENT = 12;

/**
 * The library moves the focus a moment after the key. Keys that are pressed until then would go nowhere, and a menu that
 * was opened meanwhile would lose the focus again and close: the tree does it as soon as it is drawn.
 */
const focusAtOnce: FeatureImplementation<MetadataNode> = {
  key: 'focus-at-once',
  overwrites: ['tree'],
  treeInstance: { updateDomFocus: () => undefined },
};

interface MetadataTreeProps {
  readonly root: JsonObject;
  /** What is shown of a branch, where that is not all. */
  readonly namesOf?: (branch: JsonBranch) => readonly string[];
  readonly isOpenAtFirst: (branch: JsonBranch) => boolean;
  /** Whether texts of several lines are unfolded at first, but for very long ones. */
  readonly showsTexts?: boolean;
}

/** Metadata as a tree to walk through by arrow keys. Only what is open exists, and a long branch comes piece by piece. */
export function MetadataTree({ root, namesOf, isOpenAtFirst, showsTexts = false }: MetadataTreeProps): JSX.Element {
  const [nodes] = useState(() => new MetadataNodes(root, namesOf));
  const [expandedAtFirst] = useState(() =>
    nodes.openIds(isOpenAtFirst, ({ length }) => showsTexts && length <= MAX_VALUE),
  );
  const takesFocus = useRef(false);
  const tree = useTree<MetadataNode>({
    rootItemId: ROOT_ID,
    initialState: { expandedItems: expandedAtFirst },
    features: [syncDataLoaderFeature, hotkeysCoreFeature, focusAtOnce],
    dataLoader: { getItem: (id) => nodes.get(id), getChildren: (id) => [...nodes.childrenOf(id)] },
    getItemName: (item) => nameForReaders(item.getItemData()),
    isItemFolder: (item) => isFolder(item.getItemData()),
    onPrimaryAction(item) {
      const node = item.getItemData();
      if (node.kind !== 'more') return;
      const first = nodes.showMore(node);
      tree.rebuildTree();
      if (first === undefined) return;
      // The row that had the focus is gone by the time that this one is there.
      takesFocus.current = true;
      tree.getItemInstance(first).setFocused();
    },
  });
  const { focusedItem } = tree.getState();
  // In place of the library's own, which comes a moment later: see `focusAtOnce`.
  useLayoutEffect(() => {
    const hasFocus = takesFocus.current || tree.getElement()?.contains(document.activeElement) === true;
    takesFocus.current = false;
    if (focusedItem !== null && hasFocus) tree.getItemInstance(focusedItem).getElement()?.focus();
  }, [tree, focusedItem]);
  return (
    <div {...tree.getContainerProps('Metadata')} className={styles['tree']}>
      {tree.getItems().map((item) => (
        <Row
          key={item.getKey()}
          item={item}
          level={item.getItemMeta().level}
          setSize={item.getItemMeta().setSize}
          isExpanded={item.isExpanded()}
          isFocused={item.isFocused()}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly item: ItemInstance<MetadataNode>;
  readonly level: number;
  /** What the item itself says of these would not make a memo look again. */
  readonly setSize: number;
  readonly isExpanded: boolean;
  readonly isFocused: boolean;
}

const Row = memo(function Row({ item, level, isExpanded, isFocused }: RowProps): JSX.Element {
  const openMenu = useFieldMenu();
  const node = item.getItemData();
  const indent: CSSProperties & { readonly '--indent': number } = { '--indent': Math.min(level, MAX_INDENT) };
  if (node.kind === 'more') {
    return (
      <div
        {...item.getProps()}
        role="treeitem"
        aria-selected={false}
        tabIndex={isFocused ? 0 : -1}
        onKeyDown={pressing(() => item.primaryAction())}
        className={styles['row']}
        style={indent}
      >
        <span className={styles['more']}>{nameForReaders(node)}</span>
      </div>
    );
  }
  if (node.kind === 'lines') {
    return (
      <div
        {...item.getProps()}
        role="treeitem"
        aria-selected={false}
        // A box that is scrolled is reached by Tab, too.
        tabIndex={0}
        onFocus={() => item.setFocused()}
        onKeyDownCapture={scrollSideways}
        onKeyDown={pressing((element) => openMenu(targetOf(node.of), element))}
        className={`${styles['row']} ${styles['lines']}`}
        style={indent}
      >
        <Lines text={node.text} />
      </div>
    );
  }
  const { name, value } = node;
  const target = targetOf(node);
  const onPress = (element: HTMLElement): void => {
    if (!isFolder(node)) openMenu(target, element);
    else if (item.isExpanded()) item.collapse();
    else item.expand();
  };
  return (
    <div
      {...item.getProps()}
      role="treeitem"
      aria-selected={false}
      tabIndex={isFocused ? 0 : -1}
      onKeyDown={pressing(onPress)}
      className={styles['row']}
      style={indent}
    >
      {isFolder(node) ? (
        <Icon shape={ChevronRight} size={12} className={styles['chevron']} data-open={isExpanded} />
      ) : (
        <span className={styles['chevron']} />
      )}
      <span className={styles['words']}>
        {isBranch(value) ? (
          <span className={styles['name']}>
            {shownName(name)} <span className={styles['dim']}>{sizeOf(value)}</span>
          </span>
        ) : (
          <>
            <span className={styles['leafName']}>{shownName(name)}</span>
            {hasLines(value) ? <FirstLine text={value} isUnfolded={isExpanded} /> : <Value value={value} />}
          </>
        )}
      </span>
      <FieldButton target={target} tabIndex={isFocused ? 0 : -1} />
    </div>
  );
});

function Value({ value }: { readonly value: JsonValue }): JSX.Element {
  const { text, hidden } = cutText(JSON.stringify(value), MAX_VALUE);
  return (
    <span className={typeof value === 'string' ? styles['text'] : styles['number']}>
      {visibleText(text)}
      {hidden > 0 && <span className={styles['dim']}> … {formatCount(hidden)} more characters, whole when copied</span>}
    </span>
  );
}

/** Before the tree takes the key: what is as wide as its box, or at its beginning, leaves the arrows to it. */
function scrollSideways(event: React.KeyboardEvent<HTMLElement>): void {
  const { scrollLeft, scrollWidth, clientWidth } = event.currentTarget;
  const isScrolling =
    event.key === 'ArrowRight' ? scrollWidth > clientWidth : event.key === 'ArrowLeft' && scrollLeft > 0;
  if (isScrolling) event.stopPropagation();
}

/** Enter and the space bar, where the row itself has the focus and not a button in it. */
function pressing(press: (element: HTMLElement) => void) {
  return (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    press(event.currentTarget);
  };
}

function isFolder(node: MetadataNode): boolean {
  if (node.kind !== 'value') return false;
  return isBranch(node.value) ? namesIn(node.value).length > 0 : hasLines(node.value);
}

function targetOf({ value, place, name }: ValueNode): FieldTarget {
  const field = fieldOfPlace(place);
  const label = visibleText(cutText(field === undefined ? shownName(name) : placeText(place), MAX_NAME).text);
  return {
    label,
    field,
    value: typeof value === 'object' && value !== null ? undefined : value,
    text: () => (typeof value === 'string' ? value : indentedJson(value)),
    path: field === undefined ? placeText(place) : fieldName(field),
  };
}

function nameForReaders(node: MetadataNode): string {
  if (node.kind === 'more') {
    return `Show ${formatCount(Math.min(ROWS_OF_BRANCH, node.hidden))} more of ${formatCount(node.hidden)}`;
  }
  if (node.kind === 'lines') return visibleText(cutText(node.text, MAX_NAME).text);
  const { name, value } = node;
  if (hasLines(value)) {
    const { first, count } = linesIn(value);
    return `${shownName(name)}: ${visibleText(JSON.stringify(first))}, ${formatCount(count)} lines`;
  }
  if (!isBranch(value)) return `${shownName(name)}: ${visibleText(cutText(JSON.stringify(value), MAX_NAME).text)}`;
  const count = namesIn(value).length;
  return `${shownName(name)}, ${formatCount(count)} ${Array.isArray(value) ? 'element' : 'field'}${count === 1 ? '' : 's'}`;
}

function shownName(name: string): string {
  return visibleText(cutText(name, MAX_NAME).text) || '""';
}

function sizeOf(value: JsonBranch): string {
  const count = namesIn(value).length;
  return Array.isArray(value) ? `[${count}]` : `{${count}}`;
}
