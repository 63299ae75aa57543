import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import type { RestorePoint, Vm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleVm } from '../../testing/sample-vm';
import { CurrentVm } from './current-vm';
import { RestorePointsTab } from './restore-points-tab';

const first: RestorePoint = {
  ...{ id: '11111111-1111-4111-8111-111111111111', name: 'État initial', kind: 'initial' },
  ...{ createdAt: '2026-11-28T08:00:00.000Z', withMemory: false, sizeMiB: 0, isCurrent: false },
  ...{ vcpus: 2, memoryMiB: 2048, diskGiB: 20 },
};
const own: RestorePoint = {
  ...first,
  ...{ id: '22222222-2222-4222-8222-222222222222', name: 'Avant nginx', kind: 'own' },
  ...{ createdAt: '2026-11-28T09:00:00.000Z', withMemory: true, sizeMiB: 310, isCurrent: true },
};

describe('the restore points of a machine', () => {
  let fixture: ComponentFixture<RestorePointsTab>;
  let http: HttpTestingController;
  const can = ['make-restore-point', 'revert', 'delete-restore-point'] as const;
  const vm = signal<Vm | undefined>(undefined);

  async function open(
    points: RestorePoint[],
    allowedActions: Vm['allowedActions'] = [...can],
  ): Promise<void> {
    vm.set(sampleVm({ state: 'running', allowedActions }));
    const feed = { on: () => undefined, onReopened: () => undefined, publish: () => undefined };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: feed },
        { provide: CurrentVm, useValue: { vm, id: () => vm()!.id } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(RestorePointsTab);
    http = TestBed.inject(HttpTestingController);
    fixture.detectChanges();
    http.expectOne(`/api/vms/${vm()!.id}/restore-points`).flush(points);
    await fixture.whenStable();
  }
  const text = () => (fixture.nativeElement as HTMLElement).textContent.replaceAll(/\s+/g, ' ');
  const button = (label: RegExp) =>
    TestbedHarnessEnvironment.documentRootLoader(fixture).getHarness(MatButtonHarness.with({ text: label }));

  it('are listed with what they hold, the newest first', async () => {
    await open([first, own]);
    const names = [...(fixture.nativeElement as HTMLElement).querySelectorAll('li strong')];
    expect(names.map(({ textContent }) => textContent)).toEqual(['Avant nginx', 'État initial']);
    expect(await (await (await button(/^Revenir à ce point$/)).host()).getAttribute('aria-label')).toBe(
      'Revenir à ce point : Avant nginx',
    );
    expect(text()).toContain('avec la mémoire · 310 Mio');
    expect(text()).toContain('disque seul · ne prend rien sur le disque');
  });

  it('are made under a name', async () => {
    await open([]);
    expect(text()).toContain('Aucun point de restauration pour l’instant.');
    const loader = TestbedHarnessEnvironment.loader(fixture);
    await (await loader.getHarness(MatInputHarness)).setValue('Avant la mise à jour');
    await (await button(/^Créer le point$/)).click();
    const call = http.expectOne({ method: 'POST', url: `/api/vms/${vm()!.id}/restore-points` });
    expect(call.request.body).toEqual({ name: 'Avant la mise à jour' });
    call.flush(vm()!, { status: 202, statusText: 'Accepted' });
    await fixture.whenStable();
  });

  it('are gone back to after it was said what that loses; the present is kept when that is wanted', async () => {
    await open([first, own]);
    await (await button(/^Revenir à ce point$/)).click();
    const dialog = document.querySelector('mat-dialog-container')!;
    expect(dialog.textContent).toContain('sera perdu');
    const loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
    await (await loader.getHarness(MatCheckboxHarness)).check();
    const submit = MatButtonHarness.with({ ancestor: 'mat-dialog-actions', selector: '[type=submit]' });
    await (await loader.getHarness(submit)).click();
    const call = http.expectOne(`/api/vms/${vm()!.id}/restore-points/${own.id}/revert`);
    expect(call.request.body).toEqual({ keepAs: 'Avant le retour' });
    call.flush(vm()!, { status: 202, statusText: 'Accepted' });
    await fixture.whenStable();
  });

  it('wait while a job is at the machine', async () => {
    await open([first], []);
    expect(await (await button(/^Remettre à neuf$/)).isDisabled()).toBe(true);
    expect(text()).toContain('dès que la tâche en cours sera terminée');
  });
});
