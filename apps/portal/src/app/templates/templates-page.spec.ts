import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { TemplateSettings } from '@vm-manager/contracts';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleTemplateSettings } from '../testing/sample-template-settings';
import { TemplatesPage } from './templates-page';

describe('the page of templates', () => {
  let fixture: ComponentFixture<TemplatesPage>;
  let api: HttpTestingController;
  const page = () => fixture.nativeElement as HTMLElement;
  const text = () => page().textContent!.replace(/\s+/g, ' ');

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(TemplatesPage);
    fixture.detectChanges();
  });
  async function answer(...templates: TemplateSettings[]): Promise<void> {
    api.expectOne('/api/templates/settings').flush(templates);
    await fixture.whenStable();
  }

  it('says of each whether it can be had, who sees it and in which sizes', async () => {
    expect(page().querySelector('vmm-ghost-rows')).not.toBeNull();
    await answer(
      sampleTemplateSettings(),
      sampleTemplateSettings({
        ...{ id: 'lab', name: 'Atelier', folder: '/srv/lab', status: 'baking', bakedPercent: 48 },
        ...{ audience: 'groups', groups: [{ id: '00000000-0000-4000-8000-000000000001', name: 'SISR' }] },
      }),
    );
    const [server, lab] = [...page().querySelectorAll('section')];
    expect(server?.querySelector('.chip')?.textContent).toContain('Disponible');
    expect(server?.textContent).toContain('tout le monde');
    expect(lab?.querySelector('.chip')?.textContent).toContain('48');
    expect(lab?.textContent).toContain('SISR');
  });

  it('names the command that makes one available', async () => {
    const mend = 'sudo infra/vm-templates/bake.sh lab --out var/boxes';
    await answer(sampleTemplateSettings({ status: 'missing', reason: 'Pas encore fabriquée.', mend }));
    expect(text()).toContain('Pas encore fabriquée.');
    expect(page().querySelector('code')?.textContent).toBe(mend);
    expect(page().querySelector('vmm-copy-button')).not.toBeNull();
  });

  it('says place by place what is wrong with one that is refused, which has nothing to set', async () => {
    const errors = [
      { pointer: '/sizes/vcpus', detail: 'Dans cet ordre.' },
      { pointer: '', detail: 'Ce n’est pas du JSON.' },
    ];
    await answer(sampleTemplateSettings({ name: null, status: 'refused', recipe: null, errors }));
    const places = [...page().querySelectorAll('li')].map((item) =>
      item.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(places).toEqual(['/sizes/vcpus Dans cet ordre.', 'Ce n’est pas du JSON.']);
    expect(page().querySelector('section button')).toBeNull();
  });

  it('says why they could not be had', async () => {
    api.expectOne('/api/templates/settings').flush(null, { status: 503, statusText: 'Unavailable' });
    await fixture.whenStable();
    expect(page().querySelector('vmm-problem-note')).not.toBeNull();
  });
});
