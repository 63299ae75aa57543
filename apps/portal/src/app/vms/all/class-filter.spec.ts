import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleMember } from '../../testing/sample-account';
import { sampleId } from '../../testing/sample-vm';
import { type ClassFilter, injectClassFilter } from './class-filter';

describe('the machines of a class', () => {
  let api: HttpTestingController;
  let filter: ClassFilter;
  const chosen = signal<string | undefined>(undefined);

  beforeEach(async () => {
    chosen.set(undefined);
    TestBed.configureTestingModule({
      providers: [provideFace(), provideHttpClient(), provideHttpClientTesting()],
    });
    // A test that ends sooner would cut the loading of the texts off.
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    filter = TestBed.runInInjectionContext(() => injectClassFilter(chosen));
    TestBed.tick();
    api.expectOne('/api/groups').flush([]);
  });

  it('are everybody’s while no class is chosen', () => {
    expect(filter.owners()).toBeUndefined();
    api.verify();
  });

  it('are those of its members', async () => {
    chosen.set(sampleId(70));
    TestBed.tick();
    expect(filter.isLoading()).toBe(true);
    const members = [sampleMember({ id: sampleId(1) }), sampleMember({ id: sampleId(2) }, { teaches: true })];
    api.expectOne(`/api/groups/${sampleId(70)}/members`).flush(members);
    await vi.waitFor(() => expect(filter.owners()).toEqual(new Set([sampleId(1), sampleId(2)])));
  });

  it('are nobody’s where the class is not one’s own', async () => {
    chosen.set(sampleId(71));
    TestBed.tick();
    api.expectOne(`/api/groups/${sampleId(71)}/members`).flush(null, { status: 404, statusText: '' });
    await vi.waitFor(() => expect(filter.isLoading()).toBe(false));
    expect(filter.owners()).toEqual(new Set());
  });
});
