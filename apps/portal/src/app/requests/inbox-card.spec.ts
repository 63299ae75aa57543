import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import { sampleRequest } from '../testing/sample-quota';
import { InboxCard } from './inbox-card';

const request = sampleRequest({
  vm: null,
  want: { memoryMiB: 16384 },
  groups: [{ id: '00000000-0000-4000-8000-000000000002', name: 'SISR 1' }],
  allowedActions: ['approve', 'reject'],
});

describe('a request that waits, by keyboard', () => {
  let fixture: ComponentFixture<InboxCard>;
  const host = () => fixture.nativeElement as HTMLElement;
  const focused = () => document.activeElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: Session, useValue: { user: signal(undefined), seesOthers: signal(true) } },
        {
          provide: EventFeed,
          useValue: { publish: () => undefined, on: () => undefined, onReopened: () => undefined },
        },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(InboxCard);
    fixture.componentRef.setInput('request', request);
    document.body.append(host());
    await fixture.whenStable();
  });

  async function press(selector: string): Promise<void> {
    host().querySelector<HTMLElement>(selector)?.click();
    await fixture.whenStable();
  }

  it('goes on in the form that opens, and on the button when it is left', async () => {
    await press('.actions .reject');
    expect(focused()?.tagName).toBe('TEXTAREA');
    focused()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await fixture.whenStable();
    expect(focused()).toBe(host().querySelector('.actions .reject'));
  });

  it('starts with the first amount where the request is adjusted', async () => {
    await press('.actions .approve');
    expect((focused() as HTMLInputElement).value).toBe('16');
  });

  it('stays on the request once it is decided', async () => {
    await press('.actions button');
    const decided = { ...request, state: 'approved', grant: request.want, allowedActions: ['withdraw'] };
    TestBed.inject(HttpTestingController).expectOne(`/api/requests/${request.id}/approve`).flush(decided);
    fixture.componentRef.setInput('request', decided);
    await vi.waitFor(() => expect(focused()?.tagName).toBe('ARTICLE'));
  });

  it('says the class, and offers no acceptance that would change nothing', async () => {
    expect(host().querySelector('h2')?.textContent).toContain('SISR 1');
    fixture.componentRef.setInput('request', { ...request, want: { memoryMiB: 4096 } });
    await fixture.whenStable();
    expect(host().textContent).toContain('Le quota actuel permet déjà tout ce qui est demandé.');
    expect([...host().querySelectorAll('.actions button')].map((each) => each.textContent?.trim())).toEqual([
      'Clore avec un mot',
    ]);
  });

  it('folds to one line once it is decided, and says how it ended there', async () => {
    const by = { id: request.requester.id, username: 'prof', displayName: 'M. Petit' };
    fixture.componentRef.setInput('request', {
      ...request,
      state: 'rejected',
      decidedBy: by,
      allowedActions: [],
    });
    await fixture.whenStable();
    const line = host().querySelector('details:not([open]) > summary');
    expect(line?.textContent).toMatch(/Refusée.*Alice Durand · M\. Petit a refusé\./s);
  });

  it('offers no choice where it stands alone', async () => {
    expect(host().querySelector('mat-checkbox')).not.toBeNull();
    fixture.componentRef.setInput('hasChoice', false);
    await fixture.whenStable();
    expect(host().querySelector('mat-checkbox')).toBeNull();
  });
});
