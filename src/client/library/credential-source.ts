import { isJsonObject, jsonText, type Credential } from '../../protocol/index.ts';

/** A secret, or a function that hands one out: asked once for every attempt to connect, so that it can be a fresh one. */
export type SecretSource = string | (() => string | Promise<string>);

/** What became of asking for a credential. `undefined`: none is needed. */
export type CredentialAnswer =
  { readonly ok: true; readonly credential: Credential | undefined } | { readonly ok: false; readonly message: string };

/** Secrets that are still looked for in what is told, the newest last: a server may quote the one before. */
const REMEMBERED_SECRETS = 4;
/** A shorter text would be found in innocent words. No server gives out secrets this short. */
const MIN_SECRET_LENGTH = 4;

/** Hands out the credential for each attempt, and keeps secrets out of what is told to people. */
export class CredentialSource {
  readonly #kind: Credential['kind'];
  readonly #source: SecretSource | undefined;
  #secrets: string[] = [];
  #credential: Credential | undefined;

  constructor(kind: Credential['kind'], source: SecretSource | undefined) {
    this.#kind = kind;
    this.#source = source;
  }

  /** The credential of the latest attempt: what REST calls are made with. */
  get present(): Credential | undefined {
    return this.#credential;
  }

  /** Asks for the credential of one attempt. At once where it is there at once; never throws and never rejects. */
  ask(): CredentialAnswer | Promise<CredentialAnswer> {
    if (this.#source === undefined) return { ok: true, credential: undefined };
    if (typeof this.#source === 'string') return this.#take(this.#source);
    let given: string | Promise<string>;
    try {
      given = this.#source();
    } catch (error) {
      return this.#failed(error);
    }
    if (typeof given === 'string') return this.#take(given);
    return Promise.resolve(given).then(
      (secret) => this.#take(secret),
      (error: unknown) => this.#failed(error),
    );
  }

  /** A text with every known secret in it blotted out. */
  redactText(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) {
      for (const form of [secret, encodeURIComponent(secret)]) clean = clean.replaceAll(form, '…');
    }
    return clean;
  }

  /** Plain data with every known secret in its texts blotted out; the data itself where there is none. */
  redactData<Data extends object>(data: Data): Data;
  redactData(data: object): object {
    if (this.#secrets.length === 0 || !isJsonObject(data)) return data;
    const text = jsonText(data);
    const clean = this.redactText(text);
    const parsed: unknown = clean === text ? data : JSON.parse(clean);
    return isJsonObject(parsed) ? parsed : data;
  }

  #take(secret: unknown): CredentialAnswer {
    const word = this.#kind === 'token' ? 'token' : 'API key';
    if (typeof secret !== 'string' || secret === '') return { ok: false, message: `The provider gave no ${word}.` };
    if (secret.length >= MIN_SECRET_LENGTH && !this.#secrets.includes(secret)) {
      this.#secrets = [...this.#secrets, secret].slice(-REMEMBERED_SECRETS);
    }
    this.#credential = this.#kind === 'token' ? { kind: 'token', token: secret } : { kind: 'apiKey', apiKey: secret };
    return { ok: true, credential: this.#credential };
  }

  #failed(error: unknown): CredentialAnswer {
    const words = error instanceof Error && error.message !== '' ? error.message : 'the provider failed.';
    return { ok: false, message: this.redactText(words) };
  }
}
