import { Search } from 'lucide';
import { useEffect, useMemo, useState, type JSX } from 'react';
import type { JsonObject } from '../../protocol/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { branchesOpenAtFirst, namesIn } from './metadata-plan.ts';
import { MAX_SEARCH_DEPTH, searchMetadata, type FoundMetadata } from './metadata-search.ts';
import { MetadataTree } from './metadata-tree.tsx';
import styles from './metadata.module.css';

/** Somebody who types is waited for. */
const TYPING_MS = 120;

/** The metadata of a line as a tree that can be searched. */
export function Metadata({ metadata }: { readonly metadata: JsonObject }): JSX.Element {
  const count = namesIn(metadata).length;
  const openAtFirst = useMemo(() => branchesOpenAtFirst(metadata), [metadata]);
  const [text, setText] = useState('');
  const found = useFound(metadata, text.trim());
  return (
    <section aria-label="Metadata" className={styles['metadata']}>
      <div className={styles['head']}>
        <h3 className={styles['title']}>
          metadata{' '}
          <span className={styles['dim']}>
            {count === 0 ? 'none' : `${formatCount(count)} field${count === 1 ? '' : 's'}`}
          </span>
        </h3>
        {count > 0 && <SearchField text={text} setText={setText} />}
      </div>
      <p role="status" className={text.trim() === '' ? 'visually-hidden' : styles['dim']}>
        {text.trim() === '' ? '' : found?.text !== text.trim() ? 'Looking…' : wordsOf(found.metadata)}
      </p>
      {/* What stood open stands open when the search is over. */}
      {count > 0 && (
        <div hidden={text.trim() !== ''}>
          <MetadataTree root={metadata} isOpenAtFirst={(branch) => openAtFirst.has(branch)} />
        </div>
      )}
      {text.trim() !== '' && found !== undefined && found.metadata.count > 0 && (
        <MetadataTree
          key={found.text}
          root={metadata}
          namesOf={(branch) => found.metadata.names.get(branch) ?? namesIn(branch)}
          isOpenAtFirst={(branch) => found.metadata.names.has(branch)}
          showsTexts
        />
      )}
    </section>
  );
}

function SearchField({
  text,
  setText,
}: {
  readonly text: string;
  readonly setText: (text: string) => void;
}): JSX.Element {
  return (
    <label className={styles['search']}>
      <Icon shape={Search} size={13} />
      <input
        type="search"
        aria-label="Search fields"
        placeholder="Search fields"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          // Else it would close the pane.
          event.stopPropagation();
          setText('');
        }}
      />
    </label>
  );
}

interface Found {
  readonly text: string;
  readonly metadata: FoundMetadata;
}

/** What was found of a text; of the text before until then, `undefined` until there is anything. */
function useFound(metadata: JsonObject, text: string): Found | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (text === '') return undefined;
    const search = searchMetadata(metadata, text);
    const goOn = (): void => {
      const step = search.next();
      if (step.done === true) setFound({ text, metadata: step.value });
      else timer = setTimeout(goOn);
    };
    let timer = setTimeout(goOn, TYPING_MS);
    return () => clearTimeout(timer);
  }, [metadata, text]);
  return text === '' ? undefined : found;
}

function wordsOf({ count, isCut, hasDeeper }: FoundMetadata): string {
  const deeper = hasDeeper ? ` · not looked at: what is deeper than ${MAX_SEARCH_DEPTH} levels` : '';
  if (isCut) return `the first ${formatCount(count)} fields that match; there may be more${deeper}`;
  if (count === 0) return `no field matches${deeper}`;
  return `${formatCount(count)} field${count === 1 ? ' matches' : 's match'}${deeper}`;
}
