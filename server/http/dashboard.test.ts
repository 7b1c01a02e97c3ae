import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardNotice } from '../dashboard-notice.ts';
import { startTestGateway, TEST_TOKEN, type TestGateway } from '../test-support/test-gateway.ts';

const script = `console.log(${JSON.stringify('x'.repeat(3000))})`;

describe('the dashboard', () => {
  let folder: string;
  let server: TestGateway;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neurallog-dashboard-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>NeuralLog</title>');
    writeFileSync(join(folder, 'config.json'), '{"endpoint":"built in"}');
    writeFileSync(join(folder, '.hidden'), 'secret');
    writeFileSync(join(folder, 'assets', 'app-1a2b3c.js'), script);
    writeFileSync(join(folder, 'assets', 'app-1a2b3c.js.br'), brotliCompressSync(script));
    const reasons = { isDemo: true, hasRealSources: false, memoryReason: 'History is in memory.' };
    server = await startTestGateway({
      dashboardFolder: folder,
      dashboardNotice: (port) => dashboardNotice(reasons, port),
    });
  });
  afterAll(async () => {
    await server.gateway.stop();
    rmSync(folder, { recursive: true });
  });

  it('is served without a secret, fresh at every visit, its hashed files for good', async () => {
    const page = await server.get('/?query=level:ERROR', {});
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await server.get('/assets/app-1a2b3c.js', { 'accept-encoding': 'br' });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect(asset.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(await asset.text()).toBe(script);
    expect(await (await server.get('/assets/app-1a2b3c.js', { 'accept-encoding': 'identity' })).text()).toBe(script);
  });

  it.each([['/'], ['/assets/app-1a2b3c.js'], ['/config.json'], ['/nothing'], ['/v1/logs'], ['/v1/health'], ['/%']])(
    'has strict headers at %s',
    async (path) => {
      const { headers } = await server.get(path, {});
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
      expect(policy).toContain(`connect-src 'self' ${server.origin.replace('http', 'ws')} `);
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types worker-address");
      expect(policy).toContain("worker-src 'self';");
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  it('is configured by the gateway, with what to do about made-up logs, and without the token', async () => {
    const text = await (await server.get('/config.json', {})).text();
    expect(text).not.toContain(TEST_TOKEN);
    const { notice, ...rest } = JSON.parse(text);
    expect(rest).toEqual({ endpoint: '/v1', tenant: 'default' });
    expect(notice.title).toBe('Demonstration');
    expect(notice.message).toContain('History is in memory.');
    expect(notice.commands).toContain('npm start -- /var/log/*.log');
    expect(notice.commands.join('\n')).toContain(`http://localhost:${server.gateway.port}/v1/logs`);
    expect(notice.commands.join('\n')).toContain('$TOKEN');
    expect(dashboardNotice({ isDemo: false, hasRealSources: true, memoryReason: undefined }, 1)).toBeUndefined();
  });

  it('answers other addresses with a small page for people, and shows no hidden file', async () => {
    const page = await server.get('/logs', { accept: 'text/html,*/*' });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('Open the dashboard');
    for (const path of ['/.hidden', '/..%2f..%2fetc/passwd', '/assets/', '/nothing.js']) {
      expect((await server.get(path, {})).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('says how to build it where it is missing', async () => {
    const { gateway, get } = await startTestGateway({ dashboardFolder: join(folder, 'nowhere') });
    const page = await get('/', {});
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run build');
    await gateway.stop();
  });
});
