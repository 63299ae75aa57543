import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { PlatformCheck } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { CheckList } from './check-list';

const check = (name: string, change: Partial<PlatformCheck> = {}): PlatformCheck => ({
  ...{ name, title: name, status: 'ok', detail: '', mend: null },
  ...change,
});
const MEND = "sudo ss -ltnp 'sport = :3000'";

describe('the check-up', () => {
  let fixture: ComponentFixture<CheckList>;
  let http: HttpTestingController;
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideFace(), provideHttpClient(), provideHttpClientTesting()],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(CheckList);
    await fixture.whenStable();
  });
  afterEach(() => http.verify());

  const text = () => (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
  const button = () =>
    (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('.head button')!;
  async function examine(answer: PlatformCheck[]): Promise<void> {
    button().click();
    fixture.detectChanges();
    expect(button().disabled).toBe(true);
    http.expectOne('/api/platform/checks').flush(answer);
    await fixture.whenStable();
  }

  it('asks for nothing by itself', () => {
    http.expectNone('/api/platform/checks');
    expect(button().textContent).toContain('Tout examiner');
  });

  it('shows what is wrong first, with what mends it', async () => {
    await examine([
      check('libvirt', { detail: 'demonstration' }),
      check('ports', { status: 'wrong', detail: '127.0.0.1:3000 est pris', mend: MEND }),
    ]);
    expect(text()).toMatch(/1 point à reprendre.*ports.*À reprendre.*est pris.*Remède.*libvirt.*En ordre/);
    expect(text()).toContain(MEND);
  });

  it('can be asked for again, when all is mended', async () => {
    await examine([check('ports', { status: 'wrong', mend: MEND })]);
    await examine([check('ports')]);
    expect(text()).toContain('Tout est en ordre');
    expect(text()).not.toContain(MEND);
  });
});
