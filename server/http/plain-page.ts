import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './answers.ts';

/** A page for people, without anything that the security policy would forbid. The texts are the gateway's own. */
export function sendPlainPage(
  reply: FastifyReply,
  status: number,
  page: { readonly title: string; readonly message: string; readonly linksHome?: boolean },
): FastifyReply {
  const link = page.linksHome === true ? '<p><a href="/">Open the dashboard</a></p>\n' : '';
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${page.title} · NeuralLog Live</title>
<h1>${page.title}</h1>
<p>${page.message}</p>
${link}</html>
`;
  return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}

/** What is at no address: a page for browsers that navigate, an error in the protocol's shape for everybody else. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = 'There is nothing at this address.';
  const isForPeople = request.headers.accept?.includes('text/html') === true && !request.url.startsWith('/v1');
  if (isForPeople) return sendPlainPage(reply, 404, { title: 'Nothing here', message, linksHome: true });
  return sendError(request, reply, 404, 'not_found', message);
}
