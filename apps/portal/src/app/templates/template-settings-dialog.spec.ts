import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { TemplateSettings } from '@vm-manager/contracts';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleTemplateSettings } from '../testing/sample-template-settings';
import { TemplateSettingsDialog } from './template-settings-dialog';

const SISR = '00000000-0000-4000-8000-000000000001';

describe('the settings of a template', () => {
  let fixture: ComponentFixture<TemplateSettingsDialog>;
  let api: HttpTestingController;
  const close = vi.fn();
  const page = () => fixture.nativeElement as HTMLElement;

  async function open(template: TemplateSettings): Promise<void> {
    close.mockClear();
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: MAT_DIALOG_DATA, useValue: template },
        { provide: MatDialogRef, useValue: { close } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(TemplateSettingsDialog);
    fixture.detectChanges();
    api.expectOne('/api/groups').flush([]);
    await fixture.whenStable();
  }
  async function submit(): Promise<void> {
    page().querySelector<HTMLButtonElement>('button[type=submit]')!.click();
    await fixture.whenStable();
  }
  async function type(at: number, value: string): Promise<void> {
    const field = page().querySelectorAll<HTMLInputElement>('input[type=number]')[at]!;
    field.value = value;
    field.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  it('are those of its description until something else is chosen', async () => {
    await open(sampleTemplateSettings());
    expect(page().querySelectorAll('input[type=number]')).toHaveLength(0);
    await submit();
    const call = api.expectOne({ method: 'PUT', url: '/api/templates/settings' });
    expect(call.request.body).toEqual({
      ...{ templateId: 'debian-server', audience: 'recipe', groupIds: [], sizes: null },
    });
    const all = [sampleTemplateSettings({ audience: 'everyone' })];
    call.flush(all);
    await vi.waitFor(() => expect(close).toHaveBeenCalledWith(all));
  });

  it('keep the groups and sizes that were chosen before, and send what is typed', async () => {
    const template = sampleTemplateSettings({ audience: 'groups', groups: [{ id: SISR, name: 'SISR' }] });
    await open({ ...template, sizes: template.recipe!.sizes });
    await type(2, '3');
    await submit();
    const { request } = api.expectOne({ method: 'PUT', url: '/api/templates/settings' });
    expect(request.body).toMatchObject({
      ...{ audience: 'groups', groupIds: [SISR] },
      sizes: { vcpus: { min: 1, default: 2, max: 3 } },
    });
  });

  it('are not sent outside the description’s limits, nor out of order', async () => {
    const template = sampleTemplateSettings();
    await open({ ...template, sizes: template.recipe!.sizes });
    await type(2, '64');
    await submit();
    api.expectNone('/api/templates/settings');
    expect(page().textContent).toContain('Hors des limites du modèle');
    await type(2, '1');
    await submit();
    api.expectNone('/api/templates/settings');
    expect(page().textContent).toContain('se suivent dans cet ordre');
  });
});
