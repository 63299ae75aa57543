import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { NO_LIMITS, sampleUsage } from '../testing/sample-quota';
import { GroupQuotaDialog } from './group-quota-dialog';
import { QuotasClient } from './quotas-client';

const byDefault = {
  vms: 4,
  vcpus: 8,
  memoryMiB: 12_288,
  diskGiB: 120,
  runningVcpus: 6,
  runningMemoryMiB: 8192,
};

describe('the quota of a class', () => {
  it('says what an empty field stands for, whom a change concerns and from what to what', async () => {
    const quota = { perMember: { ...NO_LIMITS, vms: 6 }, budget: NO_LIMITS, usage: sampleUsage(), byDefault };
    const group = { id: '1', name: 'SISR 1', studentCount: 30 };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        { provide: MAT_DIALOG_DATA, useValue: { group, quota, maySetBudget: false } },
        { provide: MatDialogRef, useValue: {} },
        { provide: QuotasClient, useValue: {} },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(GroupQuotaDialog);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    const effect = () => host.querySelector('.effect')?.textContent?.replace(/\s/g, ' ').trim();
    const fields = [...host.querySelectorAll('input')];
    expect(fields.map(({ placeholder }) => placeholder.replace(/\s/g, ' '))).toContain('12 Gio par défaut');
    expect(effect()).toBe('');
    const [vms] = fields;
    vms!.value = '';
    vms!.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(effect()).toBe('30 étudiants, sauf quota personnel : Machines 6 machines → 4 machines');
  });
});
