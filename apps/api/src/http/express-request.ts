declare module 'express-serve-static-core' {
  interface Request {
    /** Whether the browser reaches us by HTTPS, as far as proxies that we trust or PUBLIC_URL say. */
    isOverTls?: boolean;
  }
}

export {};
