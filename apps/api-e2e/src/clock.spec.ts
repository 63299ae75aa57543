import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Health } from '@vm-manager/contracts';
import { vmm } from './support/command.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

let installation: Installation;
let admin: Visitor;
beforeAll(async () => {
  installation = await Installation.make();
  admin = await signIn(await installation.start(), 'admin');
});
afterAll(() => installation.dispose());

const ask = <Row extends object>(text: string) => askDatabase<Row>(installation.dataDir, text);
const health = async () =>
  Health.parse(await json(await admin.get('/api/health/ready'), 200)).parts['clock']!;

describe('npm run vmm -- clock', () => {
  it('says that the clock is trusted, and has nothing to confirm', async () => {
    for (const args of [['clock'], ['clock', 'confirm']])
      expect(await vmm(installation, args)).toMatchObject({
        code: 0,
        said: expect.stringContaining('It is trusted.'),
      });
  });

  it('says beside the portal that it jumped, and confirms it, on record', async () => {
    await ask(`UPDATE installation SET last_seen_at = now() - interval '400 days', ahead_since = now(),
      ahead_seen_at = now()`);
    await eventually('the portal says what to do', async () =>
      (await health()).detail?.includes('vmm -- clock confirm'),
    );
    expect((await vmm(installation, ['clock'])).said).toMatch(
      /It jumped ahead from \d{4}-.*: nothing is removed/,
    );
    expect(await ask('SELECT ahead_since FROM installation')).not.toEqual([{ ahead_since: null }]);

    expect(await vmm(installation, ['clock', 'confirm'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('It is trusted from now on.'),
    });
    expect(await ask('SELECT ahead_since FROM installation')).toEqual([{ ahead_since: null }]);
    expect(
      await ask(`SELECT details->'clock'->>'from' < details->'clock'->>'to' AS later FROM audit_log
        WHERE action = 'platform.configuration' AND details ? 'clock'`),
    ).toEqual([{ later: true }]);
    await eventually('the portal is content', async () => (await health()).status === 'ok');
  });

  it('knows no other words', async () => {
    for (const args of [
      ['clock', 'set'],
      ['clock', 'confirm', 'now'],
    ])
      expect((await vmm(installation, args)).code).toBe(64);
  });
});
