import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { Vm } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleId, sampleVm } from '../testing/sample-vm';
import { BulkWork } from './bulk-work';
import { SeveralVms } from './several-vms';
import { VmsClient } from './vms-client';

const machines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    sampleVm({ id: sampleId(index + 1), name: `web${index + 1}`, state: index % 2 ? 'stopped' : 'running' }),
  );

describe('the same for several machines', () => {
  let fixture: ComponentFixture<SeveralVms>;
  let asked: { name: string; action: string; answer: (error?: Error) => void }[];
  const button = (name: RegExp, inside: ParentNode = fixture.nativeElement as HTMLElement) =>
    [...inside.querySelectorAll('button')].find((each) =>
      name.test(each.getAttribute('aria-label') ?? each.textContent ?? ''),
    );
  const dialog = () => document.querySelector<HTMLElement>('mat-dialog-container');

  beforeEach(async () => {
    asked = [];
    const act = ({ name }: Vm, action: string) =>
      new Promise((resolve, reject) =>
        asked.push({ name, action, answer: (error) => (error ? reject(error) : resolve(undefined)) }),
      );
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        { provide: VmsClient, useValue: { act } },
        { provide: MatSnackBar, useValue: { open: () => undefined } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(SeveralVms);
  });
  afterEach(async () => {
    dialog()?.remove();
    await vi.waitFor(() => {
      for (const { answer } of asked) answer();
      expect(TestBed.inject(BulkWork).progress()).toBeUndefined();
    });
  });

  async function choose(count: number, action: RegExp): Promise<void> {
    fixture.componentRef.setInput('vms', machines(count));
    await fixture.whenStable();
    button(action)?.click();
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
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    expect(asked[0]).toMatchObject({ action: 'delete' });
  });

  it('wants nothing typed for a few, nor where nothing is lost', async () => {
    await choose(10, /^Supprimer \(10\)/);
    await isAskedFirst();
    expect(asked).toEqual([]);
    expect(dialog()?.querySelectorAll('li')).toHaveLength(10);
    expect(dialog()?.querySelector('input')).toBeNull();
  });

  it('says how far it is, and asks before the tab is closed meanwhile', async () => {
    const isLeftInPeace = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(isLeftInPeace()).toBe(true);
    await choose(6, /^Démarrer \(3\)/);
    expect(asked.map(({ action }) => action)).toEqual(['start', 'start', 'start']);
    expect(isLeftInPeace()).toBe(false);
    const text = () => (fixture.nativeElement as HTMLElement).querySelector('[role=status]')?.textContent;
    expect(text()).toMatch(/^Démarrer.: 0 sur 3$/);
    asked[0]?.answer();
    asked[1]?.answer(new Error('non'));
    await vi.waitFor(() => expect(text()).toMatch(/^Démarrer.: 2 sur 3, 1 refusée$/));
    asked[2]?.answer();
    await vi.waitFor(() => expect(isLeftInPeace()).toBe(true));
  });
});
