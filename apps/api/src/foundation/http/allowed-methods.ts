import type { Request } from 'express';
import { METHODS } from 'node:http';
import { pathOf } from './express-request.js';

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
    .filter((layer) => layer.match(path))
    .map((layer) => Object.keys(layer.route?.methods ?? {}))
    // What takes every method is middleware.
    .filter((names) => names.length < METHODS.length / 2)
    .flat()
    .map((method) => method.toUpperCase());
  return [...new Set(methods)].filter((method) => method !== request.method).sort();
}
