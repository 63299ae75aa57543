// Notices of the scripted API: fourteen for Alice, of which some are read, thirty for the teacher, none for Zoé.
import { ago, uuid } from './stub-people.mjs';

const TEXTS = [
  [
    'request-approved',
    'Hélène Rousseau a accepté votre demande pour la machine « sauvegarde » : 4 Gio de mémoire, jusqu’au 24 décembre 2026 à 23:59. Redémarrez la machine pour en profiter.',
    2,
  ],
  [
    'request-expiring',
    'Ce qui vous a été accordé pour la machine « dns-paris » prend fin le 26 novembre 2026 à 23:59, dans moins de sept jours : 4 vCPU, 4 Gio de mémoire. Si vous en avez encore besoin, demandez une prolongation.',
    5,
  ],
  [
    'request-rejected',
    'Hélène Rousseau a refusé votre demande pour la machine « serveur-de-fichiers-partages-du-departement-informatique-de-lyo » : 60 Gio de disque.\n\nMotif : « Le disque est aux trois quarts vide. »',
    4,
  ],
  [
    'size-at-next-start',
    'La nouvelle taille de la machine « sauvegarde » vaut dès son prochain démarrage : 2 vCPU, 4 Gio de mémoire.',
    2,
  ],
];
const FOR_TEACHER = [
  'request-created',
  'Karim Benali demande plus de ressources pour la machine « web1-4 » : 4 Gio de mémoire.\n\nMotif : « Mon serveur web tombe dès que je lance la base de données. »',
  8,
];

const make = (count, unread, textOf) =>
  Array.from({ length: count }, (_, index) => {
    const [kind, text, request] = textOf(index);
    const link = request === null ? null : `/demandes/${uuid('77', request)}`;
    const createdAt = ago(4 + index * index * 47);
    return { id: uuid('88', index), kind, text, link, createdAt, readAt: index < unread ? null : createdAt };
  });
const noticesOf = new Map([
  ['alice', make(14, 3, (index) => TEXTS[index % TEXTS.length])],
  ['prof', make(30, 12, () => FOR_TEACHER)],
]);

export const noticeRoutes = ({ ok }) => {
  const read = (me, isMeant) => {
    const now = ago(0);
    const notices = noticesOf.get(me.user.username) ?? [];
    noticesOf.set(
      me.user.username,
      notices.map((notice) => (isMeant(notice) && !notice.readAt ? { ...notice, readAt: now } : notice)),
    );
    return { status: 204 };
  };
  return [
    [
      'GET',
      /^\/notices$/,
      ({ me, url }) =>
        ok((noticesOf.get(me.user.username) ?? []).slice(0, Number(url.searchParams.get('limit') ?? 50))),
    ],
    ['POST', /^\/notices\/read$/, ({ me }) => read(me, () => true)],
    ['POST', /^\/notices\/([^/]+)\/read$/, ({ me, match }) => read(me, ({ id }) => id === match[1])],
  ];
};
