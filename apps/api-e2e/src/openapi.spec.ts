import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Installation } from './support/installation.js';
import { isReading, OpenApi, publishedRoutes, type Route } from './support/routes.js';
import { json, Visitor } from './support/visitor.js';

/** What outside tools rely on (product.md, section 8), as far as it is built. */
const PROMISED = [
  'POST /api/auth/login',
  'POST /api/auth/logout',
  'GET /api/auth/me',
  'POST /api/auth/password',
  'GET /api/templates',
  'GET /api/vms',
  'GET /api/vms/{id}',
  'POST /api/vms',
  'DELETE /api/vms/{id}',
  ...['start', 'shutdown', 'reboot', 'force-off', 'reset', 'suspend', 'resume', 'passwords', 'console'].map(
    (action) => `POST /api/vms/{id}/${action}`,
  ),
  'GET /api/vms/{id}/job',
  'GET /api/vms/{id}/jobs',
  'GET /api/jobs/{id}',
  'POST /api/jobs/{id}/cancel',
  'GET /api/jobs/{id}/log',
  'GET /api/bin',
  'POST /api/bin/{vmId}/restore',
  'DELETE /api/bin/{vmId}',
  'GET /api/events',
  'GET /api/health/live',
  'GET /api/health/ready',
];
/** What answers without JSON: nothing, text, pictures, streams. */
const NO_JSON = [
  'GET /api/jobs/{id}/log',
  'GET /api/platform/log.txt',
  'GET /api/events',
  'GET /api/vms/{id}/screenshot',
  'GET /api/templates/{id}/picture',
  'GET /api/boxes/{id}/file',
  'GET /api/audit.csv',
  'GET /api/users.csv',
  'GET /api/vms.csv',
  'GET /api/groups/{id}/members.csv',
];

let installation: Installation;
let visitor: Visitor;
let document: OpenApi;
let text: string;
let routes: Route[];

beforeAll(async () => {
  installation = await Installation.make();
  visitor = new Visitor((await installation.start()).url);
  const answer = (await json(await visitor.get('/api/openapi.json'), 200)) as object;
  text = JSON.stringify(answer);
  document = OpenApi.parse(answer);
  routes = await publishedRoutes(visitor);
});
afterAll(() => installation.dispose());

const named = ({ method, path }: Route) => `${method} ${path}`;

describe('the published document', () => {
  it('is OpenAPI 3 of this product', () => {
    expect(document.openapi).toMatch(/^3\.[01]\.\d+$/);
    expect(document.info.title).toBe('VM Manager');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('has every route that was promised', () => {
    expect(routes.map(named)).toEqual(expect.arrayContaining(PROMISED));
  });

  it('holds no reference to what is not there', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(document.components.schemas)).toContain(reference.split('/').at(-1));
    }
    expect(text).not.toContain('$defs');
  });

  it('declares the parameters of its paths, and gives every operation a name of its own', () => {
    for (const route of routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (route.operation.parameters ?? []).filter((each) => each.in === 'path');
      expect({ route: named(route), declared: declared.map(({ name }) => name) }).toEqual({
        route: named(route),
        declared: inPath,
      });
    }
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(routes.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says what every route answers, by a schema where it is JSON', () => {
    for (const route of routes) {
      const successes = Object.entries(route.operation.responses).filter(([status]) => /^2/.test(status));
      expect([named(route), successes.length > 0]).toEqual([named(route), true]);
      if (NO_JSON.includes(named(route))) continue;
      for (const [status, response] of successes) {
        if (status === '204') continue;
        const content = response.content as Record<string, { schema?: object }> | undefined;
        expect([named(route), Object.keys(content?.['application/json']?.schema ?? {})]).not.toEqual([
          named(route),
          [],
        ]);
      }
    }
  });

  it('says what the routes that change something expect', () => {
    const WITH_BODY = /login|\/passwords?$|console|auth\/me$|\/vms$/;
    for (const route of routes.filter((each) => !isReading(each) && WITH_BODY.test(each.path)))
      expect([named(route), JSON.stringify(route.operation.requestBody)]).toEqual([
        named(route),
        expect.stringContaining('schema'),
      ]);
  });

  it('names the things of the contract', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'Vm',
        'Job',
        'CreateVm',
        'CurrentUser',
        'VmTemplate',
        'ConsoleTicket',
        'Health',
      ]),
    );
  });

  it('can be read by a person', async () => {
    const page = await visitor.get('/api/docs');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('VM Manager');
  });
});
