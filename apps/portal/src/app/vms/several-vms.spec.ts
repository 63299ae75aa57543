import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { CreateOperation, Job, Operation, OperationChild, Problem } from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleId, sampleJob, sampleVm } from '../testing/sample-vm';
import { RestorePointsClient } from './restore-points-client';
import { RunningOperation } from './running-operation';
import { SeveralVms } from './several-vms';
import { VmsClient } from './vms-client';

const machines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    sampleVm({ id: sampleId(index + 1), name: `web${index + 1}`, state: index % 2 ? 'stopped' : 'running' }),
  );

const jobFor = (vmId: string, change: Partial<Job> = {}) =>
  sampleJob({
    ...{ id: vmId.replace(/^./, '9'), vmId, subject: { kind: 'vm', id: vmId } },
    ...{ state: 'running', finishedAt: null },
    ...change,
  });
const refused: Problem = { type: '/problems/x', title: 'Non', status: 409, detail: 'Pas maintenant.' };

const childOf = (job: Job): OperationChild => ({
  ...{ vmId: job.subject.id, name: null, state: job.state, problem: job.problem, job },
});

/** What the API knows of it. */
function operationOf(request: CreateOperation, change: Partial<Operation> = {}): Operation {
  const vmIds = 'vmIds' in request ? request.vmIds : [];
  return {
    ...{
      id: sampleId(500),
      kind: request.kind,
      pointName: null,
      groupId: null,
      state: 'running',
      progress: 0,
      done: 0,
    },
    ...{ createdAt: '2026-11-27T10:00:00.000Z', finishedAt: null, total: vmIds.length },
    children: vmIds.map((vmId) => childOf(jobFor(vmId))),
    ...change,
  };
}

/** What a class has already. */
const points = {
  hasValue: () => true,
  value: signal([{ name: 'Début du TP 3', vms: 27, createdAt: '2026-11-27T10:00:00.000Z' }]),
};

describe('the same for several machines', () => {
  let fixture: ComponentFixture<SeveralVms>;
  let asked: CreateOperation[];
  let cancelled: string[];
  let stored: Operation[];
  let told: string[];
  const button = (name: RegExp, inside: ParentNode = fixture.nativeElement as HTMLElement) =>
    [...inside.querySelectorAll('button')].find((each) =>
      name.test(each.getAttribute('aria-label') ?? each.textContent ?? ''),
    );
  const dialog = () => document.querySelector<HTMLElement>('mat-dialog-container');
  const text = () => (fixture.nativeElement as HTMLElement).querySelector('[role=status]')?.textContent;
  const push = (job: Job) => TestBed.inject(EventFeed).publish('job', job);

  beforeEach(async () => {
    [asked, cancelled, stored, told] = [[], [], [], []];
    const client = {
      order: async (request: CreateOperation) => {
        asked.push(request);
        stored = [operationOf(request), ...stored];
        return stored[0];
      },
      operations: async () => stored,
      operation: async (id: string) => stored.find((one) => one.id === id),
      cancelOperation: async (id: string) => {
        cancelled.push(id);
        return { ...stored[0], state: 'cancelled', finishedAt: '2026-11-27T10:01:00.000Z' };
      },
    };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        { provide: VmsClient, useValue: client },
        { provide: RestorePointsClient, useValue: { ofClasses: () => points } },
        { provide: MatSnackBar, useValue: { open: (sentence: string) => told.push(sentence) } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(SeveralVms);
  });
  afterEach(() => dialog()?.remove());

  async function choose(count: number, action: RegExp): Promise<void> {
    fixture.componentRef.setInput('vms', machines(count));
    await fixture.whenStable();
    button(action)?.click();
    await fixture.whenStable();
  }
  async function chooseInMenu(count: number, action: RegExp): Promise<void> {
    await choose(count, /^Restauration$/);
    await vi.waitFor(() => expect(document.querySelector('.mat-mdc-menu-panel')).not.toBeNull());
    button(action, document.querySelector('.mat-mdc-menu-panel')!)?.click();
    await fixture.whenStable();
  }
  async function isAskedFirst(): Promise<void> {
    await vi.waitFor(() => expect(dialog()).not.toBeNull());
    await fixture.whenStable();
  }

  it('names all that would be deleted, and wants their number typed above ten', async () => {
    await choose(12, /^Supprimer \(12\)/);
    await isAskedFirst();
    expect(asked).toEqual([]);
    const names = [...(dialog()?.querySelectorAll('li') ?? [])].map((each) => each.textContent?.trim());
    expect(names).toHaveLength(12);
    expect(names).toContain('web12 — Alice Durand');
    const confirm = button(/^\s*Supprimer 12 machines/, dialog() ?? document)!;
    const box = dialog()!.querySelector('input')!;
    for (const wrong of ['', '11', 'douze']) {
      box.value = wrong;
      box.dispatchEvent(new Event('input'));
      await fixture.whenStable();
      confirm.click();
      expect(asked).toEqual([]);
    }
    box.value = '12';
    box.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    confirm.click();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toEqual({ kind: 'delete', vmIds: machines(12).map(({ id }) => id) });
  });

  it('wants nothing typed for a few, nor where nothing is lost', async () => {
    await choose(10, /^Supprimer \(10\)/);
    await isAskedFirst();
    expect(asked).toEqual([]);
    expect(dialog()?.querySelectorAll('li')).toHaveLength(10);
    expect(dialog()?.querySelector('input')).toBeNull();
  });

  it('is one call, and says how far the jobs are and how it went', async () => {
    await choose(6, /^Démarrer \(3\)/);
    const vmIds = [2, 4, 6].map(sampleId);
    await vi.waitFor(() => expect(asked).toEqual([{ kind: 'start', vmIds }]));
    await vi.waitFor(() => expect(text()).toMatch(/^Démarrer.: 0 sur 3$/));
    const finishedAt = '2026-11-27T10:01:00.000Z';
    push(jobFor(vmIds[0]!, { state: 'succeeded', finishedAt }));
    await vi.waitFor(() => expect(text()).toMatch(/^Démarrer.: 1 sur 3$/));
    // Somebody else's job is none of this.
    push(jobFor(sampleId(99), { state: 'succeeded', finishedAt }));
    const jobs = vmIds.map((vmId) => jobFor(vmId, { state: 'succeeded', finishedAt }));
    stored = [{ ...stored[0]!, children: jobs.map(childOf), state: 'succeeded', finishedAt }];
    for (const job of jobs) push(job);
    await vi.waitFor(() => expect(told).toEqual(['3 machines ont démarré.']));
    expect(TestBed.inject(RunningOperation).progress()).toBeUndefined();
  });

  it('makes a restore point of one name', async () => {
    await chooseInMenu(2, /Créer un point de restauration \(2\)/);
    await isAskedFirst();
    const box = dialog()!.querySelector('input')!;
    box.value = 'Début du TP 3';
    box.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    button(/^\s*Créer 2 points/, dialog() ?? document)?.click();
    const vmIds = machines(2).map(({ id }) => id);
    await vi.waitFor(() =>
      expect(asked).toEqual([{ kind: 'make-restore-point', name: 'Début du TP 3', vmIds }]),
    );
    await vi.waitFor(() => expect(text()).toMatch(/^Créer un point.: 0 sur 2$/));
  });

  it('goes back to a point that machines have, of which none is called off half-way', async () => {
    await chooseInMenu(2, /Revenir à un point de restauration \(2\)/);
    await isAskedFirst();
    expect(dialog()?.textContent).toContain('sera perdu');
    const select = await TestbedHarnessEnvironment.documentRootLoader(fixture).getHarness(MatSelectHarness);
    await select.open();
    const options = await select.getOptions();
    expect(await Promise.all(options.map((option) => option.getText()))).toEqual([
      'Début du TP 3 — 27 machines',
      'État initial',
    ]);
    await options[0]!.click();
    button(/^\s*Ramener 2 machines/, dialog() ?? document)?.click();
    const vmIds = machines(2).map(({ id }) => id);
    await vi.waitFor(() => expect(asked).toEqual([{ kind: 'revert', name: 'Début du TP 3', vmIds }]));
    await vi.waitFor(() => expect(text()).toMatch(/^Revenir à un point.: 0 sur 2$/));
    expect(button(/Tout annuler/)).toBeUndefined();
  });

  it('says which machines were refused, or failed, and why', async () => {
    await choose(6, /^Démarrer \(3\)/);
    const [first, second, third] = [2, 4, 6].map(sampleId) as [string, string, string];
    const finishedAt = '2026-11-27T10:01:00.000Z';
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const jobs = [
      jobFor(first, { state: 'succeeded', finishedAt }),
      jobFor(second, { state: 'failed', finishedAt, problem: { ...refused, detail: 'L’hôte est plein.' } }),
    ];
    const children: OperationChild[] = [
      ...jobs.map(childOf),
      { vmId: third, name: 'web6', state: 'failed', problem: refused, job: null },
    ];
    stored = [{ ...stored[0]!, children, state: 'failed', finishedAt }];
    for (const job of jobs) push(job);
    push(jobFor(third, { state: 'failed', finishedAt }));
    await vi.waitFor(() => expect(dialog()).not.toBeNull());
    await fixture.whenStable();
    expect(dialog()?.textContent).toContain('1 machine a démarré.');
    expect(dialog()?.textContent).toMatch(/web6 \(Alice Durand\)\s*Pas maintenant\./);
    expect(dialog()?.textContent).toMatch(/web4 \(Alice Durand\)\s*L’hôte est plein\./);
  });

  it('says so while the API takes it in, and is not asked twice', async () => {
    let takeIn = () => {};
    const taken = new Promise<void>((resolve) => (takeIn = resolve));
    const client = TestBed.inject(VmsClient);
    const order = client.order.bind(client);
    client.order = async (request) => {
      await taken;
      return order(request);
    };
    await choose(6, /^Démarrer \(3\)/);
    expect(text()).toMatch(/^Démarrer.: 0 sur 3$/);
    expect(button(/Tout annuler/)).toBeUndefined();
    void TestBed.inject(RunningOperation).run({ kind: 'start' }, machines(6));
    takeIn();
    await vi.waitFor(() => expect(button(/Tout annuler/)).toBeTruthy());
    expect(asked).toHaveLength(1);
  });

  it('is called off as a whole, but for a deletion', async () => {
    await choose(6, /^Démarrer \(3\)/);
    await vi.waitFor(() => expect(button(/Tout annuler/)).toBeTruthy());
    button(/Tout annuler/)?.click();
    await vi.waitFor(() => expect(told).toEqual(['L’opération est annulée.']));
    expect(cancelled).toEqual([sampleId(500)]);
    stored = [];
    await choose(2, /^Supprimer \(2\)/);
    await isAskedFirst();
    button(/^\s*Supprimer 2 machines/, dialog() ?? document)?.click();
    await vi.waitFor(() => expect(text()).toMatch(/^Supprimer.: 0 sur 2$/));
    expect(button(/Tout annuler/)).toBeUndefined();
  });
});

describe('a browser that comes back', () => {
  it('sees what goes on meanwhile', async () => {
    const underWay = operationOf({ kind: 'shutdown', vmIds: [sampleId(1), sampleId(2)] });
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        {
          provide: VmsClient,
          useValue: { operations: async () => [underWay], operation: async () => underWay },
        },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(SeveralVms);
    fixture.componentRef.setInput('vms', []);
    await vi.waitFor(() =>
      expect((fixture.nativeElement as HTMLElement).textContent).toMatch(/Éteindre.: 0 sur 2/),
    );
  });
});
