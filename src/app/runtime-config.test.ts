import { describe, expect, it } from 'vitest';
import { loadRuntimeConfig, type LoadedConfig } from './runtime-config.ts';

const DEFAULTS = { ok: true, config: { endpoint: '/v1', tenant: 'default', notice: undefined } };

function load(body: string, status = 200): Promise<LoadedConfig> {
  return loadRuntimeConfig(() => Promise.resolve(new Response(body, { status })));
}

describe('the runtime configuration', () => {
  it('is what the file says', async () => {
    const endpoint = 'https://api.{tenant}.neurallog.com/v1';
    expect(await load(JSON.stringify({ endpoint, tenant: 'acme', future: 1 }))).toEqual({
      ok: true,
      config: { endpoint, tenant: 'acme', notice: undefined },
    });
  });

  it('has defaults for what is absent', async () => {
    expect(await load('{}')).toEqual(DEFAULTS);
    expect(await load('{"endpoint":null,"tenant":null,"notice":null}')).toEqual(DEFAULTS);
    expect(await load('{"__proto__":{"endpoint":"https://evil.example"}}')).toEqual(DEFAULTS);
  });

  it.each([
    ['a missing file', 'not here', 404],
    ['a missing file with a page', '<!doctype html><title>x</title>', 404],
    ['a server that answers with the page itself', '<!doctype html>\n<html></html>', 200],
    ['one whose page has no doctype', '\n  <HTML>', 200],
  ])('is all defaults with %s', async (_name, body, status) => {
    expect(await load(body, status)).toEqual(DEFAULTS);
  });

  it.each([
    ['', 200, /not JSON/],
    ['{"tenant":', 200, /not JSON/],
    ['null', 200, /must be a JSON object/],
    ['[]', 200, /must be a JSON object/],
    ['{"endpoint":7}', 200, /"endpoint" must be a text/],
    ['{"endpoint":""}', 200, /"endpoint" must be a text/],
    ['{"tenant":"Acme Inc"}', 200, /"tenant" must be one DNS label/],
    ['{"tenant":7}', 200, /"tenant" must be one DNS label/],
    ['{}', 500, /answered 500/],
    ['', 403, /answered 403/],
  ])('that is broken (%j, %d) is said with what is wrong', async (body, status, reason) => {
    const loaded = await load(body, status);
    expect(loaded.ok || loaded.message).toMatch(reason);
    expect(loaded.ok || loaded.message).toContain('config.json');
  });

  it('that cannot be fetched is said too', async () => {
    const loaded = await loadRuntimeConfig(() => Promise.reject(new TypeError('network')));
    expect(loaded.ok || loaded.message).toMatch(/could not be fetched/);
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('cut')) });
    const cut = await loadRuntimeConfig(() => Promise.resolve(new Response(body)));
    expect(cut.ok || cut.message).toMatch(/could not be fetched/);
  });

  it('may bring a notice, of which only what is text is taken', async () => {
    const notice = { title: 'Demonstration', message: 7, commands: ['npm start', null, {}] };
    expect(await load(JSON.stringify({ notice }))).toMatchObject({
      config: { notice: { title: 'Demonstration', message: '', commands: ['npm start'] } },
    });
    expect(await load('{"notice":"x"}')).toEqual(DEFAULTS);
  });
});
