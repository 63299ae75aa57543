import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { AccessToken } from '@vm-manager/contracts';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleId } from '../../testing/sample-vm';
import { Confirm } from '../../ui/confirm';
import { AccountTokens } from './account-tokens';

const USER = sampleId(7);
const token = (number: number, name: string): AccessToken => ({
  ...{ id: sampleId(number), name, scope: 'operate', lastUsedAt: null },
  ...{ createdAt: '2026-11-01T08:00:00.000Z', expiresAt: '2099-11-01T08:00:00.000Z' },
});

describe('somebody’s access tokens, for administrators', () => {
  let fixture: ComponentFixture<AccountTokens>;
  let http: HttpTestingController;
  let asked: string[];
  const page = () => fixture.nativeElement as HTMLElement;
  const button = (text: RegExp) =>
    [...page().querySelectorAll('button')].find((each) => text.test(each.textContent ?? ''));

  async function shown(...tokens: AccessToken[]): Promise<void> {
    asked = [];
    const confirm = { ask: async ({ title }: { title: string }) => asked.push(title) > 0 };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideFace(),
        { provide: Confirm, useValue: confirm },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(AccountTokens);
    fixture.componentRef.setInput('userId', USER);
    fixture.detectChanges();
    http.expectOne(`/api/tokens?user=${USER}`).flush(tokens);
    await fixture.whenStable();
  }

  it('are nothing to see where there are none', async () => {
    await shown();
    expect(page().textContent?.trim()).toBe('');
  });

  it('are revoked one by one, and the list says what is left', async () => {
    await shown(token(1, 'sauvegarde'));
    expect(page().textContent).toContain('sauvegarde');
    expect(button(/Tout révoquer/)).toBeUndefined();
    button(/^\s*Révoquer sauvegarde/)?.click();
    await vi.waitFor(() =>
      http.expectOne({ method: 'DELETE', url: `/api/tokens/${sampleId(1)}` }).flush(null),
    );
    expect(asked).toEqual(['Révoquer sauvegarde\u202f?']);
    await vi.waitFor(() => http.expectOne(`/api/tokens?user=${USER}`).flush([]));
    await fixture.whenStable();
    expect(page().textContent?.trim()).toBe('');
  });

  it('are revoked all at once', async () => {
    await shown(token(1, 'sauvegarde'), token(2, 'relevés'));
    button(/Tout révoquer/)?.click();
    await vi.waitFor(() =>
      http.expectOne({ method: 'DELETE', url: `/api/users/${USER}/tokens` }).flush(null),
    );
    expect(asked).toEqual(['Révoquer tous les jetons\u202f?']);
    await vi.waitFor(() => http.expectOne(`/api/tokens?user=${USER}`).flush([]));
  });
});
