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

const CSV = 'text/csv';

/** Takes a file of a spreadsheet instead of JSON. */
export const takesCsv = ({ operation }: Route) => JSON.stringify(operation.requestBody ?? '').includes(CSV);

/** What says of the body what it is, where that is not JSON. */
export const headersFor = (route: Route): Record<string, string> =>
  takesCsv(route) ? { 'content-type': CSV } : {};

/** By the end of the path; whoever may ask gets no 400 for it. */
const BODIES: [method: string, path: RegExp, body: unknown][] = [
  ['PUT', /\/clearing\/default$/, { unusedDays: 0, keepDays: 30 }],
  ['POST', /passwords$/, { account: 'root', password: 'pas le vôtre' }],
  ['POST', /rebuild$/, { password: 'un autre mot', rootPassword: 'encore un autre' }],
  ['POST', /bring-back$/, { backup: 'vm-manager-0f1e2d3c-2026-11-27T02-00-00Z' }],
  ['POST', /restore-points$/, { name: 'avant' }],
  ['POST', /control\/(give|refuse)$/, { userId: '00000000-0000-4000-8000-000000000000' }],
  ['POST', /series\/\{id\}\/revert$/, { name: 'avant' }],
  ['PATCH', /series\/\{id\}$/, { followMembers: false }],
  ['POST', /console$/, { mode: 'control' }],
  ['PATCH', /vms\/\{id\}$/, { name: 'autrement' }],
  ['PATCH', /users\/\{id\}$/, { displayName: 'Autrement' }],
  ['PUT', /users\/\{id\}\/quota$/, { vms: 3 }],
  ['PUT', /groups\/\{id\}\/quota$/, { perMember: { vms: 4 } }],
  ['PATCH', /groups\/\{id\}$/, { name: 'autrement' }],
  ['POST', /members$/, { username: 'personne' }],
  ['PATCH', /members\/\{userId\}$/, { teaches: false }],
  ['POST', /members\/import$/, 'username'],
  ['POST', /bake$/, { templateId: 'debian-server' }],
  ['POST', /boxes\/import$/, { templateId: 'debian-server', url: 'https://192.0.2.1/a.box' }],
  ['PUT', /baking$/, { templateId: 'debian-server', weekly: false }],
  ['POST', /reject$/, { comment: 'Non.' }],
];

/** Something that each route would accept, were it asked by the right person. */
export function bodyFor({ path, method }: Route): unknown {
  if (method === 'GET' || method === 'DELETE') return undefined;
  const known = BODIES.find(([by, end]) => by === method && end.test(path));
  return known ? known[2] : {};
}
