import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSameSecret } from '../model/same-secret.ts';
import { field } from './form.ts';
import type { Viewer } from './judge-view.ts';
import type { PagePorts } from './ports.ts';

const COOKIE = 'newswatch';
/** 32 bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/** Who is signed in; null for a stranger. */
export async function viewerOf(ports: PagePorts, request: FastifyRequest): Promise<Viewer | null> {
  const token = sessionToken(request);
  if (token === null || ports.login === null || !(await ports.login.isOpen(token))) return null;
  return { csrf: csrfOf(token) };
}

export function sessionToken({ cookies }: FastifyRequest): string | null {
  const token = cookies[COOKIE] ?? '';
  return TOKEN.test(token) ? token : null;
}

export function setSession(reply: FastifyReply, token: string, site: Site): void {
  reply.setCookie(COOKIE, token, cookieOptions(site));
}

export function clearSession(reply: FastifyReply, site: Site): void {
  reply.clearCookie(COOKIE, cookieOptions(site));
}

/** Where the pages are, as a browser sees it. */
export interface Site {
  readonly https: boolean;
  /** `/news`, '' at the root. */
  readonly path: string;
  /** Moves the links of a part of a page that is sent by itself under the path. */
  readonly moveLinks: (part: string) => string;
}

function cookieOptions({ https, path }: Site) {
  return { httpOnly: true, sameSite: 'strict', secure: https, path: path || '/' } as const;
}

/** Whether a form was made for this session, and sent from a page of ours. */
export function isOwnForm(request: FastifyRequest, viewer: Viewer): boolean {
  return isFromHere(request) && isSameSecret(field(request.body, 'csrf'), viewer.csrf);
}

/** What the browser says of where a request comes from (Fetch Metadata, else Origin); true where it says nothing. */
export function isFromHere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

/** The same for a session as long as it lasts, and tells nothing of its token. */
function csrfOf(token: string): string {
  return createHmac('sha256', token).update('newswatch form').digest('base64url');
}
