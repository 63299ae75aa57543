import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { HandedPasswordsNote } from './handed-passwords-note';

const LIST = '/api/handed-passwords';
const WAITING = { vmId: sampleId(1), vmName: 'tp3-alice', series: 'tp3' };

describe('passwords that are handed to a student', () => {
  let fixture: ComponentFixture<HandedPasswordsNote>;
  let http: HttpTestingController;
  const page = () => fixture.nativeElement as HTMLElement;
  const press = async () => {
    page().querySelector<HTMLButtonElement>('section > button')!.click();
    await fixture.whenStable();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, onReopened: () => undefined } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(HandedPasswordsNote);
    fixture.componentRef.setInput('vm', sampleVm());
    fixture.detectChanges();
  });

  it('are shown when asked for, and gone once they are written down', async () => {
    http.expectOne(LIST).flush([WAITING]);
    await fixture.whenStable();
    expect(page().textContent).toContain('ne s’affichent qu’une fois');
    await press();
    const answer = { username: 'alice', password: 'Kofa7pelmivu', rootPassword: null };
    http.expectOne(`/api/vms/${sampleId(1)}/handed-passwords`).flush(answer);
    await vi.waitFor(() => http.expectOne(LIST).flush([]));
    await fixture.whenStable();
    expect(page().textContent).toContain('Kofa7pelmivu');
    expect(page().textContent).toContain('changé depuis');
    await press();
    expect(page().textContent?.trim()).toBe('');
  });

  it('are not spoken of where there are none', async () => {
    http.expectOne(LIST).flush([{ ...WAITING, vmId: sampleId(2) }]);
    await fixture.whenStable();
    expect(page().textContent?.trim()).toBe('');
  });
});
