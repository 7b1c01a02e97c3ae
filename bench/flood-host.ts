import { FloodServer } from './flood-server.ts';
import type { FloodAnswer, FloodMessage, FloodOrder, FloodTask, NumberedFloodOrder } from './flood-messages.ts';

/** The process of the flood server: what it costs is not the harness's time, and the other way round. */
export async function runFloodHost(task: FloodTask): Promise<void> {
  const say = (message: FloodMessage): void => {
    process.send?.(message);
  };
  const server = await FloodServer.start(task);
  process.on('message', ({ number, order }: NumberedFloodOrder) => {
    say({ kind: 'answer', number, answer: carryOut(server, order) });
  });
  process.once('disconnect', () => process.exit(0));
  say({ kind: 'ready', port: server.port, token: server.token });
}

function carryOut(server: FloodServer, order: FloodOrder): FloodAnswer {
  switch (order.kind) {
    case 'send':
      server.send(order);
      break;
    case 'stop':
      server.stop();
      break;
    case 'latencies':
      return { kind: 'latencies', figures: server.latencies(order.looks) };
    case 'state':
      break;
    default:
      order satisfies never;
  }
  return { kind: 'state', state: server.state };
}
