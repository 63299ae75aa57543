import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import { sampleRequest } from '../testing/sample-quota';
import { injectRequestWords } from './request-words';

const [me, somebody] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const group = { id: '00000000-0000-4000-8000-000000000002', name: 'SISR 1' };

describe('a request that waits says whose answer it waits for', () => {
  async function sentence(requesterId: string, groups: (typeof group)[]): Promise<string> {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: Session, useValue: { user: signal({ id: me }), seesOthers: signal(true) } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const { requester } = sampleRequest();
    const request = sampleRequest({ state: 'pending', requester: { ...requester, id: requesterId }, groups });
    return TestBed.runInInjectionContext(injectRequestWords).state(request);
  }

  it('to a student of a class: the teachers', async () => {
    expect(await sentence(me, [group])).toBe('En attente d’une réponse de vos enseignants.');
  });
  it('to who is in no class: an administrator', async () => {
    expect(await sentence(me, [])).toBe('En attente d’une réponse d’un administrateur.');
  });
  it('to who reads another’s: nobody in particular, as it may be the reader', async () => {
    expect(await sentence(somebody, [group])).toBe('En attente d’une réponse.');
  });
});
