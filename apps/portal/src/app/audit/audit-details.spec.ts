import { TestBed } from '@angular/core/testing';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { injectAuditDetails } from './audit-details';

describe('what a line of the log notes beside', () => {
  let said: (details: Record<string, unknown>) => string[];

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    const explain = TestBed.runInInjectionContext(() => injectAuditDetails());
    said = (details) => explain(details).map(({ label, text }) => `${label} = ${text}`.replace(/\s/g, ' '));
  });

  it('says what was before, then what is after, in amounts', () => {
    const details = { after: { vms: 10, memoryMiB: 40960 }, before: { vms: 4, memoryMiB: null } };
    expect(said(details)).toEqual([
      'Avant = 4 machines, Mémoire : Hérité',
      'Après = 10 machines et 40 Gio de mémoire',
    ]);
  });
  it('tells a group’s parts apart', () => {
    expect(said({ before: {}, after: { perMember: { vcpus: 4 }, budget: { vms: 30 } } })).toEqual([
      'Avant = rien',
      'Après = Par étudiant : 4 vCPU, Budget : 30 machines',
    ]);
  });
  it('has words for people, yes and no, times and durations', () => {
    expect(said({ member: { id: '1', username: 'bob' }, teaches: false, seconds: 90 })).toEqual([
      'Membre = bob',
      'Enseigne = non',
      expect.stringMatching(/^Durée = \d/),
    ]);
    expect(said({ until: '2026-12-15T22:59:59.000Z' })[0]).toMatch(/décembre 2026|15 déc/);
  });
  it('never shows the API’s own notation, whatever is noted', () => {
    const odd = { a: { b: [1, { c: null }], d: { e: true } }, f: [], g: '' };
    for (const line of said(odd)) expect(line).not.toMatch(/[{}[\]"]|null|true|undefined/);
  });
});
