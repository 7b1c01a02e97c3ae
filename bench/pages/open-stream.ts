/** A log as the pages that are compared with read it: they trust what comes. */
export interface ReceivedLog {
  readonly id: string;
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface ReceivedEnvelope {
  readonly type: string;
  readonly data: ReceivedLog;
}

/** The address of the log stream, with the token that the page was opened with. */
export function streamUrl(): string {
  const token = location.hash.replace('#token=', '');
  return `ws://${location.host}/v1/logs/stream?follow=true&token=${token}`;
}

/** Opens the stream and hands on each log as it comes. */
export function openStream(onLog: (log: ReceivedLog) => void): void {
  const socket = new WebSocket(streamUrl());
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const envelope = readEnvelope(data);
    if (envelope.type === 'log') onLog(envelope.data);
  });
}

function readEnvelope(text: string): ReceivedEnvelope {
  return JSON.parse(text);
}
