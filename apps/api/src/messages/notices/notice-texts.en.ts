import type { NoticeParams } from './notice-params.js';
import type { NoticeTexts } from './notice-texts.js';
import { amountsText } from './amounts-text.js';

const WARNINGS = { '7-days': 'seven days', '1-day': 'one day', '1-hour': 'one hour' };

const about = ({ vm }: NoticeParams, quota = 'your quota') => (vm ? `the VM “${vm}”` : quota);
const amounts = (params: NoticeParams) => amountsText(params.amounts ?? {}, 'en');
const until = (params: NoticeParams) => (params.until ? `, until ${params.until}` : '');
const said = ({ words }: NoticeParams, name: string) => (words ? `\n\n${name}: “${words}”` : '');

const group = (params: NoticeParams) => `“${params.group ?? ''}”`;
const someone = ({ person }: NoticeParams) => person ?? 'The portal';

export const ENGLISH_NOTICES: NoticeTexts = {
  'account-password': (params) => ({
    subject: 'New password of your account',
    text:
      `${someone(params)} changed the password of your account: the former one is no longer valid, and all your devices were signed out. ` +
      'If you did not ask for it, talk to an administrator. Choose your own on the page of your account.',
  }),
  'vm-password': (params) => ({
    subject: `New password on the VM ${params.vm ?? ''}`,
    text:
      `${someone(params)} is changing the password of the account “${params.account ?? ''}” on your VM “${params.vm ?? ''}”. ` +
      'If you do not know why, ask them.',
  }),
  'evaluation-ending': (params) => ({
    subject: `The trial of Windows on ${params.vm ?? ''} ends`,
    text:
      `The trial of Windows on the VM “${params.vm ?? ''}” ends on ${params.until ?? ''}. From then on Windows switches itself off every hour. ` +
      'Copy what you want to keep, and create a new VM.',
  }),
  'help-asked': (params) => ({
    subject: `${someone(params)} asks for help`,
    text: `${someone(params)} asks for help on the VM “${params.vm ?? ''}”.`,
  }),
  'vm-brought-back': (params) => ({
    subject: `A VM is given back to you: ${params.vm ?? ''}`,
    text:
      `${someone(params)} has restored the VM “${params.vm ?? ''}” for you, from a backup${params.until ? ` of ${params.until}` : ''}. ` +
      'It is switched off; its passwords are those of then.',
  }),
  'series-vm': (params) => ({
    subject: `A VM for you: ${params.vm ?? ''}`,
    text:
      `${someone(params)} gives you the VM “${params.vm ?? ''}”, of the class ${group(params)}. ` +
      'Its page says when it is ready, and how to sign in to it.',
  }),
  'vm-leaving-bin': (params) => ({
    subject: `The VM ${params.vm ?? ''} is about to leave the bin`,
    text:
      `Your VM “${params.vm ?? ''}” waits in the bin. It will be deleted for good on ${params.until ?? ''}, with its disk and everything on it. ` +
      'To keep it, restore it before.',
  }),
  'vm-clearing': (params) => ({
    subject: `The VM ${params.vm ?? ''} is about to go to the bin`,
    text:
      `Your VM “${params.vm ?? ''}” goes to the bin on ${params.until ?? ''}, ` +
      `${params.group ? `as the class ${group(params)} ends` : 'as it has not been used for long'}. ` +
      (params.mayKeep
        ? 'If you still need it, say so with one click in “My machines”.'
        : 'Copy what you want to keep elsewhere.'),
  }),
  'group-invited': (params) => ({
    subject: `Invitation to the class ${params.group ?? ''}`,
    text: `${someone(params)} invites you to the class ${group(params)}. If you accept, its teachers can see your VMs and help you with them.`,
  }),
  'group-invitation-accepted': (params) => ({
    subject: 'Invitation accepted',
    text: `${someone(params)} has joined the class ${group(params)}.`,
  }),
  'group-invitation-declined': (params) => ({
    subject: 'Invitation declined',
    text: `${someone(params)} did not wish to join the class ${group(params)}.`,
  }),
  'group-added': (params) => ({
    subject: `You are in the class ${params.group ?? ''}`,
    text: params.teaches
      ? `${someone(params)} made you a teacher of the class ${group(params)}.`
      : `${someone(params)} put you into the class ${group(params)}: its teachers can see your VMs and help you with them.`,
  }),
  'group-removed': (params) => ({
    subject: `You are no longer in the class ${params.group ?? ''}`,
    text: `${someone(params)} took you out of the class ${group(params)}.`,
  }),
  'request-created': (params) => ({
    subject: `Request of ${params.person ?? 'someone'}`,
    text: `${params.person ?? 'Someone'} asks for more resources for ${about(params, 'their quota')}: ${amounts(params)}${until(params)}.${said(params, 'Reason')}`,
  }),
  'request-approved': (params) => ({
    subject: 'Your request is approved',
    text:
      `${params.person ?? 'The portal'} approved your request for ${about(params)}: ${amounts(params)}${until(params)}.` +
      `${params.atNextStart ? ' Restart the VM to make use of it.' : ''}${said(params, 'Comment')}`,
  }),
  'request-rejected': (params) => ({
    subject: 'Your request is rejected',
    text: `${params.person ?? 'The portal'} rejected your request for ${about(params)}: ${amounts(params)}.${said(params, 'Reason')}`,
  }),
  'request-cancelled': (params) =>
    params.person
      ? {
          subject: `Request cancelled by ${params.person}`,
          text: `${params.person} cancelled their request for ${about(params, 'their quota')}: ${amounts(params)}.`,
        }
      : {
          subject: 'Your request is cancelled',
          text: `Your request for ${about(params)} is cancelled: the VM is gone.`,
        },
  'request-withdrawn': (params) => ({
    subject: 'Resources are taken back',
    text:
      `${params.person ?? 'The portal'} took back what you were granted for ${about(params)}: ${amounts(params)}.` +
      `${stays(params)}${said(params, 'Reason')}`,
  }),
  'request-expiring': (params) => ({
    subject: `Your resources end in less than ${WARNINGS[params.warning ?? '1-hour']}`,
    text:
      `What you were granted for ${about(params)} ends ${params.until ? `on ${params.until}, ` : ''}` +
      `in less than ${WARNINGS[params.warning ?? '1-hour']}: ${amounts(params)}. ` +
      'If you still need it, ask for more time.',
  }),
  'request-expired': (params) => ({
    subject: 'Your additional resources have ended',
    text: `What you were granted for ${about(params)} has ended: ${amounts(params)}.${stays(params)}`,
  }),
  'directory-limited': () => ({
    subject: 'The directory does not give all its accounts',
    text:
      'The school’s directory limits how many entries it gives: the portal checks the known accounts one by one, ' +
      'and sees new classes only when their first student signs in. ' +
      'Let the service account read page by page without a limit (OpenLDAP: size.prtotal=unlimited).',
  }),
  'box-evaluation-ending': (params) => ({
    subject: `The trial of the template ${params.template ?? ''} ends`,
    text:
      `The trial of the system of the template ${params.template ?? ''} ends on ${params.until ?? ''}. From then on nobody can create a machine of it. ` +
      'Bake or import a new box before that day.',
  }),
  'weekly-bake-failed': (params) => ({
    subject: `The weekly bake of ${params.template ?? ''} failed`,
    text:
      `The box of the template ${params.template ?? ''} could not be baked anew this week. The one before stays in use, with its packages of then; ` +
      'the portal tries again tomorrow. The page of templates says why.',
  }),
  'directory-failed': () => ({
    subject: 'Accounts are no longer compared with the directory',
    text:
      'For more than an hour the comparison of the accounts with the school’s directory has failed: ' +
      'who has left it keeps access. The page of accounts says since when, and why.',
  }),
  'size-at-next-start': (params) => ({
    subject: 'New size at the next start',
    text: `The new size of ${about(params, 'the VM')} counts from its next start: ${amounts(params)}.`,
  }),
};

const stays = ({ vm }: NoticeParams) =>
  vm ? ' While it runs the VM keeps its size until it is stopped; its disk stays as it is.' : '';
