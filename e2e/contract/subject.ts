import { EXTENSIONS, type LogRecord } from '../../src/protocol/index.ts';
import { GatewayProcess } from '../gateway-process.ts';
import { Ledger, type LogSketch } from '../stub/ledger.ts';
import { StubServer } from '../stub/stub-server.ts';

/** A server that the contract is held against. Whatever it is, it can be given logs and be asked for them. */
export interface Subject {
  /** Its base address, such as `http://localhost:4280`. */
  readonly url: string;
  readonly token: string;
  /** Gives it logs, and resolves when it has taken them. */
  emit(sketches: readonly LogSketch[]): Promise<readonly LogRecord[]>;
  stop(): Promise<void>;
}

interface SubjectKind {
  readonly name: string;
  /** Whether it speaks the extensions to whoever asks for them. */
  readonly isExtended: boolean;
  readonly start: () => Promise<Subject>;
}

export const SUBJECTS: readonly SubjectKind[] = [
  { name: 'the plain stub', isExtended: false, start: () => startStub(false) },
  { name: 'the extended stub', isExtended: true, start: () => startStub(true) },
  { name: 'the gateway', isExtended: true, start: startGateway },
];

async function startStub(isExtended: boolean): Promise<Subject> {
  const stub = await StubServer.start();
  if (isExtended) stub.extensions = EXTENSIONS;
  return {
    url: stub.url,
    token: stub.token,
    emit: (sketches) => Promise.resolve(sketches.map((sketch) => stub.emit(sketch))),
    stop: () => stub.stop(),
  };
}

async function startGateway(): Promise<Subject> {
  const gateway = await GatewayProcess.start(['--no-demo']);
  const { url, token } = gateway;
  const ledger = new Ledger();
  return {
    url,
    token,
    emit: async (sketches) => {
      const logs = sketches.map((sketch) => ledger.enter(sketch));
      const response = await fetch(`${url}/v1/logs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(logs),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`The gateway refused logs: ${response.status} ${answer}`);
      return logs;
    },
    stop: () => gateway.stop(),
  };
}
