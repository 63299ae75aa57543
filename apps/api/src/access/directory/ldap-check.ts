import { french, type Role } from '@vm-manager/contracts';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import { toUsername } from '../identity/user.entity.js';
import { accountFilter, findAccount, type DirectoryEntry } from './account-search.js';
import { groupsOf } from './directory-groups.js';
import { reasonOf } from './ldap-check-reason.js';
import { LdapSession, type ConnectionStep } from './ldap-session.js';
import { standingOf } from './standing.js';

const WITHIN_MS = 5_000;
const ROLES: Record<Role, string> = { student: 'étudiant', teacher: 'enseignant', admin: 'administrateur' };
const STEPS: Record<ConnectionStep, string> = {
  connected: 'connexion établie',
  secured: 'TLS établi, certificat accepté',
  bound: 'identification acceptée',
};

/** Asks the directory the same questions as a sign-in, and prints each step, but never a password. */
export class LdapCheck {
  constructor(
    private readonly settings: DirectorySettings,
    private readonly servicePassword: string | null,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves with whether this account could sign in; the account's password is tried when it is given. */
  async run(account: string, password: string | null): Promise<boolean> {
    const session = await this.connect();
    if (!session)
      return this.fail('Aucun serveur n’est utilisable : personne ne peut se connecter par l’annuaire.');
    try {
      return await this.examine(session, toUsername(account), password);
    } catch (error) {
      return this.fail(reasonOf(error));
    } finally {
      session.close();
    }
  }

  /** Tries every server, not only the first that answers, with which it goes on. */
  private async connect(): Promise<LdapSession | null> {
    const { urls, bindDn, startTls, checksCertificate } = this.settings;
    let first: LdapSession | null = null;
    for (const url of urls) {
      this.title(`Serveur ${url}${startTls ? ' (StartTLS)' : ''}`);
      if (!checksCertificate) this.note('certificat non vérifié (LDAP_TLS_VERIFY=false) : à ne pas garder');
      this.note(bindDn === null ? 'recherche anonyme' : `compte de service ${bindDn}`);
      try {
        const session = await this.open(url, bindDn, this.servicePassword, (step) => {
          const unproven = step === 'secured' && !checksCertificate;
          this.good(unproven ? 'TLS établi' : STEPS[step]);
        });
        if (first) session.close();
        first ??= session;
      } catch (error) {
        this.fail(reasonOf(error));
      }
    }
    return first;
  }

  private async examine(session: LdapSession, username: string, password: string | null): Promise<boolean> {
    this.title(`Compte ${username}`);
    this.note(`recherche de ${accountFilter(this.settings, username)} sous ${this.settings.userDn}`);
    const entry = await findAccount(session, this.settings, username, AbortSignal.timeout(WITHIN_MS));
    if (!entry) return this.fail('aucune fiche, ou plusieurs, à ce nom');
    this.good(entry.dn);
    this.note(`nom : ${entry.displayName} ; courriel : ${entry.email ?? 'aucun'}`);
    const isActive = entry.isDisabled ? this.fail('compte désactivé ou expiré dans l’annuaire') : true;
    const isAllowed = await this.examineGroups(session, entry);
    const isProven = password === null || (await this.tryPassword(session.url, entry.dn, password));
    return isActive && isAllowed && isProven;
  }

  private async examineGroups(session: LdapSession, entry: DirectoryEntry): Promise<boolean> {
    this.title('Groupes');
    this.note(`recherche sous ${this.settings.groupDn}`);
    const groups = await groupsOf(session, this.settings, entry, AbortSignal.timeout(WITHIN_MS));
    for (const { dn } of groups) this.good(dn);
    if (groups.length === 0) this.note('aucun groupe');
    const { role, isAllowed, classes } = standingOf(groups, this.settings);
    this.title('Dans le portail');
    this.note(`rôle : ${ROLES[role]}`);
    this.note(`classes : ${classes.map(({ name }) => name).join(', ') || 'aucune'}`);
    return (
      isAllowed || this.fail(`absent du groupe ${this.settings.allowedGroup ?? ''} (LDAP_ALLOWED_GROUP)`)
    );
  }

  private async tryPassword(url: string, dn: string, password: string): Promise<boolean> {
    this.title('Mot de passe');
    // Without one, the server would take the bind for an anonymous one and accept it.
    if (password === '') return this.fail('vide : refusé sans interroger l’annuaire');
    try {
      (await this.open(url, dn, password, () => undefined)).close();
      this.good('accepté');
      return true;
    } catch (error) {
      return this.fail(reasonOf(error));
    }
  }

  private open(
    url: string,
    bindDn: string | null,
    password: string | null,
    onStep: (step: ConnectionStep) => void,
  ): Promise<LdapSession> {
    const signal = AbortSignal.timeout(WITHIN_MS);
    return LdapSession.open(url, { ...this.settings, bindDn }, password, signal, onStep);
  }

  private title(text: string): void {
    this.say(french(text));
  }

  private good(text: string): void {
    this.say(`  ✓ ${french(text)}`);
  }

  private note(text: string): void {
    this.say(`    ${french(text)}`);
  }

  private fail(text: string): false {
    this.say(`  ✗ ${french(text)}`);
    return false;
  }
}
