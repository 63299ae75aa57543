import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Vm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { type ChosenVms, injectChosenVms } from './chosen-vms';

const [web, dns, mail] = ['web', 'dns', 'mail'].map((name, index) =>
  sampleVm({ id: sampleId(index), name }),
) as [Vm, Vm, Vm];

describe('the machines that are ticked', () => {
  const rows = signal<readonly (Vm | undefined)[]>([]);
  let chosen: ChosenVms;
  let feed: EventFeed;
  const names = () => chosen.chosen().map(({ name }) => name);

  beforeEach(() => {
    rows.set([web, dns, undefined]);
    feed = TestBed.inject(EventFeed);
    const all = async () => [web, dns, mail];
    chosen = TestBed.runInInjectionContext(() => injectChosenVms({ rows, all }));
  });

  it('stay so under another filter, and are counted apart there', () => {
    chosen.toggle(web.id);
    rows.set([mail]);
    chosen.toggle(mail.id);
    expect([names(), chosen.elsewhere()]).toEqual([['web', 'mail'], 1]);
    chosen.toggle(web.id);
    expect(names()).toEqual(['mail']);
  });

  it('are all that the list has, fetched or not; and none of them the second time', async () => {
    await chosen.toggleAll();
    expect(names()).toEqual(['web', 'dns', 'mail']);
    expect(chosen.isAll()).toBe(false);
    rows.set([dns, mail]);
    expect(chosen.isAll()).toBe(true);
    await chosen.toggleAll();
    expect(names()).toEqual(['web']);
  });

  it('are as the list has them, else as they were pushed, until they are gone', () => {
    chosen.toggle(web.id);
    chosen.toggle(dns.id);
    rows.set([{ ...web, state: 'stopped' }]);
    feed.publish('vm', { ...dns, state: 'suspended' });
    expect(chosen.chosen().map(({ state }) => state)).toEqual(['stopped', 'suspended']);
    feed.publish('vm', { id: dns.id, gone: true });
    expect(names()).toEqual(['web']);
  });
});
