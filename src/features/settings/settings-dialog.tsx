import type { JSX } from 'react';
import {
  DENSITIES,
  FONT_SIZES_PX,
  LINES_KEPT,
  linesKeptEach,
  SPOKEN_LINES,
  THEMES,
  TIME_MODES,
  useCommands,
  usePanes,
  useSettings,
} from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { DialogPopup } from '../../ui/dialog-popup.tsx';
import { openPopup, type PopupProps } from '../../ui/popup.ts';
import { formatCount } from '../../ui/time-format.ts';
import { ColumnsField } from './columns-field.tsx';
import { Choice, NumberChoice, Switch } from './fields.tsx';
import styles from './settings.module.css';
import { TimeZoneField } from './time-zone-field.tsx';

const TIME_WORDS = { absolute: 'Absolute', relative: 'Relative', delta: 'Delta' } as const;
const THEME_WORDS = { system: 'System', light: 'Light', dark: 'Dark' } as const;
const SPOKEN_WORDS = { all: 'All', errors: 'Errors only', off: 'Off' } as const;
const DENSITY_WORDS = { compact: 'Compact', comfortable: 'Comfortable' } as const;

/** How the page is drawn and used. Every choice shows at once in the lines behind, and is remembered by this browser. */
export function SettingsDialog(props: PopupProps): JSX.Element {
  const commands = useCommands();
  return (
    <DialogPopup
      title="Settings"
      {...props}
      footer={
        <>
          <span className={styles['hint']}>Remembered by this browser alone.</span>
          <span className={styles['spacer']} />
          <Button onClick={() => commands.resetSettings()}>Reset to defaults</Button>
        </>
      }
    >
      <SettingsForm
        onShortcuts={() => {
          props.onOpenChange(false);
          openPopup('shortcuts', props.returnFocus() ?? undefined);
        }}
      />
    </DialogPopup>
  );
}

function SettingsForm({ onShortcuts }: { readonly onShortcuts: () => void }): JSX.Element {
  const settings = useSettings((settings) => settings);
  const panes = usePanes((state) => state.panes.length);
  const commands = useCommands();
  return (
    <div className={styles['form']}>
      <section className={styles['section']}>
        <h3>Page</h3>
        <Choice
          label="Theme"
          values={THEMES}
          words={THEME_WORDS}
          value={settings.theme}
          onChoose={(theme) => commands.changeSettings({ theme })}
        />
        <div className={styles['field']}>
          <Switch
            label="Single-key shortcuts"
            isOn={settings.hasSingleKeys}
            onChange={(hasSingleKeys) => commands.changeSettings({ hasSingleKeys })}
          />
          <p className={styles['hint']}>
            Off, a character alone does nothing: speech input types them by accident.{' '}
            <Button look="link" onClick={onShortcuts}>
              All keyboard shortcuts
            </Button>
          </p>
        </div>
        <Choice
          label="New lines told to a screen reader"
          values={SPOKEN_LINES}
          words={SPOKEN_WORDS}
          value={settings.spokenLines}
          onChoose={(spokenLines) => commands.changeSettings({ spokenLines })}
          hint="How many came, every five seconds at most; nothing while the stream is paused."
        />
      </section>
      <section className={styles['section']}>
        <h3>Times</h3>
        {/* After a reset the field shows what holds again. */}
        <TimeZoneField key={settings.timeZone} />
        <Choice
          label="Shown as"
          values={TIME_MODES}
          words={TIME_WORDS}
          value={settings.timeMode}
          onChoose={(timeMode) => commands.changeSettings({ timeMode })}
          hint="Relative is how long ago, delta the difference to the pinned line, or else to the line above. The tooltip of a time always tells all of it."
        />
      </section>
      <section className={styles['section']}>
        <h3>Lines</h3>
        <div className={styles['switches']}>
          <Switch
            label="Wrap long lines"
            isOn={settings.isWrapped}
            onChange={(isWrapped) => commands.changeSettings({ isWrapped })}
          />
          <Switch
            label="Show ANSI colours"
            isOn={settings.showsAnsi}
            onChange={(showsAnsi) => commands.changeSettings({ showsAnsi })}
          />
          <Switch
            label="Show JSON messages as fields"
            isOn={settings.showsJsonInline}
            onChange={(showsJsonInline) => commands.changeSettings({ showsJsonInline })}
          />
          <Switch
            label="Fold repeated lines"
            isOn={settings.foldsRepeats}
            onChange={(foldsRepeats) => commands.changeSettings({ foldsRepeats })}
          />
          <Switch
            label="Volume chart"
            isOn={settings.showsVolume}
            onChange={(showsVolume) => commands.changeSettings({ showsVolume })}
          />
        </div>
        <Choice
          label="Density"
          values={DENSITIES}
          words={DENSITY_WORDS}
          value={settings.density}
          onChoose={(density) => commands.changeSettings({ density })}
        />
        <NumberChoice
          label="Font size"
          values={FONT_SIZES_PX}
          value={settings.fontSizePx}
          textOf={(size) => `${size} px`}
          onChoose={(fontSizePx) => commands.changeSettings({ fontSizePx })}
        />
      </section>
      <section className={styles['section']}>
        <h3>Columns</h3>
        <ColumnsField />
      </section>
      <section className={styles['section']}>
        <h3>Memory</h3>
        <NumberChoice
          label="Lines kept in this page"
          values={LINES_KEPT}
          value={settings.linesKept}
          textOf={formatCount}
          onChoose={(linesKept) => commands.changeSettings({ linesKept })}
          hint={keptWords(settings.linesKept, panes)}
        />
      </section>
    </div>
  );
}

/** What the number means: panes that would hold more together than a page can share that among them. */
function keptWords(linesKept: number, panes: number): string {
  const words = 'What goes beyond it is evicted, oldest first, and counted.';
  if (panes === 1) return words;
  const each = linesKeptEach(linesKept, panes);
  return each === linesKept
    ? `Each of the ${panes} panes keeps so many. ${words}`
    : `The ${panes} panes share what a page can hold: each keeps ${formatCount(each)}. ${words}`;
}
