import { SeenClient } from '@vm-manager/contracts';
import type { Environment } from '../../foundation/config/environment.js';
import { ipAddress } from '../../foundation/http/ip-address.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { CONSOLE_PATH } from '../../machines/console-gateway/console-protocols.js';
import { ask, isOurs, type Answer, type AskOptions } from './ask.js';
import { Trouble, type Check, type Said } from './check.js';

/** Whether browsers that follow PUBLIC_URL find us there, with what pages need of the way. */
export function proxyCheck(environment: Environment): Check {
  const { publicUrl } = environment;
  return {
    name: 'proxy',
    title: { fr: 'adresse publique', en: 'public address' },
    variables: ['PUBLIC_URL', 'DOMAIN_NAME', 'TRUSTED_PROXIES'],
    mend: `curl -v ${publicUrl ?? ''}/api/health/live`,
    examine: (signal) => examine(environment, signal),
  };
}

async function examine(environment: Environment, signal: AbortSignal): Promise<Said> {
  const { publicUrl } = environment;
  if (publicUrl === null)
    return { fr: 'PUBLIC_URL et DOMAIN_NAME sont vides', en: 'PUBLIC_URL and DOMAIN_NAME are empty' };
  const answer = await ask(`${publicUrl}/api/health/live`, { signal }).catch((error: unknown) => {
    const why = messageForLog(error);
    throw new Trouble({
      fr: `${publicUrl} ne répond pas : ${why}`,
      en: `${publicUrl} does not answer: ${why}`,
    });
  });
  if (!isOurs(answer))
    throw new Trouble({
      fr: `à ${publicUrl}, un autre que VM Manager répond (${answer.status})`,
      en: `at ${publicUrl}, another than VM Manager answers (${answer.status})`,
    });
  await mustCarryWebSockets(publicUrl, signal);
  const address = await mustTellClients(publicUrl, new TrustedProxies(environment), signal);
  return {
    fr: `${publicUrl}, où cette machine est ${address}`,
    en: `${publicUrl}, where this computer is ${address}`,
  };
}

/**
 * Asks for a version of WebSocket that does not exist. Only a WebSocket server answers that with the versions it
 * knows (RFC 6455, 4.4), and the question needs no session.
 */
async function mustCarryWebSockets(publicUrl: string, signal: AbortSignal): Promise<void> {
  const { headers } = await ask(`${publicUrl}${CONSOLE_PATH}`, {
    signal,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '0',
      Origin: publicUrl,
    },
  });
  if (headers['sec-websocket-version'] !== undefined) return;
  throw new Trouble(
    {
      fr: 'le proxy ne laisse pas passer les WebSockets : les consoles restent noires',
      en: 'the proxy does not let WebSockets through: consoles stay black',
    },
    {
      fr: 'nginx : proxy_http_version 1.1 ; proxy_set_header Upgrade $http_upgrade ; proxy_set_header Connection "upgrade" ; puis sudo nginx -s reload',
      en: 'nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; then sudo nginx -s reload',
    },
  );
}

/** For documentation (RFC 5737): nobody has it. */
const NOBODYS = '192.0.2.1';

/**
 * Whether people are told apart by their own addresses: sign-ins are limited and written down by them. Resolves with ours as
 * it is seen there, which is another than our own where addresses are translated on the way.
 */
async function mustTellClients(
  publicUrl: string,
  proxies: TrustedProxies,
  signal: AbortSignal,
): Promise<string> {
  const { seen, from } = await seenAt(publicUrl, { signal });
  const own = ipAddress(from.address);
  const isDirect = seen.port === from.port && seen.address === own;
  if (isDirect) return seen.address;
  if (!seen.isForwarded)
    throw new Trouble(
      {
        fr: `le proxy ne dit pas de qui viennent les requêtes : tout le monde est ${seen.address || 'le proxy'}`,
        en: `the proxy does not say whose requests it passes on: everybody is ${seen.address || 'the proxy'}`,
      },
      FORWARD,
    );
  if (!seen.isProxyTrusted)
    throw new Trouble(
      {
        fr: `ce que dit le proxy ${seen.address} ne compte pas : tout le monde a son adresse`,
        en: `what the proxy ${seen.address} says does not count: everybody has its address`,
      },
      {
        fr: `TRUSTED_PROXIES=${seen.address} dans .env, puis redémarrer`,
        en: `TRUSTED_PROXIES=${seen.address} in .env, then restart`,
      },
    );
  // Whom the proxies trust may name others; from such an address it cannot be tried.
  if (own === null || proxies.trusts(own)) return seen.address;
  const forged = await seenAt(publicUrl, { signal, headers: { 'X-Forwarded-For': NOBODYS } });
  if (forged.seen.address === NOBODYS)
    throw new Trouble(
      {
        fr: 'le proxy passe X-Forwarded-For comme il est venu : chacun choisit son adresse',
        en: 'the proxy passes X-Forwarded-For on as it came: everybody chooses their address',
      },
      FORWARD,
    );
  return seen.address;
}

const FORWARD: Said = {
  fr: 'nginx : proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for ; puis sudo nginx -s reload',
  en: 'nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; then sudo nginx -s reload',
};

async function seenAt(
  publicUrl: string,
  options: AskOptions,
): Promise<{ seen: SeenClient; from: Answer['from'] }> {
  const { status, body, from } = await ask(`${publicUrl}/api/platform/client`, options);
  if (status === 200) return { seen: SeenClient.parse(JSON.parse(body)), from };
  throw new Trouble({
    fr: `${publicUrl}/api/platform/client répond ${status} : le proxy ne laisse pas tout passer`,
    en: `${publicUrl}/api/platform/client answers ${status}: the proxy does not let everything through`,
  });
}
