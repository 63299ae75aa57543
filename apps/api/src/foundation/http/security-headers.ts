import helmet from 'helmet';
import type { OwnOrigin } from './own-origin.js';

/**
 * Everything is loaded from our own origin. Angular and noVNC set inline styles; pictures of screens are data and blob
 * addresses.
 */
export function securityHeaders(ownOrigin: OwnOrigin) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        workerSrc: ["'self'"],
        // Some browsers do not include WebSockets of the same host in 'self'.
        connectSrc: ["'self'", (request) => webSocketOrigin(ownOrigin.of(request))],
      },
    },
    // The caller sets it where there is TLS: elsewhere it would lock people out.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  });
}

function webSocketOrigin(origin: string): string {
  // A client may send any host: one that could add a directive is left out.
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin.replace(/^http/, 'ws') : "'self'";
}
