import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ApplicationInitStatus } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { DirectoryStatus } from '@vm-manager/contracts';
import { provideFace } from '../../testing/face';
import { DirectoryNote } from './directory-note';

async function textFor(status: DirectoryStatus): Promise<string> {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), provideHttpClientTesting(), provideFace()],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(DirectoryNote);
  fixture.detectChanges();
  TestBed.inject(HttpTestingController).expectOne('/api/directory').flush(status);
  await fixture.whenStable();
  return (fixture.nativeElement as HTMLElement).textContent ?? '';
}

it('says nothing while the comparison works', async () => {
  expect((await textFor({ comparedAt: '2026-11-27T08:00:00.000Z', trouble: null })).trim()).toBe('');
});

it('says that who has left keeps access, and why', async () => {
  const trouble = {
    kind: 'failed' as const,
    since: '2026-11-27T08:00:00.000Z',
    detail: 'connect ECONNREFUSED',
  };
  const text = await textFor({ comparedAt: null, trouble });
  expect(text).toContain('garde son accès');
  expect(text).toContain('ECONNREFUSED');
});
