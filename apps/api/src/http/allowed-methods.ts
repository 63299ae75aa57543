import type { Request } from 'express';
import { pathOf } from './request-path.js';

/** What we need of a layer of Express's router; its types leave `match` out. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** The methods that routes of this path answer to: a wrong method is not a wrong address. */
export function allowedMethods(request: Request): string[] {
  const path = pathOf(request);
  const layers = (request.app.router as unknown as { stack: Layer[] }).stack;
  const methods = layers
    .filter((layer) => layer.route && layer.match(path))
    .flatMap((layer) => Object.keys(layer.route?.methods ?? {}))
    .filter((method) => method !== '_all')
    .map((method) => method.toUpperCase());
  return [...new Set(methods)].filter((method) => method !== request.method).sort();
}
