import type { AuditEntry } from '@vm-manager/contracts';
import * as z from 'zod';
import { type Translate, injectTranslate } from '../i18n/translate';
import { kindOf } from './audit-query';

/** A line of the log as a person would tell it: "alice a démarré web1 (machine de bob)". */
export function injectAuditSentence(): (entry: AuditEntry) => string {
  const t = injectTranslate();
  return (entry) => {
    const values = { actor: actorOf(entry, t), object: objectOf(entry), member: memberOf(entry, t) };
    // Whether it was refused or failed stands beside the sentence.
    const sentence =
      entry.outcome === 'done'
        ? t(`audit.done.${entry.action}`, values)
        : t('audit.wanted', { ...values, what: t(`audit.tried.${entry.action}`, values) });
    const { onBehalfOf: owner } = entry;
    if (!owner || owner.username === values.object || owner.username === values.member) return sentence;
    const isAboutVm = ['vm', 'console', 'access'].includes(kindOf(entry.action));
    return `${sentence} ${t(isAboutVm ? 'audit.vm-of' : 'audit.account-of', { owner: nameOf(owner) })}`;
  };
}

/** As people call each other; who is gone has only the account's name. */
const nameOf = ({ displayName, username }: { displayName?: string | undefined; username: string }) =>
  displayName ?? username;

/** Nobody is known who failed to sign in under no account's name; the portal acts by itself in everything else. */
function actorOf({ actor, action }: AuditEntry, t: Translate): string {
  if (actor) return nameOf(actor);
  const isSomeone = action === 'session.sign-in' || action === 'access.refused';
  return t(isSomeone ? 'audit.someone' : 'audit.portal');
}

const Member = z.object({ member: z.object({ username: z.string() }) });

/** Whom a change of a group is about: the group is the object, the person stands in the details. */
const memberOf = ({ details }: AuditEntry, t: Translate) =>
  Member.safeParse(details).data?.member.username ?? t('audit.a-member');

function objectOf({ object, details, action }: AuditEntry): string {
  if (object) return object.name;
  if (action === 'access.refused')
    return [details['method'], details['path']].filter(Boolean).join(' ') || '–';
  return '–';
}
