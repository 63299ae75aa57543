import { TEST_PASSWORD, type TestApi } from './start-api.js';

/** Someone with a browser: sends its cookie. */
export interface Visitor {
  cookie: string;
  /** What the sign-in answered, attributes and all. */
  setCookie: string;
  /** By what the browser will be known again, without being signed in. */
  browser: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Not signed in. */
export function visit({ url }: Pick<TestApi, 'url'>, cookie = '', setCookie = '', browser = ''): Visitor {
  const ask = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    cookie,
    setCookie,
    browser,
    get: (path, headers) => ask('GET', path, undefined, headers),
    send: (method, path, body, headers) => ask(method, path, body, headers),
  };
}

/** Signed in as one of the first accounts. */
export async function signIn(
  api: Pick<TestApi, 'url'>,
  username: string,
  password = TEST_PASSWORD,
  headers: Record<string, string> = {},
): Promise<Visitor> {
  const answer = await visit(api).send('POST', '/api/auth/login', { username, password }, headers);
  if (!answer.ok) throw new Error(`${username} is refused: ${answer.status} ${await answer.text()}`);
  const [setCookie = '', browser] = answer.headers.getSetCookie();
  return visit(api, setCookie.split(';')[0], setCookie, browser?.split(';')[0]);
}
