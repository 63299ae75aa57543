import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import type { VmTemplate } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleTemplate, sampleVm } from '../../testing/sample-vm';
import { GuestPasswordForm } from './guest-password-form';

describe('a new password in the guest', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, publish: () => undefined } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
  });

  it.each<[VmTemplate['os'], string]>([
    ['debian', 'root'],
    ['windows', 'Administrateur'],
  ])('is asked for by the name that %s gives the account, and sent for root', async (os, name) => {
    const fixture = TestBed.createComponent(GuestPasswordForm);
    const vm = sampleVm({ username: 'etudiant' });
    fixture.componentRef.setInput('vm', vm);
    fixture.componentRef.setInput('template', sampleTemplate({ os }));
    const harness = TestbedHarnessEnvironment.loader(fixture);
    const select = await harness.getHarness(MatSelectHarness);
    await select.open();
    const options = await select.getOptions();
    expect(await Promise.all(options.map((option) => option.getText()))).toEqual(['etudiant', name]);
    await options[1]?.click();
    await (await harness.getHarness(MatInputHarness)).setValue('un secret');
    await (await harness.getHarness(MatButtonHarness.with({ selector: '[type=submit]' }))).click();
    const call = TestBed.inject(HttpTestingController).expectOne(`/api/vms/${vm.id}/passwords`);
    expect(call.request.body).toEqual({ account: 'root', password: 'un secret' });
    call.flush(vm, { status: 202, statusText: 'Accepted' });
    await fixture.whenStable();
  });
});
