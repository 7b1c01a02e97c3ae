import type { HostMessage, HostOrder, HostTask, NumberedOrder, SoakedServer } from './host-messages.ts';
import { SoakedGateway } from './soaked-gateway.ts';
import { SoakedStub } from './soaked-stub.ts';

/** The process that holds a server and emits its lines, so that neither disturbs those who watch. */
export async function runHost(task: HostTask): Promise<void> {
  const say = (message: HostMessage): void => {
    process.send?.(message);
  };
  const broken = (reason: string): void => say({ kind: 'broken', reason });
  const server: SoakedServer =
    task.role === 'gateway' ? await SoakedGateway.start(task, broken) : await SoakedStub.start(task);
  process.on('message', (numbered: NumberedOrder) => {
    carryOut(server, numbered.order).then(
      () => say({ kind: 'done', order: numbered.number, emitted: server.emitted }),
      (error: unknown) => broken(String(error)),
    );
  });
  // Whoever started it has ended it, or is gone.
  process.once('disconnect', () => void server.stop().finally(() => process.exit(0)));
  say({ kind: 'ready', port: server.port, token: server.token });
}

async function carryOut(server: SoakedServer, order: HostOrder): Promise<void> {
  switch (order.kind) {
    case 'begin':
      return server.begin(order.fault);
    case 'end':
      return server.end(order.fault);
    case 'fall silent':
      return server.fallSilent();
    default:
      return order satisfies never;
  }
}
