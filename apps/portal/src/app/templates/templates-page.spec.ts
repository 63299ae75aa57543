import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Box, BoxBaking, BoxImports, TemplateSettings, UnfinishedUpload } from '@vm-manager/contracts';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { EventFeed } from '../events/event-feed';
import { provideFace } from '../testing/face';
import { sampleBaking, sampleBox } from '../testing/sample-box';
import { sampleJob } from '../testing/sample-vm';
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
        provideRouter([]),
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(TemplatesPage);
    fixture.detectChanges();
  });
  async function answer(...templates: TemplateSettings[]): Promise<void> {
    api.expectOne('/api/templates/settings').flush(templates);
    await answerBoxes([], []);
  }
  async function answerBoxes(
    boxes: Box[],
    bakings: BoxBaking[],
    imports: BoxImports = { uploads: [], jobs: [] },
  ): Promise<void> {
    api.expectOne('/api/boxes').flush(boxes);
    api.expectOne('/api/boxes/baking').flush(bakings);
    api.expectOne('/api/boxes/import').flush(imports);
    await fixture.whenStable();
  }
  async function show(boxes: Box[], bakings: BoxBaking[], ...templates: TemplateSettings[]): Promise<void> {
    api.expectOne('/api/templates/settings').flush(templates);
    await answerBoxes(boxes, bakings);
  }
  const buttonOf = (label: string) =>
    [...page().querySelectorAll('button')].find(
      (button) => (button.ariaLabel ?? button.textContent).replace(/\s+/g, ' ').trim() === label,
    )!;
  async function click(label: string): Promise<void> {
    buttonOf(label).click();
    await fixture.whenStable();
  }
  async function confirm(verb: string): Promise<void> {
    // A dialog from before may be on its way out yet.
    const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('vmm-confirm-dialog button')];
    const find = () => buttons().find((button) => button.textContent!.trim() === verb);
    await vi.waitFor(() => expect(find()).toBeDefined());
    find()!.click();
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

  it('imports a box from an address, shows how far it is and why it was refused', async () => {
    await answer(sampleTemplateSettings());
    const form = page().querySelector<HTMLFormElement>('vmm-box-import form')!;
    const [address, checksum] = [...form.querySelectorAll('input')];
    address!.value = 'https://example.org/a.box';
    checksum!.value = 'a'.repeat(64);
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    const request = api.expectOne({ method: 'POST', url: '/api/boxes/import' });
    const { templateId } = request.request.body as { templateId: string };
    expect(request.request.body).toEqual({
      ...{ templateId, url: 'https://example.org/a.box', sha256: 'a'.repeat(64) },
    });
    const subject = { kind: 'template', id: templateId } as const;
    const job = { ...sampleJob(), kind: 'import', state: 'running', subject, vmId: null } as const;
    request.flush(job);
    await fixture.whenStable();
    expect(page().querySelector('vmm-box-import vmm-job-progress')).not.toBeNull();
    const detail = 'Ce n’en est pas une.';
    const problem = { type: '/problems/box-refused', title: 'Image refusée', status: 409, detail };
    TestBed.inject(EventFeed).publish('job', { ...job, state: 'failed', problem });
    await fixture.whenStable();
    expect(text()).toContain(detail);
    expect(page().querySelector('vmm-box-import vmm-job-progress')).toBeNull();
  });

  it('shows after a reload what is not finished: an import under way, or else uploads, to be given up', async () => {
    const template = sampleTemplateSettings();
    const half: UnfinishedUpload = {
      ...{ id: '00000000-0000-4000-8000-000000000001', templateId: template.id, name: 'windows.box' },
      ...{ modifiedAt: null, sizeBytes: 4 * 2 ** 30, sentBytes: 2 ** 30, sentAt: '2026-11-20T08:00:00.000Z' },
    };
    const elsewhere = {
      ...half,
      id: '00000000-0000-4000-8000-000000000002',
      templateId: 'other',
      name: 'x.box',
    };
    const job = { ...sampleJob(), kind: 'import', state: 'running', vmId: null } as const;
    const running = { ...job, subject: { kind: 'template', id: template.id } } as const;
    api.expectOne('/api/templates/settings').flush([template]);
    await answerBoxes([], [], { uploads: [half, elsewhere], jobs: [running] });
    expect(page().querySelector('vmm-box-import vmm-job-progress')).not.toBeNull();
    expect(text()).not.toContain('windows.box');
    TestBed.inject(EventFeed).publish('job', { ...running, state: 'succeeded' });
    await fixture.whenStable();
    expect(page().querySelector('vmm-box-import vmm-job-progress')).toBeNull();
    expect(text()).toContain('windows.box : 1 Gio envoyés sur 4 Gio.');
    expect(text()).not.toContain('x.box');
    await click('Abandonner l’envoi');
    await confirm('Abandonner l’envoi');
    const request = await vi.waitFor(() =>
      api.expectOne({ method: 'DELETE', url: `/api/boxes/uploads/${half.id}` }),
    );
    expect(request.request.headers.get('Tus-Resumable')).toBe('1.0.0');
    request.flush(null, { status: 204, statusText: 'No Content' });
    await vi.waitFor(() => api.expectOne('/api/boxes/import').flush({ uploads: [], jobs: [] }));
    await fixture.whenStable();
    expect(text()).not.toContain('windows.box');
  });

  it('has what was sent whole and not imported imported by a click', async () => {
    const template = sampleTemplateSettings();
    const id = '00000000-0000-4000-8000-000000000001';
    const sent: UnfinishedUpload = {
      ...{ id, templateId: template.id, name: null, modifiedAt: null },
      ...{ sizeBytes: 2 ** 30, sentBytes: 2 ** 30, sentAt: '2026-11-20T08:00:00.000Z' },
    };
    api.expectOne('/api/templates/settings').flush([template]);
    await answerBoxes([], [], { uploads: [sent], jobs: [] });
    expect(text()).toContain('Un fichier, 1 Gio : tout est envoyé');
    const buttons = page().querySelectorAll<HTMLButtonElement>('vmm-box-import .unfinished button');
    buttons[0]!.click();
    const request = api.expectOne({ method: 'POST', url: '/api/boxes/import' });
    expect(request.request.body).toEqual({ templateId: template.id, uploadId: id });
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

  it('lists the versions of each box: how old, how large, who stands on them', async () => {
    const used = { id: '00000000-0000-4000-8000-000000000009', name: 'web1', owner: 'alice' };
    await show(
      [
        sampleBox(),
        sampleBox({ id: 'debian-server-12.0', version: '12.0', state: 'superseded', usedBy: [used] }),
        sampleBox({ id: 'gone-12.0', name: 'gone', templateId: 'gone', state: 'image-only', sizeBytes: 0 }),
      ],
      [sampleBaking()],
      sampleTemplateSettings(),
    );
    const [server, others] = [...page().querySelectorAll('section')];
    const [now, before] = [...server!.querySelectorAll('vmm-box-list > ul > li')];
    expect(now!.textContent).toContain('12.1');
    expect(now!.textContent).toContain('Pour les nouvelles machines');
    expect(now!.textContent).toContain('2 paquets');
    expect(now!.textContent!.replace(/\s/g, ' ')).toContain('200 Mio');
    expect(before!.textContent).toContain('1 machine s’y pose');
    expect(before!.querySelector('a')!.getAttribute('href')).toBe(`/machines/${used.id}`);
    expect(before!.querySelector<HTMLButtonElement>('.retire')!.disabled).toBe(true);
    expect(others!.textContent).toContain('Fichier retiré');
  });

  it('bakes on a click, shows how far it is, and why it failed', async () => {
    await show([sampleBox()], [sampleBaking()], sampleTemplateSettings());
    await click('Fabriquer de nouveau l’image de Serveur Debian');
    const bake = api.expectOne({ method: 'POST', url: '/api/boxes/bake' });
    expect(bake.request.body).toEqual({ templateId: 'debian-server' });
    const job = sampleJob({
      ...{ kind: 'bake', subject: { kind: 'template', id: 'debian-server' }, vmId: null },
      ...{ state: 'running', step: 'bake-box', progress: 40 },
    });
    bake.flush(job);
    await vi.waitFor(() => expect(page().querySelector('vmm-job-progress')).not.toBeNull());
    expect(buttonOf('Fabriquer de nouveau l’image de Serveur Debian')).toBeUndefined();
    await click('Annuler');
    api.expectOne({ method: 'POST', url: `/api/jobs/${job.id}/cancel` }).flush(job);
    await fixture.whenStable();
    const problem = { type: '/problems/bake-failed', title: '', status: 500, detail: 'Pas de miroir.' };
    TestBed.inject(EventFeed).publish('job', { ...job, state: 'failed', step: null, problem });
    await fixture.whenStable();
    expect(page().querySelector('vmm-job-progress')).toBeNull();
    expect(text()).toContain('Pas de miroir.');
    expect(buttonOf('Fabriquer de nouveau l’image de Serveur Debian')).toBeDefined();
  });

  it('has a box baked each week', async () => {
    await show([sampleBox()], [sampleBaking()], sampleTemplateSettings());
    page().querySelector<HTMLInputElement>('mat-checkbox input')!.click();
    await fixture.whenStable();
    const set = api.expectOne({ method: 'PUT', url: '/api/boxes/baking' });
    expect(set.request.body).toEqual({ templateId: 'debian-server', weekly: true });
    set.flush([sampleBaking({ weekly: true })]);
    await vi.waitFor(() =>
      expect(page().querySelector<HTMLInputElement>('mat-checkbox input')!.checked).toBe(true),
    );
  });

  it('names the command where the portal cannot bake, and has no button', async () => {
    await show(
      [],
      [sampleBaking({ isPossible: false })],
      sampleTemplateSettings({ status: 'missing', mend: 'x' }),
    );
    expect([...page().querySelectorAll('code')].map((code) => code.textContent)).toContain(
      sampleBaking().command,
    );
    expect(buttonOf('Fabriquer l’image de Serveur Debian')).toBeUndefined();
    expect(page().querySelector('mat-checkbox')).toBeNull();
  });

  it('retires a version, and all that nobody needs, once it was confirmed', async () => {
    const spare = sampleBox({ id: 'debian-server-12.0', version: '12.0', state: 'superseded' });
    await show([sampleBox(), spare], [sampleBaking()], sampleTemplateSettings());
    await click('Retirer l’image debian-server-12.0');
    await confirm('Retirer l’image');
    await vi.waitFor(() =>
      api.expectOne({ method: 'DELETE', url: '/api/boxes/debian-server-12.0' }).flush(null),
    );
    expect(text()).toContain('1 image dont personne n’a plus besoin prend 200 Mio.');
    await click('Nettoyer');
    await confirm('Nettoyer');
    await vi.waitFor(() =>
      api
        .expectOne({ method: 'POST', url: '/api/boxes/clean-up' })
        .flush({ removed: [spare.id], freedBytes: 200 * 2 ** 20 }),
    );
  });

  it('says why they could not be had', async () => {
    api.expectOne('/api/templates/settings').flush(null, { status: 503, statusText: 'Unavailable' });
    await answerBoxes([], []);
    await fixture.whenStable();
    expect(page().querySelector('vmm-problem-note')).not.toBeNull();
  });
});
