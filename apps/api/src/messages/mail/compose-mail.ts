import type { Language } from '@vm-manager/contracts';
import type { MailEntity } from './mail.entity.js';

/** A mail as it goes to the server, but for sender and Message-ID's domain. */
export interface ComposedMail {
  id: string;
  to: string;
  language: Language;
  subject: string;
  text: string;
  html: string;
}

const WORDS: Record<Language, { open: string; find: string; footer: string }> = {
  fr: {
    open: 'Ouvrir dans le portail',
    find: 'À retrouver dans le portail, à la page',
    footer: 'Ce message est envoyé par VM Manager. Inutile d’y répondre : personne ne lit les réponses.',
  },
  en: {
    open: 'Open in the portal',
    find: 'In the portal, on the page',
    footer: 'VM Manager sends this message. Do not answer it: nobody reads the answers.',
  },
};

/** Without `PUBLIC_URL` the portal's address is not known: then the mail only names the page. */
export function composeMail(
  {
    id,
    to,
    language,
    subject,
    text,
    link,
  }: Pick<MailEntity, 'id' | 'to' | 'language' | 'subject' | 'text' | 'link'>,
  publicUrl: string | null,
): ComposedMail {
  const { open, find, footer } = WORDS[language];
  const url = publicUrl !== null && link !== null ? `${publicUrl}${link}` : null;
  const way = url ? `${open}${language === 'fr' ? ' ' : ''}: ${url}` : link ? `${find} ${link}` : null;
  const htmlWay = url ? `<a href="${escapeHtml(url)}">${open}</a>` : way && escapeHtml(way);
  return {
    id,
    to,
    language,
    subject: oneLine(subject),
    text: [text, way, `-- \n${footer}`].filter((part) => part !== null).join('\n\n') + '\n',
    html:
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head>` +
      `<body style="font-family: sans-serif; line-height: 1.5">${paragraphs(text)}` +
      `${htmlWay ? `<p>${htmlWay}</p>` : ''}<p style="color: #5f6368; font-size: 0.9em">${footer}</p></body></html>`,
  };
}

/** Text of people may hold line breaks, which would begin another header. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();

const paragraphs = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
