import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateVm, Vm } from '@vm-manager/contracts';
import { readFile } from 'node:fs/promises';
import { fromProjectRoot } from '../foundation/config/project-root.js';
import { Metrics } from '../foundation/metrics/metrics.js';
import { signIn, visit } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';

const NEW_VM: CreateVm = {
  ...{ name: 'web', templateId: 'debian-server', username: 'eleve' },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};

let api: TestApi;
let text: string;

beforeAll(async () => {
  // With mail, so that its figures are there too.
  api = await startApi({ env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: '9', SMTP_FROM: 'vmm@school.example' } });
  const metrics = api.app.get(Metrics);
  metrics.watchProcess();
  const alice = await signIn(api, 'alice');
  const { id } = Vm.parse(await (await alice.send('POST', '/api/vms', NEW_VM)).json());
  await until('the VM runs', async () => {
    const { state, job } = Vm.parse(await (await alice.get(`/api/vms/${id}`)).json());
    return state === 'running' && job?.state === 'succeeded';
  });
  await visit(api).get(`/api/vms/${id}`);
  await visit(api).get('/api/made-up/address');
  await until('everything has a value', async () => {
    text = await metrics.text();
    return text.includes('vmm_jobs_total{') && text.includes('route="/api/vms/:id"');
  });
});
afterAll(() => api.stop());

describe('what is measured', () => {
  it.each([
    [/^vmm_http_requests_total\{method="POST",route="\/api\/vms",status="202"\} 1$/m],
    [/^vmm_http_requests_total\{method="GET",route="\/api\/vms\/:id",status="401"\} 1$/m],
    [/^vmm_http_requests_total\{method="GET",route="none",status="404"\} 1$/m],
    [/^vmm_jobs_total\{kind="create",outcome="succeeded"\} 1$/m],
    [/^vmm_job_seconds_count\{kind="create",outcome="succeeded"\} 1$/m],
    [/^vmm_vms\{state="running"\} 1$/m],
    [/^vmm_queue_jobs\{queue="vm-heavy",state="waiting"\} 0$/m],
    [/^vmm_consoles\{mode="control"\} 0$/m],
    [/^vmm_watched_screens 0$/m],
    [/^vmm_console_bytes_total\{direction="to_screen"\} 0$/m],
    [/^vmm_event_lag_seconds_count \d+$/m],
    [/^vmm_health_part\{part="database"\} 0$/m],
    [/^vmm_mails_waiting 0$/m],
  ])('has %s', (line) => {
    expect(text).toMatch(line);
  });

  it('has no address with an id, and none that somebody made up', () => {
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(text).not.toContain('made-up');
  });
});

/** Names and labels that a PromQL expression asks for. */
function askedFor(expression: string): { name: string; labels: string[] }[] {
  return [...expression.matchAll(/\b((?:vmm|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', selector = '']) => ({
      name: name.replace(/_(bucket|sum|count)$/, ''),
      labels: [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );
}

describe.each(['alerts.yml', 'dashboard.json'])('infra/monitoring/%s', (file) => {
  it('asks for nothing that is not exported', async () => {
    const source = await readFile(fromProjectRoot(`infra/monitoring/${file}`), 'utf8');
    const expressions = [...source.matchAll(/^\s*"?expr"?:\s*(.+?),?$/gm)].map(([, expression = '']) =>
      expression.replaceAll('\\"', '"'),
    );
    expect(expressions.length).toBeGreaterThan(5);
    const exported = new Set(api.app.get(Metrics).names());
    for (const { name, labels } of expressions.flatMap(askedFor)) {
      expect(exported).toContain(name);
      for (const label of labels)
        expect({
          name,
          label,
          is: text.match(new RegExp(`^${name}(_bucket|_count)?\\{.*\\b${label}=`, 'm')) !== null,
        }).toEqual({ name, label, is: true });
    }
  });
});

it('every alert says what it means and what to do, in sentences', async () => {
  const source = await readFile(fromProjectRoot('infra/monitoring/alerts.yml'), 'utf8');
  const alerts = source.split(/^ {6}- alert: /m).slice(1);
  expect(alerts.length).toBeGreaterThan(8);
  for (const alert of alerts) {
    expect(alert).toMatch(/summary: .{10,}/);
    expect(alert).toMatch(/description: .{10,}/);
    expect(alert).toMatch(/severity: (page|ticket)/);
  }
});
