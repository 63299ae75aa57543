import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import type { KeptMachines } from '@vm-manager/contracts';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { type Confirmation, Confirm } from '../../ui/confirm';
import { BackupsTab } from './backups-tab';
import { CurrentVm } from './current-vm';

const VM = sampleId(1);
const URL = `/api/vms/${VM}/backups`;
const machine = (backup: string, kind: 'complete' | 'changes', copiedAt: string, sizeMiB: number) => ({
  ...{ backup, vmId: VM, name: 'web1', kind, copiedAt, sizeMiB, isThere: true },
});
const TWO: KeptMachines = {
  folder: 'readable',
  machines: [
    machine('second', 'changes', '2026-11-27T01:04:00.000Z', 1536),
    machine('first', 'complete', '2026-11-26T01:03:00.000Z', 900),
  ],
};

describe('what backups have of a machine', () => {
  let fixture: ComponentFixture<BackupsTab>;
  let http: HttpTestingController;
  let asked: Confirmation[];
  const page = () => fixture.nativeElement as HTMLElement;
  const plain = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim();

  async function opened(isSure = true): Promise<void> {
    asked = [];
    const confirm = { ask: async (one: Confirmation) => asked.push(one) > 0 && isSure };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideFace(),
        provideRouter([]),
        { provide: CurrentVm, useValue: { id: signal(VM) } },
        { provide: Confirm, useValue: confirm },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(BackupsTab);
    fixture.detectChanges();
  }
  async function shown(kept: KeptMachines, isSure?: boolean): Promise<void> {
    await opened(isSure);
    http.expectOne(URL).flush(kept);
    await fixture.whenStable();
  }

  it('is waited for, then stands there with its day, kind and size', async () => {
    await opened();
    expect(page().querySelector('[aria-busy]')).not.toBeNull();
    http.expectOne(URL).flush(TWO);
    await fixture.whenStable();
    expect(page().querySelector('[aria-busy]')).toBeNull();
    const told = [...page().querySelectorAll('li')].map((row) =>
      ['time', '.chip', '.figures'].map((part) => plain(row.querySelector(part))),
    );
    expect(told).toEqual([
      ['27 novembre 2026 à 02:04', 'Changements', '1,5 Gio'],
      ['26 novembre 2026 à 02:03', 'Complète', '900 Mio'],
    ]);
    const names = [...page().querySelectorAll('li button')].map((button) =>
      button.getAttribute('aria-label'),
    );
    expect(new Set(names).size).toBe(2);
  });

  it('is told to be nothing, or why nobody can look', async () => {
    await shown({ folder: 'readable', machines: [] });
    expect(plain(page())).toContain('Aucune sauvegarde de cette machine');
    for (const [folder, words] of [
      ['not-configured', 'VMM_BACKUP_DIR'],
      ['missing', 'introuvable'],
      ['closed', 'fermées au portail'],
    ] as const) {
      TestBed.resetTestingModule();
      await shown({ folder, machines: [] });
      expect(plain(page())).toContain(words);
      expect(page().querySelector('button')).toBeNull();
    }
  });

  it('can be asked for again when the portal has not answered', async () => {
    await opened();
    http.expectOne(URL).flush(null, { status: 503, statusText: 'away' });
    await fixture.whenStable();
    page().querySelector<HTMLButtonElement>('vmm-problem-note button')!.click();
    fixture.detectChanges();
    http.expectOne(URL).flush(TWO);
    await fixture.whenStable();
    expect(page().querySelectorAll('li')).toHaveLength(2);
  });

  it('comes back as a new machine once that is confirmed, and its page opens', async () => {
    await shown(TWO);
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    page().querySelectorAll<HTMLButtonElement>('li button')[1]!.click();
    const vm = sampleVm({ id: sampleId(2), state: 'queued' });
    const request = await vi.waitFor(() => http.expectOne(`/api/vms/${VM}/bring-back`));
    expect(request.request.body).toEqual({ backup: 'first' });
    request.flush(vm, { status: 202, statusText: 'accepted' });
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledWith(['/machines', vm.id]));
    expect(asked).toMatchObject([{ isHarmless: true, text: expect.stringContaining('26 novembre 2026') }]);
  });

  it('stays where it is when that is not confirmed', async () => {
    await shown(TWO, false);
    page().querySelector<HTMLButtonElement>('li button')!.click();
    await fixture.whenStable();
    http.verify();
  });
});
