import { CONSOLE_PATH } from '../../machines/console-gateway/console-protocols.js';

import type { Environment } from '../../foundation/config/environment.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { ask, isOurs } from './ask.js';
import { Trouble, type Check, type Said } from './check.js';

/** Whether browsers that follow PUBLIC_URL find us there, with what pages need of the way. */
export function proxyCheck({ publicUrl }: Environment): Check {
  return {
    name: 'proxy',
    title: { fr: 'adresse publique', en: 'public address' },
    variables: ['PUBLIC_URL', 'DOMAIN_NAME', 'TRUSTED_PROXIES'],
    mend: `curl -v ${publicUrl ?? ''}/api/health/live`,
    examine: (signal) => examine(publicUrl, signal),
  };
}

async function examine(publicUrl: string | null, signal: AbortSignal): Promise<Said> {
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
  return publicUrl;
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
