import type { JSX } from 'react';
import { useCommands } from '../stores/index.ts';
import { AlertDialog } from '../ui/alert-dialog.tsx';
import { Button } from '../ui/button.tsx';

interface QuestionProps {
  readonly question: string;
  readonly confirmLabel: string;
}

/** Asks before a link's credentials replace those in use. */
export function Question({ question, confirmLabel }: QuestionProps): JSX.Element {
  const commands = useCommands();
  return (
    <AlertDialog title="Sign-in link" question={question} onCancel={() => commands.answer(false)}>
      <Button look="primary" onClick={() => commands.answer(true)}>
        {confirmLabel}
      </Button>
      <Button onClick={() => commands.answer(false)}>Keep mine</Button>
    </AlertDialog>
  );
}
