import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticPlugin from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendPlainPage } from './plain-page.ts';

/** What the page says about where its logs come from, until somebody gives it real ones. */
export interface DashboardNotice {
  readonly title: string;
  readonly message: string;
  readonly commands: readonly string[];
}

export interface DashboardOptions {
  /** The folder of the built dashboard. */
  readonly folder: string;
  readonly notice: () => DashboardNotice | undefined;
}

const ONE_YEAR = 'public, max-age=31536000, immutable';

/** Serves the built dashboard and its runtime configuration. */
export async function addDashboard(app: FastifyInstance, options: DashboardOptions): Promise<void> {
  app.get('/config.json', (_request, reply) => {
    const notice = options.notice();
    const configuration = { endpoint: '/v1', tenant: 'default', ...(notice === undefined ? {} : { notice }) };
    return reply.header('cache-control', 'no-cache').send(configuration);
  });

  if (existsSync(join(options.folder, 'index.html'))) {
    const assets = join(options.folder, 'assets');
    await app.register(staticPlugin, {
      root: options.folder,
      preCompressed: true,
      cacheControl: false,
      dotfiles: 'ignore',
      setHeaders: (response, path) => {
        // Names under assets/ hold a hash of what is in the file.
        response.setHeader('cache-control', path.startsWith(assets) ? ONE_YEAR : 'no-cache');
        response.setHeader('vary', 'accept-encoding');
      },
    });
  } else {
    app.get('/', (_request, reply) =>
      sendPlainPage(reply, 503, {
        title: 'The dashboard is not built',
        message: 'Run "npm run build", then start the gateway again.',
      }),
    );
  }
}
