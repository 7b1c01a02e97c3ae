import type { NotificationMessage } from '../../protocol/index.ts';
import { safeLink } from '../../ui/safe-link.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';

/** A notification as it is shown, every text from the wire made safe to draw. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
  /** When it happened, as the server wrote it. */
  readonly happenedAt: string;
  /** The line that it is about. */
  readonly logId: string | undefined;
  /** A plain http(s) address, or nothing. */
  readonly link: string | undefined;
  /** An address came that is not opened, because it is not plain http(s). */
  readonly hasUnsafeLink: boolean;
}

const MAX_TITLE = 200;
const MAX_BODY = 1_000;

export function describeNotification(message: NotificationMessage): NotificationText {
  switch (message.type) {
    case 'rule_triggered': {
      const { ruleName, ruleId, triggeredAt, severity, logId, message: why } = message.data;
      return {
        ...texts(`◆ ${ruleName || ruleId}`, why ?? `Rule triggered, severity ${severity}`),
        happenedAt: triggeredAt || message.timestamp,
        logId: logId ?? undefined,
        link: undefined,
        hasUnsafeLink: false,
      };
    }
    case 'action_executed': {
      const { actionName, actionId, executedAt, status, message: why } = message.data;
      const outcome = /^success/i.test(status) ? 'Action succeeded' : `Action ended with ${status || 'no status'}`;
      return {
        ...texts(actionName || actionId, why === undefined ? outcome : `${outcome}: ${why}`),
        happenedAt: executedAt || message.timestamp,
        logId: undefined,
        link: undefined,
        hasUnsafeLink: false,
      };
    }
    case 'system_notification': {
      const { title, message: body, actionUrl } = message.data;
      const link = safeLink(actionUrl);
      return {
        ...texts(title || 'Notice from the server', body),
        happenedAt: message.timestamp,
        logId: undefined,
        link,
        hasUnsafeLink: link === undefined && typeof actionUrl === 'string' && actionUrl !== '',
      };
    }
  }
}

function texts(title: string, body: string): { readonly title: string; readonly body: string } {
  return { title: visibleText(cutText(title, MAX_TITLE).text), body: visibleText(cutText(body, MAX_BODY).text) };
}
