import { InsufficientAccessError, InvalidCredentialsError, NoSuchObjectError } from 'ldapts';

const BY_CODE: Record<string, string> = {
  ECONNREFUSED: 'connexion refusée : aucun serveur n’écoute sur ce port',
  ENOTFOUND: 'nom d’hôte inconnu du DNS',
  EAI_AGAIN: 'le DNS ne répond pas',
  EHOSTUNREACH: 'machine injoignable',
  ENETUNREACH: 'réseau injoignable',
  ENOENT: 'le fichier de LDAP_CA_FILE n’existe pas',
  EACCES: 'le fichier de LDAP_CA_FILE n’est pas lisible par le portail',
  ECONNRESET: 'le serveur a coupé la connexion (TLS attendu, ou au contraire pas de TLS sur ce port)',
  SELF_SIGNED_CERT_IN_CHAIN: 'autorité de certification inconnue : indiquez-la dans LDAP_CA_FILE',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificat autosigné : indiquez-le dans LDAP_CA_FILE',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'autorité de certification inconnue : indiquez-la dans LDAP_CA_FILE',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'autorité de certification inconnue : indiquez-la dans LDAP_CA_FILE',
  CERT_HAS_EXPIRED: 'le certificat du serveur a expiré',
  ERR_TLS_CERT_ALTNAME_INVALID: 'le certificat n’est pas au nom qui figure dans LDAP_HOST',
};

/** The reason of a failure in plain words; the library's own when we have none. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'pas de réponse à temps';
  if (error instanceof InvalidCredentialsError) return `nom ou mot de passe refusé${hintOf(error.message)}`;
  if (error instanceof NoSuchObjectError)
    return 'cette branche n’existe pas, ou le compte de service ne la voit pas';
  if (error instanceof InsufficientAccessError) return 'le compte de service n’a pas le droit de lire ici';
  const known = 'code' in error ? BY_CODE[String(error.code)] : undefined;
  return known ?? error.message;
}

const HINTS: Record<string, string> = {
  '525': 'compte inconnu',
  '52e': 'mot de passe faux',
  '530': 'hors des heures permises',
  '532': 'mot de passe expiré',
  '533': 'compte désactivé',
  '701': 'compte expiré',
  '773': 'mot de passe à changer d’abord',
  '775': 'compte verrouillé',
};

/** Active Directory gives the reason as a number of its own. */
function hintOf(message: string): string {
  const hint = HINTS[/data ([0-9a-f]+),/i.exec(message)?.[1]?.toLowerCase() ?? ''];
  return hint === undefined ? '' : ` (${hint})`;
}
