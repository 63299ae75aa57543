import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Vm } from '@vm-manager/contracts';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { Hosts } from '../../hosts/hosts.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { PICTURES_PER_MINUTE } from './picture-counts.js';
import { TAKEN_EVERY_MS } from './seen-screen.js';

describe('pictures of a screen', () => {
  let api: TestApi;
  let alice: Visitor;
  let prof: Visitor;
  let vmId: string;
  beforeAll(async () => {
    api = await startApi();
    [alice, prof] = [await signIn(api, 'alice'), await signIn(api, 'prof')];
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    vmId = await addRunningVm(api, 'alice');
  });

  /** One, and one more for each time that this machine took so long. */
  const mostSince = (startedAt: number) => 1 + Math.floor((performance.now() - startedAt) / TAKEN_EVERY_MS);
  const path = () => `/api/vms/${vmId}/screenshot`;
  const viewers = async () => Vm.parse(await (await alice.get(`/api/vms/${vmId}`)).json()).viewers;
  const onRecord = () =>
    api.app
      .get(DataSource)
      .getRepository(AuditEntryEntity)
      .find({ where: { action: 'console.watch', objectId: vmId } });

  it('are taken once for all who ask at a time, and not sent again to who has it', async () => {
    const hypervisor = api.app.get(Hosts).of('demonstration').machines;
    const take = hypervisor.pictureOf.bind(hypervisor);
    let taken = 0;
    hypervisor.pictureOf = (id) => (taken++, take(id));
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 10 }, () => alice.get(path())));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    expect(taken).toBeLessThanOrEqual(mostSince(startedAt));
    expect(answers[0]!.headers.get('content-type')).toBe('image/png');
    expect(answers[0]!.headers.get('cache-control')).toBe('private, no-cache');
    const etag = answers[0]!.headers.get('etag')!;
    const again = await alice.get(path(), { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    hypervisor.pictureOf = take;
  });

  it('come as WebP to who takes it, as wide as asked and never wider than the screen, from one look at the screen', async () => {
    const hypervisor = api.app.get(Hosts).of('demonstration').machines;
    const take = hypervisor.pictureOf.bind(hypervisor);
    let taken = 0;
    hypervisor.pictureOf = (id) => (taken++, take(id));
    const startedAt = performance.now();
    const look = async (query: string, accept: string) => {
      const answer = await alice.get(`${path()}${query}`, { accept });
      const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata();
      expect(answer.headers.get('content-type')).toBe(`image/${format}`);
      expect(answer.headers.get('vary')).toContain('Accept');
      return { format, width, height, etag: answer.headers.get('etag') };
    };
    const whole = await look('', '*/*');
    expect(whole.format).toBe('png');
    const half = Math.round(whole.width / 2);
    const small = await look(`?width=${half}`, 'image/webp, image/png;q=0.9');
    expect(small).toMatchObject({ format: 'webp', width: half, height: Math.round(whole.height / 2) });
    expect(await look(`?width=${half}`, 'image/png')).toMatchObject({ format: 'png', width: half });
    expect(await look('?width=8000', 'image/webp')).toMatchObject({ format: 'webp', width: whole.width });
    const again = await alice.get(`${path()}?width=${half}`, {
      ...{ accept: 'image/webp', 'if-none-match': small.etag!, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
    expect(taken).toBeLessThanOrEqual(mostSince(startedAt));
    hypervisor.pictureOf = take;
  });

  it.each(['0', '15', '8193', '1.5', 'NaN', '', '1e9'])('are refused at width %j', async (width) => {
    expect((await alice.get(`${path()}?width=${width}`)).status).toBe(400);
  });

  it('of one’s own machine are nobody’s watching', async () => {
    for (let count = 0; count < 6; count++) await alice.get(path());
    expect([await viewers(), await onRecord()]).toEqual([[], []]);
  });

  it('at the pace of a card are no watching; picture after picture is seen by the owner and on record once', async () => {
    for (let count = 0; count < 3; count++) expect((await prof.get(path())).status).toBe(200);
    expect([await viewers(), await onRecord()]).toEqual([[], []]);
    await Promise.all(Array.from({ length: 20 }, () => prof.get(path())));
    expect(await viewers()).toEqual([
      { id: expect.any(String), displayName: expect.any(String), mode: 'view' },
    ]);
    expect(await onRecord()).toMatchObject([{ actorName: 'prof', ownerName: 'alice', outcome: 'done' }]);
    // A while after the last picture they have left; the next watch is another.
    await api.app.get(ConsoleViewers).forgetLost(new Date(Date.now() + 61_000));
    expect(await viewers()).toEqual([]);
    await prof.get(path());
    expect(await viewers()).toHaveLength(1);
    expect(await onRecord()).toHaveLength(2);
  });

  it('are refused to who takes very many, with when to come back', async () => {
    const bob = await signIn(api, 'bob');
    vmId = await addRunningVm(api, 'bob');
    let refused: Response | undefined;
    for (let asked = 0; asked <= PICTURES_PER_MINUTE && !refused; asked += 10) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => bob.get(path())));
      refused = answers.find(({ status }) => status === 429);
    }
    expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused!.json()).toMatchObject({ type: '/problems/too-many-pictures' });
    expect((await alice.get('/api/vms')).status).toBe(200);
  });
});
