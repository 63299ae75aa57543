import { TestBed } from '@angular/core/testing';
import { AuditAction, type AuditEntry } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleEntry } from '../testing/sample-entry';
import { injectAuditSentence } from './audit-sentence';

const BOB = { id: '00000000-0000-4000-8110-000000000004', username: 'bob' };

describe('a line of the audit log', () => {
  let sentence: (entry: AuditEntry) => string;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    sentence = TestBed.runInInjectionContext(() => injectAuditSentence());
  });

  it('says who did what to which, and whose it is when it is another’s', () => {
    expect(sentence(sampleEntry())).toBe('alice a démarré web1');
    expect(sentence(sampleEntry({ onBehalfOf: BOB }))).toBe('alice a démarré web1 (machine de bob)');
    const account = sampleEntry({
      action: 'account.disable',
      object: { id: BOB.id, name: 'bob' },
      onBehalfOf: BOB,
    });
    expect(sentence(account)).toBe('alice a désactivé le compte bob');
  });
  it('calls people as they are called, as long as they are known', () => {
    const actor = { ...BOB, displayName: 'Bob Martin' };
    const onBehalfOf = { id: BOB.id.replace('4', '5'), username: 'alice', displayName: 'Alice Durand' };
    expect(sentence(sampleEntry({ actor, onBehalfOf }))).toBe(
      'Bob Martin a démarré web1 (machine de Alice Durand)',
    );
  });
  it('says what was wanted when it was not done', () => {
    expect(sentence(sampleEntry({ outcome: 'refused', onBehalfOf: BOB }))).toBe(
      'alice a tenté de démarrer web1 (machine de bob)',
    );
  });
  it('says who was put into a group', () => {
    const details = { member: BOB, teaches: false };
    const object = { id: BOB.id, name: 'SISR 2' };
    const entry = sampleEntry({ action: 'group.member-add', object, onBehalfOf: BOB, details });
    expect(sentence(entry)).toBe('alice a ajouté bob au groupe SISR 2');
  });
  it('tells a stranger from the portal itself', () => {
    const signIn = sampleEntry({ actor: null, action: 'session.sign-in', object: null, outcome: 'refused' });
    expect(sentence(signIn)).toBe('Une personne inconnue a tenté de se connecter');
    const sync = sampleEntry({ actor: null, action: 'directory.sync', object: null });
    expect(sentence(sync)).toBe('Le portail a synchronisé l’annuaire');
  });
  it('names the address that was asked for when the object is not known', () => {
    const details = { method: 'GET', path: '/api/users' };
    const refused = sampleEntry({ action: 'access.refused', object: null, outcome: 'refused', details });
    expect(sentence(refused)).toContain('GET /api/users');
  });
  it.each(['fr', 'en'] as const)('has words for every action in %s', async (language) => {
    await TestBed.inject(Languages).speak(language);
    for (const action of AuditAction.options)
      for (const outcome of ['done', 'refused'] as const)
        expect(sentence(sampleEntry({ action, outcome }))).not.toMatch(/audit\.|\{\{/);
  });
});
