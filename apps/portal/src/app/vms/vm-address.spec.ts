import { TestBed } from '@angular/core/testing';
import { VmState } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleVm } from '../testing/sample-vm';
import { VmAddress } from './vm-address';

describe('the address of a machine', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
  });

  function show(state: VmState, ipAddress: string | null) {
    const fixture = TestBed.createComponent(VmAddress);
    fixture.componentRef.setInput('vm', sampleVm({ state, ipAddress }));
    fixture.detectChanges();
    const page = fixture.nativeElement as HTMLElement;
    return {
      text: page.textContent?.replace(/\s+/g, ' ').trim(),
      canBeCopied: page.querySelector('button') !== null,
    };
  }

  it.each(VmState.options.filter((state) => !['running', 'stopping'].includes(state)))(
    'is not offered as one that answers when the machine is %s',
    (state) => {
      expect(show(state, '10.213.0.136')).toEqual({
        text: '10.213.0.136 au dernier démarrage',
        canBeCopied: false,
      });
    },
  );

  it('can be copied while the machine runs', () => {
    expect(show('running', '10.213.0.136')).toEqual({ text: '10.213.0.136', canBeCopied: true });
  });

  it('is said to be none, or not known yet', () => {
    expect(show('stopped', null).text).toBe('Aucune : la machine est éteinte');
    expect(show('running', null).text).toBe('Pas encore connue');
  });
});
