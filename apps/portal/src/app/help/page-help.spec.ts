import { helpFor } from './page-help';

describe('the help on a page', () => {
  it.each([
    ['/machines', 'student', '/aide/guide-etudiant#retrouver-ses-machines'],
    ['/machines/nouvelle?modele=debian-server', 'student', '/aide/guide-etudiant#créer-une-première-machine'],
    [
      '/machines/4711/mesures?periode=semaine',
      'teacher',
      '/aide/guide-etudiant#suivre-ce-que-la-machine-consomme',
    ],
    ['/machines/4711', 'student', '/aide/guide-etudiant#démarrer-éteindre-suspendre'],
    ['/demandes', 'student', '/aide/guide-etudiant#quota-et-comment-demander-plus'],
    ['/demandes', 'teacher', '/aide/guide-enseignant#répondre-aux-demandes'],
    ['/demandes/miennes', 'teacher', '/aide/guide-etudiant#quota-et-comment-demander-plus'],
    ['/classes/4711?vue=membres', 'teacher', '/aide/guide-enseignant#ce-que-vous-voyez'],
    ['/administration/plateforme/programmes/api', 'admin', '/aide/exploitation#les-journaux'],
  ] as const)('%s for a %s is where it is written of', (url, role, address) => {
    expect(helpFor(url, role)).toBe(address);
  });

  it.each([
    ['student', '/aide/guide-etudiant'],
    ['teacher', '/aide/guide-enseignant'],
    ['admin', '/aide/exploitation'],
  ] as const)('that nothing is written of begins where a %s begins', (role, address) => {
    expect(helpFor('/nulle-part', role)).toBe(address);
  });
});
