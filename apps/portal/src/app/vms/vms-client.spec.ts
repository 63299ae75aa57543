import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Vm } from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { provideFace } from '../testing/face';
import { sampleId, sampleJob, sampleVm } from '../testing/sample-vm';
import { VmsClient } from './vms-client';

const id = sampleId(1);
const running = sampleJob({ vmId: id, state: 'running', finishedAt: null });
const ended = sampleJob({ vmId: id, state: 'succeeded', finishedAt: '2026-11-27T10:01:00.000Z' });

describe('the answer to a call', () => {
  let http: HttpTestingController;
  let client: VmsClient;
  let feed: EventFeed;
  let shown: Vm | undefined;
  const answer = (method: string, url: string, vm: Vm) => http.expectOne({ method, url }).flush(vm);

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideFace()],
    });
    http = TestBed.inject(HttpTestingController);
    feed = TestBed.inject(EventFeed);
    client = TestBed.inject(VmsClient);
    TestBed.runInInjectionContext(() =>
      feed.on('vm', (vm) => {
        if ('name' in vm) shown = vm;
      }),
    );
  });
  afterEach(() => http.verify());

  it('is on screen as it comes', async () => {
    const change = client.update({ id }, { name: 'nouveau' });
    answer('PATCH', `/api/vms/${id}`, sampleVm({ id, name: 'nouveau', job: running }));
    expect((await change).name).toBe('nouveau');
    expect(shown?.job?.state).toBe('running');
  });

  it('is asked anew when a push about the machine has overtaken it', async () => {
    const change = client.update({ id }, { name: 'nouveau' });
    // The job was so quick that its end is known before the answer that tells of its beginning.
    feed.publish('job', ended);
    answer('PATCH', `/api/vms/${id}`, sampleVm({ id, name: 'nouveau', job: running }));
    await vi.waitFor(() => answer('GET', `/api/vms/${id}`, sampleVm({ id, name: 'nouveau', job: ended })));
    expect((await change).job?.state).toBe('succeeded');
    expect(shown?.job?.state).toBe('succeeded');
  });

  it('is not asked anew for pushes about others', async () => {
    const change = client.update({ id }, { name: 'nouveau' });
    feed.publish('job', { ...ended, vmId: sampleId(2) });
    answer('PATCH', `/api/vms/${id}`, sampleVm({ id, name: 'nouveau' }));
    expect((await change).name).toBe('nouveau');
  });
});
