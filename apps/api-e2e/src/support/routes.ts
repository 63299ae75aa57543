import * as z from 'zod';
import { json, type Visitor } from './visitor.js';

const Operation = z.object({
  responses: z.record(z.string(), z.object({ description: z.string(), content: z.unknown().optional() })),
  requestBody: z.unknown().optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
});
/** As much of OpenAPI as the stories look at. */
export const OpenApi = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
export type OpenApi = z.infer<typeof OpenApi>;

export interface Route {
  method: string;
  /** With `{id}` where an id belongs. */
  path: string;
  operation: z.infer<typeof Operation>;
}

/** Every route of the published document: a new one is in every table without anyone's thinking of it. */
export async function publishedRoutes(visitor: Visitor): Promise<Route[]> {
  const document = OpenApi.parse(await json(await visitor.get('/api/openapi.json'), 200));
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

export const isReading = ({ method }: Route) => method === 'GET' || method === 'HEAD';

/** Something that each route would accept, were it asked by the right person. */
export function bodyFor({ path, method }: Route): unknown {
  if (method === 'GET' || method === 'DELETE') return undefined;
  if (path.endsWith('/passwords')) return { account: 'root', password: 'pas le vôtre' };
  if (path.endsWith('/console')) return { mode: 'control' };
  return {};
}
