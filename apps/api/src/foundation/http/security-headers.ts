import helmet from 'helmet';
import type { OwnOrigin } from './own-origin.js';

/** Everything comes from our origin. Angular and noVNC set styles of elements; screens arrive as data and blobs. */
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
        // Not every browser counts WebSockets of the same host as 'self'.
        connectSrc: ["'self'", (request) => webSocketOrigin(ownOrigin.of(request))],
      },
    },
    // Set by the caller where there is TLS, as it would lock people out of a host that has no TLS.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  });
}

function webSocketOrigin(origin: string): string {
  // The host may be whatever a client sent: nothing that could add a directive.
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin.replace(/^http/, 'ws') : "'self'";
}
