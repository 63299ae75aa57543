import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { ImportedAccount } from '@vm-manager/contracts';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { Confirm } from '../../ui/confirm';
import { ImportAccountsPage } from './import-accounts-page';

const line = (at: number, change: Partial<ImportedAccount> = {}): ImportedAccount => ({
  line: at,
  username: `login${at}`,
  displayName: `Personne ${at}`,
  role: 'student',
  groups: ['SISR 1'],
  outcome: 'created',
  password: null,
  detail: null,
  ...change,
});

describe('the page that imports accounts', () => {
  let fixture: ComponentFixture<ImportAccountsPage>;
  let api: HttpTestingController;
  const ask = vi.fn<Confirm['ask']>();
  const page = () => fixture.nativeElement as HTMLElement;
  const button = (text: RegExp) =>
    [...page().querySelectorAll('button')].find((each) => text.test(each.textContent))!;
  const isAskedToStay = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  beforeEach(async () => {
    ask.mockReset();
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideRouter([]),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: Confirm, useValue: { ask } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(ImportAccountsPage);
    await fixture.whenStable();
    const text = page().querySelector('textarea')!;
    text.value = 'login;nom\na;A';
    text.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    button(/Vérifier/).click();
  });

  async function answer(dryRun: boolean, lines: ImportedAccount[]) {
    const call = api.expectOne((request) => request.url === '/api/users/import');
    expect(call.request.params.get('dryRun')).toBe(String(dryRun));
    const applied = !dryRun && lines.every(({ outcome }) => outcome !== 'refused');
    call.flush({ dryRun, applied, lines });
    await fixture.whenStable();
  }

  it('shows what is refused first, and makes nothing then', async () => {
    const detail = 'Donnez le prénom et le nom.';
    await answer(true, [line(2), line(3, { outcome: 'refused', detail })]);
    const rows = [...page().querySelectorAll('vmm-csv-import .list-row:not(.list-head)')];
    expect(rows.map((row) => row.querySelector('.line')!.textContent)).toEqual(['3', '2']);
    expect(rows[0]!.textContent).toContain(detail);
    expect(button(/Créer les comptes/).getAttribute('aria-disabled')).toBe('true');
    expect(isAskedToStay()).toBe(false);
    expect(await fixture.componentInstance.mayLeave()).toBe(true);
  });

  it('shows a card for each account that was made, and asks before they are lost', async () => {
    await answer(true, [line(2), line(3, { outcome: 'unchanged' })]);
    button(/Créer les comptes/).click();
    expect(isAskedToStay()).toBe(true);
    await answer(false, [line(2, { password: 'abcd-efgh-jkmn' }), line(3, { outcome: 'unchanged' })]);
    const cards = [...page().querySelectorAll('vmm-sign-in-cards li')].map((card) => card.textContent);
    expect(cards).toHaveLength(1);
    for (const text of ['Personne 2', 'SISR 1', location.origin, 'login2', 'abcd-efgh-jkmn'])
      expect(cards[0]).toContain(text);
    expect(isAskedToStay()).toBe(true);
    ask.mockResolvedValueOnce(false);
    expect(await fixture.componentInstance.mayLeave()).toBe(false);
    ask.mockResolvedValueOnce(true);
    expect(await fixture.componentInstance.mayLeave()).toBe(true);
  });

  it('shows the lines again when something changed before the run', async () => {
    await answer(true, [line(2)]);
    button(/Créer les comptes/).click();
    await answer(false, [line(2, { outcome: 'refused', detail: 'Ce groupe n’existe plus.' })]);
    expect(page().textContent).toContain('Ce groupe n’existe plus.');
    expect(isAskedToStay()).toBe(false);
  });
});
