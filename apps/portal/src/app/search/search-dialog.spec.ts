import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MatDialogRef } from '@angular/material/dialog';
import type { Role } from '@vm-manager/contracts';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import { sampleAccount } from '../testing/sample-account';
import { sampleId, sampleVm } from '../testing/sample-vm';
import { SearchDialog } from './search-dialog';

const TEACHER = '00000000-0000-4000-8110-000000000002';
const group = (name: string) => ({
  id: sampleId(70),
  name,
  source: 'manual',
  studentCount: 2,
  teacherCount: 1,
  vmCount: 3,
  runningVmCount: 1,
  failedVmCount: 0,
  taught: true,
  createdAt: '2026-09-01T08:00:00.000Z',
});

describe('the search', () => {
  let fixture: ComponentFixture<SearchDialog>;
  let api: HttpTestingController;
  let close: ReturnType<typeof vi.fn>;

  async function openAs(role: Role): Promise<void> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    close = vi.fn();
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: MatDialogRef, useValue: { close } },
        {
          provide: Session,
          useValue: { user: signal({ id: TEACHER, role }), seesOthers: signal(role !== 'student') },
        },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(SearchDialog);
    api = TestBed.inject(HttpTestingController);
    TestBed.tick();
    if (role !== 'student')
      api.expectOne('/api/groups').flush([group('SIO 1 — Réseau'), group('BTS Électro')]);
    await drawn();
  }

  afterEach(() => vi.useRealTimers());

  async function drawn(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    TestBed.tick();
  }
  const element = () => fixture.nativeElement as HTMLElement;
  const input = () => element().querySelector('input') as HTMLInputElement;
  const options = () =>
    [...element().querySelectorAll('[role=option]')].map((option) =>
      (option.querySelector('.text')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    );
  const titles = () => [...element().querySelectorAll('.title')].map(({ textContent }) => textContent);
  const said = () => element().querySelector('[role=status]')?.textContent;
  const pointed = () =>
    element()
      .querySelector(`[id="${input().getAttribute('aria-activedescendant')}"] .text`)
      ?.textContent?.trim();
  async function type(text: string): Promise<void> {
    input().value = text;
    input().dispatchEvent(new Event('input'));
    await drawn();
  }
  async function rest(): Promise<void> {
    await vi.advanceTimersByTimeAsync(200);
    TestBed.tick();
  }
  async function press(key: string): Promise<void> {
    input().dispatchEvent(new KeyboardEvent('keydown', { key }));
    await drawn();
  }
  const machines = (search: string) => api.expectOne(`/api/vms?search=${search}&limit=6`);
  const people = (search: string) => api.expectOne(`/api/users?search=${search}&sort=displayName&limit=6`);

  it('offers a student machines and pages, and asks for nobody else', async () => {
    await openAs('student');
    expect(titles()).toEqual(['Actions']);
    expect(options()).toContain('Mes demandes');
    expect(options()).not.toContain('Journal');
    await type('web');
    await rest();
    machines('web').flush([sampleVm({ owner: { id: TEACHER, username: 'a', displayName: 'A' } })]);
    await drawn();
    expect(titles()).toEqual(['Machines']);
    api.verify();
  });

  it('finds machines, people, classes and pages, each leading to its own place', async () => {
    await openAs('teacher');
    await type('electro bts');
    expect(options()).toEqual(['BTS Électro']);
    await type('res');
    await rest();
    machines('res').flush([sampleVm({ name: 'reseau-1' })]);
    people('res').flush([sampleAccount({ displayName: 'Chloé Resnais', username: 'cresnais' })]);
    await drawn();
    expect(titles()).toEqual(['Machines', 'Personnes', 'Classes']);
    expect(options()).toEqual(['reseau-1 Alice Durand', 'Chloé Resnais cresnais', 'SIO 1 — Réseau']);
    expect(said()).toBe('3 résultats');
    await press('ArrowDown');
    expect(pointed()).toContain('Chloé Resnais');
    await press('Enter');
    expect(close).toHaveBeenCalledWith(`/personnes/${sampleAccount().id}`);
  });

  it('drops the answer to earlier letters, and asks once for a word that is typed in one go', async () => {
    await openAs('student');
    await type('w');
    await rest();
    const early = machines('w');
    await type('we');
    await type('web');
    early.flush([sampleVm({ name: 'wiki' })]);
    await drawn();
    expect(options()).toEqual([]);
    expect(said()).toBe('Recherche en cours');
    await rest();
    machines('web').flush([]);
    await drawn();
    expect(said()).toBe('Rien ne correspond à «\u00a0web\u00a0».');
  });

  it('opens the first result when Enter came before the answer, and nothing when there is none', async () => {
    await openAs('student');
    await type('web');
    await press('Enter');
    expect(close).not.toHaveBeenCalled();
    await rest();
    machines('web').flush([sampleVm({ id: sampleId(5) })]);
    await drawn();
    expect(close).toHaveBeenCalledExactlyOnceWith(`/machines/${sampleId(5)}`);
    close.mockClear();
    await type('xyz');
    await press('Enter');
    await rest();
    machines('xyz').flush([]);
    await drawn();
    expect(close).not.toHaveBeenCalled();
  });

  it('says why nothing was found when the API fails, and asks again on request', async () => {
    await openAs('student');
    await type('web');
    await rest();
    machines('web').flush(null, { status: 503, statusText: '' });
    await drawn();
    expect(element().querySelector('[role=alert]')?.textContent).not.toBe('');
    expect(said()).not.toContain('Rien');
    element().querySelector<HTMLButtonElement>('.problem button')?.click();
    TestBed.tick();
    machines('web').flush([sampleVm()]);
    await drawn();
    expect(element().querySelector('[role=alert]')).toBeNull();
    expect(options()).toHaveLength(1);
  });

  it('goes round with the arrows, and stays with what they chose while answers come in above it', async () => {
    await openAs('teacher');
    await press('ArrowUp');
    expect(pointed()).toBe('Mon compte');
    await press('ArrowDown');
    expect(pointed()).toBe('Nouvelle machine');
    await type('mes');
    await press('ArrowDown');
    const chosen = pointed();
    await rest();
    people('mes').flush([]);
    machines('mes').flush([sampleVm({ name: 'mes-essais' })]);
    await drawn();
    expect(pointed()).toBe(chosen);
    expect(options()[0]).toContain('mes-essais');
  });
});
