import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { Router, provideRouter } from '@angular/router';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { Session } from '../../session/session';
import { sampleTemplate, sampleVm } from '../../testing/sample-vm';
import { provideFace } from '../../testing/face';
import { NewVmForm } from './new-vm-form';

const windows = sampleTemplate({
  id: 'windows-server',
  os: 'windows',
  name: 'Windows Server',
  passwordRules: { minLength: 8, maxLength: 127, uppercase: true, lowercase: true, digit: true },
});

describe('the form for a new machine', () => {
  let fixture: ComponentFixture<NewVmForm>;
  let harness: HarnessLoader;
  let api: HttpTestingController;
  const published: unknown[] = [];

  beforeEach(async () => {
    published.length = 0;
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: Session, useValue: { user: signal({ username: 'alice', groups: [] }) } },
        {
          provide: EventFeed,
          useValue: { on: () => undefined, publish: (...push: unknown[]) => published.push(push) },
        },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(NewVmForm);
    fixture.componentRef.setInput('templates', [sampleTemplate(), windows]);
    fixture.componentRef.setInput('taken', ['debian-server-1']);
    harness = TestbedHarnessEnvironment.loader(fixture);
    api = TestBed.inject(HttpTestingController);
    await fixture.whenStable();
  });

  const inputs = () => harness.getAllHarnesses(MatInputHarness);
  const submit = async () =>
    (await harness.getHarness(MatButtonHarness.with({ text: 'Créer la machine' }))).click();
  const text = () => fixture.nativeElement.textContent as string;

  async function fillPasswords(password: string): Promise<void> {
    const [, , first, second] = await inputs();
    await first?.setValue(password);
    await second?.setValue(password);
  }

  it('proposes a free name and the account', async () => {
    const [name, account] = await inputs();
    expect([await name?.getValue(), await account?.getValue()]).toEqual(['debian-server-2', 'alice']);
  });

  it('keeps what is typed when the templates come anew, and also when the chosen one is gone', async () => {
    const [name] = await inputs();
    await name?.setValue('web7');
    fixture.componentRef.setInput('templates', [sampleTemplate({ name: 'Serveur' }), windows]);
    await fixture.whenStable();
    expect(await name?.getValue()).toBe('web7');
    fixture.componentRef.setInput('templates', [windows]);
    await fixture.whenStable();
    expect(await name?.getValue()).toBe('web7');
    expect(fixture.nativeElement.querySelector('input[type=radio]').checked).toBe(true);
  });

  it('sends nothing while a rule is broken, and says how many fields are wrong', async () => {
    const [name] = await inputs();
    await name?.setValue('mon serveur');
    await submit();
    api.expectNone('/api/vms');
    expect(text()).toContain('3 champs sont à corriger.');
    const [field] = await harness.getAllHarnesses(MatFormFieldHarness);
    expect(await field?.getTextErrors()).toEqual([
      'Uniquement des lettres sans accent, des chiffres, des points et des tirets.',
    ]);
  });

  it('ticks the rules of the chosen template as they are met', async () => {
    const radios = fixture.nativeElement.querySelectorAll('input[type=radio]');
    radios[1].click();
    await fillPasswords('abcdefg1');
    const rules = [...fixture.nativeElement.querySelectorAll('vmm-password-rule-list li')].slice(0, 4);
    expect(rules.map((rule: Element) => rule.classList.contains('kept'))).toEqual([true, false, true, true]);
  });

  it('calls the account that governs the machine what its system calls it', async () => {
    expect(text()).toContain('Mot de passe de root');
    fixture.nativeElement.querySelectorAll('input[type=radio]')[1].click();
    await fixture.whenStable();
    expect(text()).toContain('Mot de passe de l’administrateur');
    expect(text()).not.toContain('root');
  });

  it('asks for exactly what is on screen, shows the answer everywhere and goes to the machine', async () => {
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    await fillPasswords('secret');
    await submit();
    const call = api.expectOne('/api/vms');
    expect(call.request.body).toEqual({
      templateId: 'debian-server',
      name: 'debian-server-2',
      username: 'alice',
      password: 'secret',
      rootPassword: 'secret',
      vcpus: 2,
      memoryMiB: 2048,
      diskGiB: 20,
      start: true,
      groupId: undefined,
    });
    const vm = sampleVm({ state: 'queued' });
    call.flush(vm, { status: 202, statusText: 'Accepted' });
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledWith(['/machines', vm.id]));
    expect(published).toEqual([['vm', vm]]);
  });

  it('puts a refusal back on its field', async () => {
    await fillPasswords('secret');
    await submit();
    const detail = 'Vous avez déjà une machine de ce nom.';
    const problem = { type: '/problems/name-taken', title: detail, status: 409, detail };
    api
      .expectOne('/api/vms')
      .flush({ ...problem, errors: [{ pointer: '/name', detail }] }, { status: 409, statusText: 'Conflict' });
    const [field] = await harness.getAllHarnesses(MatFormFieldHarness);
    await vi.waitFor(async () => expect(await field?.getTextErrors()).toEqual([detail]));
  });

  it('shows a refusal that is about no field above the button', async () => {
    await fillPasswords('secret');
    await submit();
    const detail = 'Le quota de mémoire est atteint.';
    api
      .expectOne('/api/vms')
      .flush(
        { type: '/problems/quota-exceeded', title: detail, status: 409, detail },
        { status: 409, statusText: '' },
      );
    await vi.waitFor(async () => {
      await fixture.whenStable();
      expect(text()).toContain(detail);
    });
  });

  it('keeps what is typed when a machine appears elsewhere', async () => {
    const [name] = await inputs();
    await name?.setValue('web1');
    fixture.componentRef.setInput('taken', ['debian-server-1', 'autre']);
    await fixture.whenStable();
    expect(await name?.getValue()).toBe('web1');
  });
});
