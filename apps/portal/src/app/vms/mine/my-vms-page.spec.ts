import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Router, provideRouter } from '@angular/router';
import { VmState } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { Languages } from '../../i18n/languages';
import { Session } from '../../session/session';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { VmsClient } from '../vms-client';
import { MyVmsPage } from './my-vms-page';

const many = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    sampleVm({
      id: sampleId(at + 1),
      name: `m${at + 1}`,
      state: VmState.options[at % 3 ? 2 : 4] ?? 'running',
    }),
  );

describe('the page of one’s machines', () => {
  let fixture: ComponentFixture<MyVmsPage>;
  const vms = signal(many(1));
  const page = () => fixture.nativeElement as HTMLElement;
  const names = () =>
    [...page().querySelectorAll('.machines > li')].map((li) =>
      li.querySelector('h2, .name')!.textContent!.trim(),
    );
  const button = (text: RegExp) =>
    [...page().querySelectorAll('button')].find(
      (each) => text.test(each.textContent!.replace(/\s+/g, ' ')) || text.test(each.ariaLabel ?? ''),
    );

  beforeEach(async () => {
    localStorage.removeItem('vmm.my-machines');
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        observe() {}
        disconnect() {}
      },
    );
    const list = () => ({ hasValue: () => true, value: vms, error: () => undefined, reload: () => true });
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideRouter([]),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, onReopened: () => undefined } },
        { provide: Session, useValue: { user: signal({ id: 'me', groups: [] }) } },
        { provide: VmsClient, useValue: { ofOwner: list } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
  });

  async function open(count: number, queryParams: Record<string, string> = {}) {
    vms.set(many(count));
    await TestBed.inject(Router).navigate([], { queryParams });
    fixture = TestBed.createComponent(MyVmsPage);
    fixture.detectChanges();
  }

  it('asks about classes to which one is invited', async () => {
    await open(1);
    TestBed.inject(HttpTestingController)
      .expectOne('/api/invitations')
      .flush([
        {
          id: sampleId(7),
          group: { id: sampleId(8), name: 'SISR 1' },
          user: { id: sampleId(9), username: 'alice', displayName: 'Alice' },
          invitedBy: null,
          createdAt: '2026-11-27T08:00:00.000Z',
        },
      ]);
    await vi.waitFor(() => {
      fixture.detectChanges();
      expect(button(/Accepter/)?.type).toBe('button');
    });
    expect(page().textContent).toContain('SISR 1');
  });

  it('puts a part of two hundred on screen, and more when asked, from where the keyboard is', async () => {
    await open(200);
    expect(names()).toHaveLength(24);
    expect(page().querySelectorAll('*').length).toBeLessThan(2500);
    button(/Afficher encore 24 machines/)!.click();
    fixture.detectChanges();
    await new Promise((done) => requestAnimationFrame(done));
    expect(names()).toHaveLength(48);
    expect(document.activeElement?.textContent?.trim()).toBe(names()[24]);
  });

  it('shows what runs first, and keeps the order while states change', async () => {
    await open(9);
    const before = names();
    expect(before.slice(0, 3)).toEqual(['m1', 'm4', 'm7']);
    vms.update((all) => all.map((vm) => ({ ...vm, state: vm.name === 'm2' ? 'starting' : vm.state })));
    fixture.detectChanges();
    expect(names()).toEqual(before);
  });

  it('counts by state, and shows those of one', async () => {
    await open(9, { state: 'stopped' });
    expect(button(/En marche 3/)?.getAttribute('aria-pressed')).toBe('false');
    expect(button(/Arrêtées 6/)?.getAttribute('aria-pressed')).toBe('true');
    expect(names()).toHaveLength(6);
  });

  it('is a list when one likes, also the next time', async () => {
    await open(9);
    button(/Liste/)!.click();
    fixture.detectChanges();
    expect(page().querySelectorAll('vmm-vm-line')).toHaveLength(9);
    await open(9);
    expect(page().querySelectorAll('vmm-vm-line')).toHaveLength(9);
  });

  it('asks nothing of who has few', async () => {
    await open(3);
    expect(page().querySelector('vmm-list-tools')).toBeNull();
  });
});
