import { useEffect, useMemo, useRef, useState } from 'react';
// By its file: the default export of this CommonJS package arrives wrapped or bare, depending on the bundler.
import { useWebSocket } from 'react-use-websocket/dist/lib/use-websocket.js';
import type { SocketTransport, StreamDriver } from './stream-driver.ts';

interface Target {
  readonly generation: number;
  readonly address: string;
}

/** The statuses that a page may close a socket with; anything else would throw. */
function closable(code: number): number {
  return code === 1000 || (code >= 3000 && code <= 4999) ? code : 1000;
}

/**
 * The one place where sockets are made: `react-use-websocket` as a single-socket primitive, used once for each stream.
 * Every frame, open and close is handed to the connection with the generation of the socket that it came from.
 */
export function useSharedSocket(driver: StreamDriver): void {
  const [target, setTarget] = useState<Target>();
  // Which generation a socket belongs to is known by the socket, not by the time at which its event comes.
  const generations = useRef(new WeakMap<EventTarget, number>());
  const asked = useRef<Target>(undefined);

  // The library opens a socket whenever this function changes, so it changes with the generation and with nothing else.
  const address = useMemo(() => {
    if (target === undefined) return null;
    return async (): Promise<string> => {
      asked.current = target;
      return target.address;
    };
  }, [target]);

  const generationOf = (event: Event): number | undefined => {
    const socket = event.target;
    if (socket === null) return undefined;
    const known = generations.current.get(socket);
    if (known !== undefined) return known;
    if (asked.current !== undefined) generations.current.set(socket, asked.current.generation);
    return asked.current?.generation;
  };

  const { sendMessage, getWebSocket } = useWebSocket(address, {
    share: false,
    disableJson: true,
    filter: () => false,
    shouldReconnect: () => false,
    retryOnError: false,
    onOpen(event) {
      const generation = generationOf(event);
      if (generation !== undefined) driver.connection.opened(generation);
    },
    onMessage(event) {
      const generation = generationOf(event);
      if (generation !== undefined) driver.connection.frame(generation, event.data);
    },
    onClose(event) {
      const generation = generationOf(event);
      if (generation !== undefined) driver.connection.closed(generation, event.code, event.reason);
    },
  });

  useEffect(() => {
    const detach = (code: number): void => {
      const socket = getWebSocket();
      if (!(socket instanceof WebSocket)) return;
      // A dead peer answers a close only after a minute: nothing of the old socket is listened to any more.
      socket.onopen = null;
      socket.onmessage = null;
      socket.onerror = null;
      socket.onclose = null;
      socket.close(closable(code));
    };
    const transport: SocketTransport = {
      open(generation, newAddress) {
        detach(1000);
        setTarget({ generation, address: newAddress });
      },
      send(generation, text) {
        const socket = getWebSocket();
        if (socket !== null && generations.current.get(socket) === generation) sendMessage(text, false);
      },
      close(generation, code) {
        const socket = getWebSocket();
        if (socket !== null && (generations.current.get(socket) ?? generation) === generation) detach(code);
        setTarget((current) => (current?.generation === generation ? undefined : current));
      },
      closedGeneration() {
        const socket = getWebSocket();
        if (!(socket instanceof WebSocket) || socket.readyState < WebSocket.CLOSING) return undefined;
        return generations.current.get(socket);
      },
    };
    driver.attach(transport);
    return () => driver.attach(undefined);
  }, [driver, getWebSocket, sendMessage]);
}
