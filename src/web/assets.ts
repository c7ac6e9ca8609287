import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly path: string;
  /** First 16 hex digits of the SHA-256 of the body; changes with it, so that the asset may be cached for ever. */
  readonly hash: string;
  readonly type: string;
  readonly body: string;
}

export const STYLE = readAsset('style.css', 'text/css; charset=utf-8');
export const ICON = readAsset('icon.svg', 'image/svg+xml');

function readAsset(name: string, type: string): Asset {
  const body = readFileSync(new URL(name, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/assets/${name}`, hash, type, body };
}

export function assetHref(asset: Asset): string {
  return `${asset.path}?v=${asset.hash}`;
}
